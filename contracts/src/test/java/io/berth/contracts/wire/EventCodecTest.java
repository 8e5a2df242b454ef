package io.berth.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.Event;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.KvpEvent;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
    private static final String KEY = "cluster-a";
    private static final String BODY =
            """
            {"host":"node-01","domain":"cluster-a","boot":3,"tenure":7,"sequence":5,\
            "acknowledged":4,"watchdog":true,"fenced":false,"sentAt":"2026-03-14T09:26:53.589Z",\
            "load":{"cpuPercent":37.5,"memoryUsed":98304},"vmDigest":"9f2c"}\
            """;
    private static final Map<String, String> HEADERS = headers("io.berth.telemetry.host-beat.v1");

    private final EventCodec<HeartbeatEvent> codec = new EventCodec<>(Topics.HEARTBEATS);

    /** One wrong thing each; everything else is as it must be. */
    record Bad(
            String what,
            byte @Nullable [] key,
            Map<String, String> headers,
            byte @Nullable [] value,
            RejectionCode code,
            String detail) {
        static Bad key(String what, @Nullable String key, RejectionCode code, String detail) {
            byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
            return new Bad(what, bytes, HEADERS, utf8(BODY), code, detail);
        }

        static Bad header(String name, @Nullable String value, RejectionCode code, String detail) {
            Map<String, String> headers = new LinkedHashMap<>(HEADERS);
            if (value == null) {
                headers.remove(name);
            } else {
                headers.put(name, value);
            }
            String what = name + " = " + Excerpt.of(String.valueOf(value), 20);
            return new Bad(what, utf8(KEY), headers, utf8(BODY), code, detail);
        }

        static Bad body(String what, String body, RejectionCode code, String detail) {
            return new Bad(what, utf8(KEY), HEADERS, utf8(body), code, detail);
        }

        /** One part of the good body replaced. */
        static Bad part(String part, String by, RejectionCode code, String detail) {
            assertThat(BODY).contains(part);
            return body(Excerpt.of(by, 60), BODY.replace(part, by), code, detail);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Bad> badRecords() {
        return Stream.of(envelopes(), syntax(), contents()).flatMap(bad -> bad);
    }

    private static Stream<Bad> envelopes() {
        return Stream.of(
                Bad.key("no key", null, RejectionCode.NULL_KEY, "no key"),
                Bad.key("wrong key", "cluster-b", RejectionCode.KEY_MISMATCH, "\"cluster-b\""),
                Bad.key("empty key", "", RejectionCode.KEY_MISMATCH, "\"\""),
                Bad.key("long key", "k\0".repeat(9999), RejectionCode.KEY_MISMATCH, "belongs to"),
                new Bad("no value", utf8(KEY), HEADERS, null, RejectionCode.NULL_VALUE, "no value"),
                new Bad(
                        "600 KiB",
                        utf8(KEY),
                        HEADERS,
                        new byte[600 * 1024],
                        RejectionCode.TOO_LARGE,
                        "614400 bytes; at most 524288"),
                Bad.header("ce_specversion", null, RejectionCode.MISSING_HEADER, "ce_specversion"),
                Bad.header("ce_id", null, RejectionCode.MISSING_HEADER, "ce_id is missing"),
                Bad.header("ce_source", null, RejectionCode.MISSING_HEADER, "ce_source is missing"),
                Bad.header("ce_type", null, RejectionCode.MISSING_HEADER, "ce_type is missing"),
                Bad.header("ce_time", null, RejectionCode.MISSING_HEADER, "ce_time is missing"),
                Bad.header("ce_id", "", RejectionCode.MISSING_HEADER, "ce_id is missing"),
                Bad.header("ce_specversion", "0.3", RejectionCode.BAD_HEADER, "\"0.3\", not 1.0"),
                Bad.header("ce_id", "x".repeat(257), RejectionCode.BAD_HEADER, "257 characters"),
                Bad.header("ce_id", "a\0b", RejectionCode.BAD_HEADER, "U+0000 at position 1"),
                Bad.header("ce_source", "a\nb", RejectionCode.BAD_HEADER, "U+000A at position 1"),
                Bad.header("ce_time", "yesterday", RejectionCode.BAD_HEADER, "\"yesterday\""),
                Bad.header("ce_time", "-1000-01-01T00:00:00Z", RejectionCode.BAD_HEADER, "-1000"),
                Bad.header("ce_time", "+99999-01-01T00:00:00Z", RejectionCode.BAD_HEADER, "+9999"));
    }

    private static Stream<Bad> syntax() {
        RejectionCode malformed = RejectionCode.MALFORMED_JSON;
        return Stream.of(
                Bad.body("nothing", "", RejectionCode.INVALID_EVENT, "No content"),
                Bad.body("no JSON", "beat", malformed, "beat"),
                Bad.body("cut off", BODY.substring(0, 90), malformed, "end-of-input"),
                Bad.body("trailing garbage", BODY + "x", malformed, "'x'"),
                Bad.body("two values", BODY + BODY, RejectionCode.INVALID_EVENT, "Trailing token"),
                Bad.part("\"boot\":3", "\"boot\":3,\"boot\":4", malformed, "Duplicate"),
                Bad.part("37.5", "NaN", malformed, "NaN"),
                Bad.part("37.5", "037.5", malformed, "zero"),
                Bad.part("\"load\":{", "\"load\":{\"cpuPercent\":1,", malformed, "Duplicate"),
                Bad.part("node-01", "node\u0001", malformed, "CTRL-CHAR"),
                new Bad(
                        "broken UTF-8",
                        utf8(KEY),
                        HEADERS,
                        "{\"host\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1),
                        malformed,
                        "UTF-8"),
                Bad.part(
                        "\"boot\"",
                        "\"new\":" + "[".repeat(1001) + "]".repeat(1001) + ",\"boot\"",
                        RejectionCode.INVALID_EVENT,
                        "nesting depth"));
    }

    private static Stream<Bad> contents() {
        RejectionCode invalid = RejectionCode.INVALID_EVENT;
        return Stream.of(
                Bad.body("null", "null", invalid, "JSON null"),
                Bad.body("an array", "[" + BODY + "]", invalid, "HostBeat"),
                Bad.body("a string", "\"beat\"", invalid, "HostBeat"),
                Bad.part("\"host\":\"node-01\",", "", invalid, "host is missing"),
                Bad.part("\"fenced\":false,", "", invalid, "fenced"),
                Bad.part("\"sequence\":5", "\"sequence\":null", invalid, "sequence"),
                Bad.part("\"sequence\":5", "\"sequence\":\"5\"", invalid, "sequence"),
                Bad.part("\"sequence\":5", "\"sequence\":5.0", invalid, "sequence"),
                Bad.part("\"sequence\":5", "\"sequence\":0", invalid, "sequence is 0"),
                Bad.part("\"acknowledged\":4", "\"acknowledged\":5", invalid, "acknowledged is 5"),
                Bad.part("\"boot\":3", "\"boot\":0", invalid, "boot: BootId is 0"),
                Bad.part("\"boot\":3", "\"boot\":\"3\"", invalid, "boot"),
                Bad.part("\"tenure\":7", "\"tenure\":-1", invalid, "Tenure is -1"),
                Bad.part("\"node-01\"", "17", invalid, "host"),
                Bad.part("node-01", "node 01", invalid, "host: HostId has an illegal character"),
                Bad.part("37.5", "\"NaN\"", invalid, "load"),
                Bad.part("37.5", "101", invalid, "load.cpuPercent is 101"),
                Bad.part("37.5", "1" + "0".repeat(50), invalid, "length"),
                Bad.part("98304", "-1", invalid, "MiB is -1"),
                Bad.part("true", "1", invalid, "watchdog"),
                Bad.part("9f2c", "9f\\u0000", invalid, "U+0000"),
                Bad.part("9f2c", "\\ud83d", invalid, "U+D83D"),
                Bad.part("2026-03-14T09:26:53.589Z", "1773480413", invalid, "RFC 3339"),
                Bad.part("\"2026-03-14T09:26:53.589Z\"", "1773480413", invalid, "JSON string"),
                Bad.part("2026", "+292277026", invalid, "RFC 3339"),
                vms("\"vm\":\"web-1\",\"epoch\":-1", "RUNNING", "vms[0].epoch: Epoch is -1"),
                vms("\"vm\":\"web-1\",\"epoch\":1", "ASLEEP", "vms[0].power"),
                vms("\"vm\":\"web-1\",\"epoch\":1", "\\u0000", "vms[0].power"),
                Bad.part(
                        "\"vmDigest\"",
                        "\"vms\":[{\"vm\":\"a\",\"epoch\":1,\"power\":0,\"heartbeat\":\"OK\"}],"
                                + "\"vmDigest\"",
                        invalid,
                        "vms[0].power"),
                Bad.part("\"vmDigest\"", "\"vms\":[null],\"vmDigest\"", invalid, "vms[]"));
    }

    private static Bad vms(String vm, String power, String detail) {
        return Bad.part(
                "\"vmDigest\"",
                "\"vms\":[{"
                        + vm
                        + ",\"power\":\""
                        + power
                        + "\",\"heartbeat\":\"OK\"}],\"vmDigest\"",
                RejectionCode.INVALID_EVENT,
                detail);
    }

    @ParameterizedTest
    @MethodSource("badRecords")
    void aBadRecordIsRefusedWithItsReason(Bad bad) {
        Decoded<HeartbeatEvent> decoded =
                codec.decode(bad.key(), recordHeaders(bad.headers()), bad.value());

        assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
        if (decoded instanceof Decoded.Rejected<HeartbeatEvent>(var code, var detail)) {
            assertThat(code).as(detail).isEqualTo(bad.code());
            assertThat(detail).contains(bad.detail()).hasSizeLessThanOrEqualTo(200);
            assertThat(detail.chars().noneMatch(Character::isISOControl)).as(detail).isTrue();
        }
    }

    @Test
    void aGoodRecordIsRead() {
        Decoded<HeartbeatEvent> decoded = decode(HEADERS, BODY);

        HostBeat beat =
                new HostBeat(
                        new HostId("node-01"),
                        new DomainId(KEY),
                        new BootId(3),
                        new Tenure(7),
                        5,
                        4,
                        true,
                        false,
                        Instant.parse("2026-03-14T09:26:53.589Z"),
                        new HostLoad(37.5, new MiB(98_304)),
                        "9f2c",
                        null);
        assertThat(decoded)
                .isEqualTo(
                        new Decoded.Known<>(
                                new EventEnvelope<>(
                                        "node-01/3/5",
                                        "/berth/agents",
                                        Instant.parse("2026-03-14T09:26:53.590Z"),
                                        null,
                                        beat)));
    }

    @Test
    void anUnknownTypeIsToldApartWithoutReadingTheBody() {
        Map<String, String> headers = headers("io.berth.telemetry.host-beat.v9");

        assertThat(decode(headers, "not even JSON"))
                .isEqualTo(new Decoded.Unknown<>("node-01/3/5", "io.berth.telemetry.host-beat.v9"));
    }

    @Test
    void unknownFieldsAreIgnoredAndCounted() {
        String newer =
                BODY.replace("{\"cpuPercent\"", "{\"gpus\":[{\"a\":1}],\"cpuPercent\"")
                        .replace("\"boot\"", "\"kernel\":\"7.1\",\"boot\"");

        assertThat(decode(HEADERS, newer)).isEqualTo(decode(HEADERS, BODY));
        assertThat(codec.unknownFields()).isEqualTo(2);
    }

    @Test
    void aMalformedTraceContextCostsTheTraceAndNotTheEvent() {
        String good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Map<String, @Nullable String> expected = new LinkedHashMap<>();
        expected.put(good, good);
        expected.put(good + "-00", good + "-00");
        expected.put("", null);
        expected.put("00-4bf9", null);
        expected.put(good.replace('f', '\0'), null);
        expected.put(good + "0".repeat(999), null);

        expected.forEach((sent, received) -> {
            Map<String, String> headers = new LinkedHashMap<>(HEADERS);
            headers.put("traceparent", sent);
            assertThat(decode(headers, BODY))
                    .isInstanceOfSatisfying(
                            Decoded.Known.class,
                            known ->
                                    assertThat(known.envelope().traceParent()).isEqualTo(received));
        });
    }

    @Test
    void whateverBytesComeReadingDoesNotThrow() {
        long seed = 20_261_122;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = utf8(BODY);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(codec.decode(utf8(KEY), recordHeaders(HEADERS), bytes))
                    .as("seed %d, round %d", seed, round)
                    .isNotNull();
        }
    }

    @Test
    void theLargestVmTableWithVmsOutsideOfBerthFits() {
        List<VmObservation> vms = largestTable();
        VmTableReported table =
                new VmTableReported(
                        new HostId("h".repeat(64)),
                        new DomainId(KEY),
                        new BootId(Long.MAX_VALUE),
                        new Tenure(Long.MAX_VALUE),
                        false,
                        VmTableReported.Trigger.UNMANAGED_CHANGED,
                        vms,
                        vms.stream()
                                .limit(VmTableReported.MAX_UNMANAGED)
                                .map(seen ->
                                        new UnmanagedVm(
                                                seen.vm(),
                                                1024,
                                                new MiB(1L << 40),
                                                "\u0001".repeat(UnmanagedVm.MAX_GUEST)))
                                .toList(),
                        Instant.parse("2026-03-14T09:26:53.589123456Z"));

        assertThat(new EventCodec<>(Topics.HOST_REPORTS).encode(envelope(table)).payload())
                .hasSizeLessThan(EventCodec.MAX_PAYLOAD);
    }

    @Test
    void theLargestVmTableWithTheLongestNamesFits() {
        List<VmObservation> vms = largestTable();
        HostBeat beat =
                new HostBeat(
                        new HostId("h".repeat(64)),
                        new DomainId(KEY),
                        new BootId(Long.MAX_VALUE),
                        new Tenure(Long.MAX_VALUE),
                        Long.MAX_VALUE,
                        Long.MAX_VALUE - 1,
                        true,
                        false,
                        Instant.parse("2026-03-14T09:26:53.589123456Z"),
                        new HostLoad(100, new MiB(1L << 40)),
                        "d".repeat(64),
                        vms);

        assertThat(codec.encode(envelope(beat)).payload()).hasSizeLessThan(EventCodec.MAX_PAYLOAD);
    }

    @Test
    void anEventThatNobodyWouldReadIsNotWritten() {
        EventCodec<KvpEvent> kvp = new EventCodec<>(Topics.KVP);
        KvpItem item = new KvpItem(1, "key", "v".repeat(KvpItem.MAX_TEXT));
        KvpReported report =
                new KvpReported(
                        new VmId("web-1"), new HostId("node-01"), Collections.nCopies(40, item));

        assertThatThrownBy(() -> kvp.encode(envelope(report)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kvp-reported.v1 of key web-1")
                .hasMessageContaining("at most 524288");
    }

    private Decoded<HeartbeatEvent> decode(Map<String, String> headers, String body) {
        return codec.decode(utf8(KEY), recordHeaders(headers), utf8(body));
    }

    private static <E extends Event> EventEnvelope<E> envelope(E event) {
        Instant time = Instant.parse("2026-03-14T09:26:53.590Z");
        return new EventEnvelope<>("id-1", "/berth/agents", time, null, event);
    }

    private static Map<String, String> headers(String type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", "node-01/3/5");
        headers.put("ce_type", type);
        headers.put("ce_source", "/berth/agents");
        headers.put("ce_time", "2026-03-14T09:26:53.590Z");
        return headers;
    }

    private static RecordHeaders recordHeaders(Map<String, String> headers) {
        RecordHeaders recordHeaders = new RecordHeaders();
        headers.forEach((name, value) -> recordHeaders.add(name, utf8(value)));
        return recordHeaders;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<VmObservation> largestTable() {
        return IntStream.range(0, HostBeat.MAX_VMS)
                .mapToObj(i ->
                        new VmObservation(
                                new VmId("v%063d".formatted(i)),
                                new Epoch(Long.MAX_VALUE),
                                VmPower.RUNNING,
                                IntegrationHeartbeat.LOST_COMMUNICATION))
                .toList();
    }
}
