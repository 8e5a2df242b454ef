package io.berth.monitoring.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.contracts.Event;
import io.berth.contracts.Topics;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.KvpEvent;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What {@code docs/bad-input.md} promises, row by row: over Kafka and over HTTP, and afterwards the
 * next good beat counts.
 */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class HostileInputIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TAKEN = "taken";

    /**
     * @param topic reason of the dead letter, or {@link #TAKEN}
     * @param http status, and code where it is an error
     */
    private record Row(String what, String from, String to, String topic, String http) {}

    private static final String DIGEST = "\"vmDigest\":\"digest\"";
    private static final String SENT = "\"sentAt\":\"1970-01-01T00:00:00Z\"";
    private static final String CPU = "\"cpuPercent\":25.0";

    private static Row digest(String what, String value, String topic, String http) {
        return new Row(what, DIGEST, "\"vmDigest\":\"" + value + "\"", topic, http);
    }

    private static Row sent(String value, String topic, String http) {
        return new Row("sentAt " + value, SENT, "\"sentAt\":" + value, topic, http);
    }

    private static List<Row> beats(String host) {
        String id = "\"host\":\"" + host + "\"";
        String malformed = "400 malformed-json";
        String invalid = "400 invalid-event";
        List<Row> rows =
                new ArrayList<>(
                        List.of(
                                digest("lone surrogate", "\\ud800", "invalid-event", invalid),
                                digest(
                                        "lone surrogate as bytes",
                                        "\u00ed\u00a0\u0080",
                                        "invalid-event",
                                        invalid),
                                digest("overlong UTF-8", "\u00c0\u00af", TAKEN, "200"),
                                digest("overlong NUL", "\u00c0\u0080", "invalid-event", invalid),
                                digest("raw NUL", "a\0b", "malformed-json", malformed),
                                digest("escaped NUL", "a\\u0000b", "invalid-event", invalid),
                                digest("64 characters", "d".repeat(64), TAKEN, "200"),
                                digest("65 characters", "d".repeat(65), "invalid-event", invalid),
                                digest("ANSI escape", "\\u001b[31m", TAKEN, "200"),
                                digest("jndi", "${jndi:ldap://x/a}", TAKEN, "200"),
                                digest("script", "<script>alert(1)</script>", TAKEN, "200"),
                                new Row(
                                        "host with ANSI escape",
                                        id,
                                        "\"host\":\"\\u001b[31mh\"",
                                        "invalid-event",
                                        invalid),
                                new Row(
                                        "host with jndi",
                                        id,
                                        "\"host\":\"${jndi:ldap://x/a}\"",
                                        "invalid-event",
                                        invalid),
                                new Row(
                                        "host with script",
                                        id,
                                        "\"host\":\"<script>\"",
                                        "invalid-event",
                                        invalid),
                                new Row(
                                        "depth 1,001",
                                        DIGEST,
                                        DIGEST + ",\"x\":" + "[".repeat(1001) + "]".repeat(1001),
                                        "invalid-event",
                                        malformed),
                                new Row(
                                        "NaN",
                                        CPU,
                                        "\"cpuPercent\":NaN",
                                        "malformed-json",
                                        malformed),
                                new Row(
                                        "\"NaN\"",
                                        CPU,
                                        "\"cpuPercent\":\"NaN\"",
                                        "invalid-event",
                                        invalid),
                                new Row(
                                        "1e400",
                                        CPU,
                                        "\"cpuPercent\":1e400",
                                        "invalid-event",
                                        invalid),
                                new Row(
                                        "a field twice",
                                        CPU,
                                        CPU + "," + CPU,
                                        "malformed-json",
                                        malformed),
                                new Row(
                                        "a field in capitals",
                                        CPU,
                                        CPU + ",\"HOST\":1",
                                        TAKEN,
                                        "200"),
                                new Row(
                                        "sequence 0",
                                        "\"sequence\":1,",
                                        "\"sequence\":0,",
                                        "invalid-event",
                                        invalid),
                                new Row(
                                        "sequence 2^63",
                                        "\"sequence\":1,",
                                        "\"sequence\":9223372036854775808,",
                                        "invalid-event",
                                        invalid),
                                new Row(
                                        "2,049 VMs",
                                        DIGEST,
                                        DIGEST + ",\"vms\":" + vms(2049),
                                        "invalid-event",
                                        invalid),
                                new Row(
                                        "10,000 VMs",
                                        DIGEST,
                                        DIGEST + ",\"vms\":" + vms(10_000),
                                        "too-large",
                                        invalid)));
        for (String time :
                List.of("0", "-1", "9223372036854775807", "\"+1000000000-01-01T00:00:00Z\"")) {
            rows.add(sent(time, "invalid-event", invalid));
        }
        for (String time :
                List.of("\"0000-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999999Z\"")) {
            rows.add(sent(time, TAKEN, "200"));
        }
        return rows;
    }

    private static String vms(int number) {
        return IntStream.range(0, number)
                .mapToObj(i ->
                        "{\"vm\":\"v%d\",\"epoch\":1,\"power\":\"RUNNING\",\"heartbeat\":\"OK\"}"
                                .formatted(i))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void everyHostileBeatEndsAsPromised() throws Exception {
        try (VirtualFleet fleet = new VirtualFleet("hostile", 3);
                TopicWriter writer = new TopicWriter();
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS);
                TopicReader<HeartbeatEvent> dead =
                        TopicReader.deadLettersFromNow(Topics.HEARTBEATS)) {
            awaitRoster(fleet, writer, facts);
            HostBeat beat = fleet.beat(fleet.host(1), 1, 0);
            String good =
                    EventCodec.JSON
                            .writeValueAsString(beat)
                            .replaceFirst("\"sentAt\":\"[^\"]*\"", SENT);
            SoftAssertions soft = new SoftAssertions();
            Map<RecordMetadata, Row> written = new LinkedHashMap<>();
            for (Row row : beats("hostile-h1")) {
                byte[] body = spoilt(good, row);
                written.put(writer.write(record(beat, body)), row);
                soft.assertThat(answer(post("/api/v1/heartbeats", body)))
                        .as(row.what() + " over HTTP")
                        .isEqualTo(row.http());
            }
            byte[] trailing = (good + "{}").getBytes(StandardCharsets.UTF_8);
            Row trailingRow = new Row("trailing garbage", "", "", "invalid-event", "");
            written.put(writer.write(record(beat, trailing)), trailingRow);
            soft.assertThat(answer(post("/api/v1/heartbeats", trailing)))
                    .as("trailing garbage over HTTP")
                    .isEqualTo("400 malformed-json");
            checkLetters(written, dead, soft);
            writer.write(Topics.HEARTBEATS, fleet.beat(fleet.host(2), 1, 0));
            facts.await(PATIENCE, e -> isUp(e, "hostile-h2"));
            soft.assertAll();
        }
    }

    private static void checkLetters(
            Map<RecordMetadata, Row> written,
            TopicReader<HeartbeatEvent> dead,
            SoftAssertions soft) {
        RecordMetadata last = List.copyOf(written.keySet()).getLast();
        dead.await(PATIENCE, e -> isFrom(e, last));
        List<TopicReader.Entry<HeartbeatEvent>> letters = dead.readFor(Duration.ofSeconds(1));
        written.forEach((where, row) -> {
            List<TopicReader.Entry<HeartbeatEvent>> of =
                    letters.stream().filter(e -> isFrom(e, where)).toList();
            soft.assertThat(of.stream().map(e -> e.header("berth-reason")).toList())
                    .as(row.what())
                    .isEqualTo(row.topic().equals(TAKEN) ? List.of() : List.of(row.topic()));
            of.forEach(letter ->
                    soft.assertThat(Objects.requireNonNull(letter.header("berth-detail")))
                            .as("the detail of %s", row.what())
                            .doesNotContainPattern("\\p{Cntrl}")
                            .hasSizeLessThanOrEqualTo(500));
        });
    }

    @Test
    void nobodyBeatsForAHostThatIsNotTheirs() throws Exception {
        try (VirtualFleet fleet = new VirtualFleet("spoofed", 2)) {
            String of1 = EventCodec.JSON.writeValueAsString(fleet.beat(fleet.host(1), 1, 0));
            String of2 = EventCodec.JSON.writeValueAsString(fleet.beat(fleet.host(2), 1, 0));
            String kvp = "{\"vm\":\"spoofed-vm\",\"host\":\"spoofed-h2\",\"items\":[]}";

            assertThat(answer(postAs("host:spoofed-h1", "/api/v1/heartbeats", of1)))
                    .isEqualTo("200");
            assertThat(answer(postAs("host:spoofed-h1", "/api/v1/heartbeats", of2)))
                    .isEqualTo("403 not-your-host");
            assertThat(
                            answer(
                                    postAs(
                                            "host:spoofed-h1",
                                            "/api/v1/heartbeats",
                                            "[" + of1 + "," + of2 + "]")))
                    .isEqualTo("403 not-your-host");
            assertThat(answer(postAs("host:spoofed-h1", "/api/v1/kvp", kvp)))
                    .isEqualTo("403 not-your-host");
            assertThat(answer(postAs("host:spoofed-h2", "/api/v1/kvp", kvp))).isEqualTo("200");
            for (String nameless :
                    List.of("local-agent", "host:", "host:a/b", "gateway:", "HOST:spoofed-h1")) {
                assertThat(answer(postAs(nameless, "/api/v1/heartbeats", of1)))
                        .as(nameless)
                        .isEqualTo("403 token-names-no-host");
            }
            assertThat(
                            answer(
                                    postAs(
                                            "gateway:east",
                                            "/api/v1/heartbeats",
                                            "[" + of1 + "," + of2 + "]")))
                    .isEqualTo("200");
        }
    }

    @Test
    void aHostThatWasDeletedIsToldOnce() {
        try (VirtualFleet fleet = new VirtualFleet("deleted", 2);
                TopicWriter writer = new TopicWriter();
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS);
                TopicReader<HeartbeatEvent> dead =
                        TopicReader.deadLettersFromNow(Topics.HEARTBEATS)) {
            awaitRoster(fleet, writer, facts);
            writer.write(
                    Topics.INVENTORY_STATE,
                    new ClusterState(
                            new ClusterId("deleted"),
                            new HostGroupId("g"),
                            new SiteId("s"),
                            List.of(fleet.host(1)),
                            0,
                            2));
            long[] sequence = {1};
            await().atMost(PATIENCE)
                    .until(() -> {
                        writer.write(
                                Topics.HEARTBEATS, fleet.beat(fleet.host(2), ++sequence[0], 0));
                        return dead.readFor(Duration.ofMillis(300)).stream()
                                .anyMatch(HostileInputIT::isOfTheDeleted);
                    });
            for (int i = 0; i < 5; i++) {
                writer.write(Topics.HEARTBEATS, fleet.beat(fleet.host(2), ++sequence[0], 0));
            }
            assertThat(dead.readFor(Duration.ofSeconds(1)))
                    .filteredOn(HostileInputIT::isOfTheDeleted)
                    .hasSize(1)
                    .allMatch(e -> "refused".equals(e.header("berth-reason")));
        }
    }

    private static boolean isOfTheDeleted(TopicReader.Entry<HeartbeatEvent> entry) {
        return entry.event() instanceof HostBeat beat && beat.host().value().equals("deleted-h2");
    }

    /**
     * @param value as it stands in the JSON, between quotation marks
     * @param shown as it is answered
     * @param flag that it gets; empty for none
     */
    private record Pair(String what, String key, String value, String shown, String flag) {}

    private static final List<Pair> PAIRS =
            List.of(
                    new Pair("2,046 bytes", "b2046", "v".repeat(1022), "v".repeat(1022), ""),
                    new Pair("2,048 bytes", "b2048", "v".repeat(1023), "v".repeat(1023), ""),
                    new Pair(
                            "2,050 bytes",
                            "b2050",
                            "v".repeat(1024),
                            "v".repeat(1024),
                            "VALUE_TOO_LONG"),
                    new Pair(
                            "2,049 characters",
                            "c2049",
                            "v".repeat(2049),
                            "v".repeat(2049),
                            "VALUE_TOO_LONG"),
                    new Pair("lone surrogate", "lone", "\\udc00", "\\uDC00", "LONE_SURROGATE"),
                    new Pair("NUL", "nul", "a\\u0000b", "a\\u0000b", "CONTROL_CHARACTER"),
                    new Pair("ANSI", "ansi", "\\u001b[2J", "\\u001B[2J", "CONTROL_CHARACTER"),
                    new Pair("jndi", "jndi", "${jndi:ldap://x}", "${jndi:ldap://x}", ""),
                    new Pair("script", "script", "<script>1</script>", "<script>1</script>", ""),
                    new Pair("written backwards", "rtl", "\\u202eexe.txt", "\\u202Eexe.txt", ""),
                    new Pair("a key", "osname", "lower", "lower", ""),
                    new Pair(
                            "the same key by case",
                            "OSNAME",
                            "upper",
                            "upper",
                            "SAME_KEY_IN_OTHER_CASE"));

    @Test
    void everyHostilePairIsKeptAndShownWithoutHarm() {
        String items =
                PAIRS.stream()
                        .map(pair ->
                                "{\"pool\":1,\"key\":\"%s\",\"value\":\"%s\"}"
                                        .formatted(pair.key(), pair.value()))
                        .collect(Collectors.joining(","));
        String body = "{\"vm\":\"hostile-vm\",\"host\":\"h\",\"items\":[" + items + "]}";
        assertThat(answer(post("/api/v1/kvp", body.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("200");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kept().statusCode()).isEqualTo(200));
        Response kept = kept();
        assertThat(kept.contentType()).startsWith("application/json");
        assertThat(kept.asString()).doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f\u202e]");
        SoftAssertions soft = new SoftAssertions();
        for (Pair pair : PAIRS) {
            String at = "values.find { it.key == '%s' }".formatted(pair.key());
            soft.assertThat(kept.path(at + ".value").toString())
                    .as(pair.what())
                    .isEqualTo(pair.shown());
            @Nullable List<String> flags = kept.path(at + ".flags");
            soft.assertThat(flags == null ? List.of() : flags)
                    .as(pair.what())
                    .isEqualTo(pair.flag().isEmpty() ? List.of() : List.of(pair.flag()));
        }
        soft.assertAll();
    }

    private static Response kept() {
        return given().header("Authorization", TestTokens.bearer("viewer"))
                .get("/api/v1/vms/hostile-vm/kvp");
    }

    @Test
    void reportsBeyondTheBoundsAreRefused() {
        try (TopicWriter writer = new TopicWriter();
                TopicReader<KvpEvent> dead = TopicReader.deadLettersFromNow(Topics.KVP)) {
            String many = report() + pairs(15_000);
            String longest =
                    report()
                            + "{\"pool\":1,\"key\":\"k\",\"value\":\""
                            + "v".repeat(16_385)
                            + "\"}]}";
            String pool5 = report() + "{\"pool\":5,\"key\":\"k\",\"value\":\"v\"}]}";
            Map<String, String> reasons =
                    Map.of(many, "too-large", longest, "invalid-event", pool5, "invalid-event");
            reasons.forEach((body, reason) -> {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                assertThat(answer(post("/api/v1/kvp", bytes))).isEqualTo("400 invalid-event");
                RecordMetadata where = writer.write(kvpRecord(bytes));
                assertThat(dead.await(PATIENCE, e -> isFrom(e, where)).header("berth-reason"))
                        .isEqualTo(reason);
            });
        }
    }

    @Test
    void aHundredThousandOfAnythingIsRefused() {
        String beat = "{\"vms\":" + vms(100_000) + "}";
        assertThat(answer(post("/api/v1/heartbeats", beat.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("400 invalid-event");
        String pairs = report() + pairs(100_000);
        assertThat(answer(post("/api/v1/kvp", pairs.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("400 invalid-event");
        String reports = "[" + "{},".repeat(100_000) + "{}]";
        assertThat(answer(post("/api/v1/kvp", reports.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("400 too-many-events");
    }

    private static String pairs(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "{\"pool\":1,\"key\":\"k%d\",\"value\":\"v\"}".formatted(i))
                .collect(Collectors.joining(",", "", "]}"));
    }

    private static String report() {
        return "{\"vm\":\"hostile-many\",\"host\":\"h\",\"items\":[";
    }

    private static ProducerRecord<byte[], byte[]> kvpRecord(byte[] body) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        Topics.KVP.name(), "hostile-many".getBytes(StandardCharsets.UTF_8), body);
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "x",
                        "ce_source", "/test",
                        "ce_type", "io.berth.telemetry.kvp-reported.v1",
                        "ce_time", "2026-01-01T00:00:00Z")
                .forEach((name, value) ->
                        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    /** The characters of a row's replacement are bytes, so that broken UTF-8 can be said. */
    private static byte[] spoilt(String good, Row row) {
        assertThat(good).as(row.what()).contains(row.from());
        return good.replace(row.from(), row.to()).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static ProducerRecord<byte[], byte[]> record(HostBeat beat, byte[] body) {
        EncodedEvent good = TopicWriter.<HeartbeatEvent>encode(Topics.HEARTBEATS, beat, "hostile");
        ProducerRecord<byte[], byte[]> record = good.toRecord("", null);
        return new ProducerRecord<>(
                record.topic(), null, null, record.key(), body, record.headers());
    }

    private static <E extends Event> boolean isFrom(
            TopicReader.Entry<E> letter, RecordMetadata where) {
        return Long.toString(where.offset()).equals(letter.header("berth-origin-offset"))
                && Integer.toString(where.partition())
                        .equals(letter.header("berth-origin-partition"));
    }

    private static Response post(String path, byte[] body) {
        return given().header("Authorization", TestTokens.bearer("agent"))
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    private static Response postAs(String principal, String path, String body) {
        return given().header("Authorization", "Bearer " + TestTokens.token("agent", principal))
                .contentType("application/json")
                .body(body)
                .post(path);
    }

    private static String answer(Response response) {
        return response.statusCode() == 200
                ? "200"
                : response.statusCode() + " " + response.path("code");
    }

    /** Beats until the roster is in the log: the first accepted one makes the host up. */
    private static void awaitRoster(
            VirtualFleet fleet, TopicWriter writer, TopicReader<NodeEvent> facts) {
        long[] sequence = {100};
        await().atMost(PATIENCE)
                .until(() -> {
                    writer.write(Topics.HEARTBEATS, fleet.beat(fleet.host(1), ++sequence[0], 0));
                    return facts.readFor(Duration.ofMillis(300)).stream()
                            .anyMatch(e -> isUp(e, fleet.host(1).value()));
                });
    }

    private static boolean isUp(TopicReader.Entry<NodeEvent> entry, String host) {
        return entry.event() instanceof HostUp up && up.host().value().equals(host);
    }
}
