package io.berth.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.KvpEvent;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.Partitions;
import io.berth.platform.EmbeddedKafka;
import io.berth.platform.Ports;
import io.berth.platform.TopicSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Against a real broker, and a monitoring that reads its topics and answers as the service does.
 */
class FeedCommandTest {
    private static final int PARTITIONS = 6;
    private static final String TOKEN = "a-token";

    private static @Nullable EmbeddedKafka broker;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private @Nullable HttpServer monitoring;

    @BeforeAll
    static void startBroker(@TempDir Path folder) {
        EmbeddedKafka kafka =
                EmbeddedKafka.start(folder.resolve("kafka"), Ports.free(), Ports.free());
        broker = kafka;
        TopicSetup.create(kafka.bootstrap(), "", PARTITIONS);
    }

    @AfterAll
    static void stopBroker() {
        kafka().close();
    }

    @BeforeEach
    void startMonitoring() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/hosts/", FeedCommandTest::answerHost);
        server.createContext("/api/v1/vms/", FeedCommandTest::answerPairs);
        server.start();
        monitoring = server;
    }

    @AfterEach
    void stopMonitoring() {
        Objects.requireNonNull(monitoring).stop(0);
    }

    @Test
    void aBeatLiesInThePartitionOfItsDomainAndIsShown() {
        int status = feed("beat", "--host", "node-1", "--vms", "web-1@3,db-1", "--cpu", "42.5");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isEqualTo(Berth.OK);
        Found<HostBeat> found = newest(Topics.HEARTBEATS, HostBeat.class);
        assertThat(found.partition()).isEqualTo(Partitions.of("cluster-1", PARTITIONS));
        assertThat(found.event().boot().value()).as("one above the known").isEqualTo(8);
        assertThat(found.event().load().cpuPercent()).isEqualTo(42.5);
        assertThat(found.event().fenced()).isTrue();
        assertThat(Objects.requireNonNull(found.event().vms()))
                .extracting(vm -> vm.vm() + "@" + vm.epoch())
                .containsExactly("web-1@3", "db-1@0");
        assertThat(out.toString())
                .contains(
                        "written to telemetry.heartbeats, partition %d, offset %d"
                                .formatted(found.partition(), found.offset()))
                .contains("ce_id: node-1/8/1")
                .contains("monitoring shows it after")
                .contains("\"boot\" : 8");
    }

    @Test
    void beatingGoesOnForAsLongAsAsked() {
        int status = feed("beat", "--host", "node-2", "--boot", "30", "--for", "PT1S");

        assertThat(status).isEqualTo(Berth.OK);
        HostBeat last = newest(Topics.HEARTBEATS, HostBeat.class).event();
        assertThat(last.boot().value()).isEqualTo(30);
        assertThat(last.sequence()).isBetween(2L, 4L);
        assertThat(last.acknowledged()).isEqualTo(last.sequence() - 1);
        assertThat(out.toString()).contains("beat on to sequence " + last.sequence());
    }

    @Test
    void aPairIsShown() {
        int status = feed("kvp", "--vm", "vm-1", "--key", "OSName", "--value", "Debian 13");

        assertThat(status).isEqualTo(Berth.OK);
        Found<KvpReported> found = newest(Topics.KVP, KvpReported.class);
        assertThat(found.partition()).isEqualTo(Partitions.of("vm-1", PARTITIONS));
        assertThat(found.event().items())
                .singleElement()
                .matches(item -> item.pool() == 1 && item.value().equals("Debian 13"));
        assertThat(out.toString()).contains("\"value\" : \"Debian 13\"");
    }

    @Test
    void printingWritesNothing() {
        long before = newestOffset(Topics.KVP);

        int status = feed("kvp", "--vm", "vm-1", "--key", "k", "--value", "it's", "--print");

        assertThat(status).isEqualTo(Berth.OK);
        assertThat(newestOffset(Topics.KVP)).isEqualTo(before);
        assertThat(out.toString()).contains("kcat -P", "curl -sS", "/api/v1/kvp", "it'\\''s");
    }

    @Test
    void aHostThatNobodyKnowsNeedsADomain() {
        int status = feed("beat", "--host", "ghost");

        assertThat(status).isEqualTo(Berth.FAILED);
        assertThat(err.toString())
                .contains("knows no host 'ghost'", "--domain", "dead letter")
                .doesNotContain("Exception");
    }

    @Test
    void whatIsNoEventIsNotWritten() {
        long before = newestOffset(Topics.KVP);

        int status = feed("kvp", "--vm", "vm 1", "--key", "k", "--value", "v", "--pool", "9");

        assertThat(status).isEqualTo(Berth.FAILED);
        assertThat(err.toString()).startsWith("berth: Nothing was written: VmId");
        assertThat(newestOffset(Topics.KVP)).isEqualTo(before);
    }

    @Test
    void aPlatformElsewhereWantsAToken() {
        String url =
                "http://127.0.0.1:" + Objects.requireNonNull(monitoring).getAddress().getPort();

        int status = execute("feed", "beat", "--host", "node-1", "--monitoring-url", url);

        assertThat(status).isEqualTo(Berth.FAILED);
        assertThat(err.toString()).contains("--token or BERTH_TOKEN");
    }

    @Test
    void aTokenThatIsNotTakenIsSaidWithTheAnswer() {
        int status = execute(with("wrong", "beat", "--host", "node-1"));

        assertThat(status).isEqualTo(Berth.FAILED);
        assertThat(err.toString()).contains("Monitoring answered 401");
    }

    private int feed(String... arguments) {
        return execute(with(TOKEN, arguments));
    }

    private String[] with(String token, String... arguments) {
        int port = Objects.requireNonNull(monitoring).getAddress().getPort();
        List<String> line = new ArrayList<>(List.of("feed"));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--bootstrap", kafka().bootstrap(), "--token", token));
        line.addAll(List.of("--monitoring-url", "http://127.0.0.1:" + port));
        return line.toArray(String[]::new);
    }

    private int execute(String... arguments) {
        CommandLine line = Berth.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    // Monitoring

    private static void answerHost(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String host = path.substring(path.lastIndexOf('/') + 1);
        if (!host.startsWith("node-")) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        long boot =
                records(Topics.HEARTBEATS, HostBeat.class).stream()
                        .filter(found -> found.event().host().value().equals(host))
                        .mapToLong(found -> found.event().boot().value())
                        .max()
                        .orElse(7);
        answer(
                exchange,
                EventCodec.JSON.writeValueAsString(
                        Map.of("id", host, "domain", "cluster-1", "state", "UP", "boot", boot)));
    }

    private static void answerPairs(HttpExchange exchange) throws IOException {
        List<Found<KvpReported>> reports = records(Topics.KVP, KvpReported.class);
        if (reports.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        Found<KvpReported> last = reports.getLast();
        answer(
                exchange,
                EventCodec.JSON.writeValueAsString(
                        Map.of(
                                "vm", last.event().vm(),
                                "reportedAt", "moment " + last.offset(),
                                "values", last.event().items())));
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        boolean known =
                ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] bytes = (known ? body : "{}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    // The topics

    private record Found<T>(int partition, long offset, T event) {}

    private static <E extends Event, T extends E> Found<T> newest(Topic<E> topic, Class<T> type) {
        return records(topic, type).getLast();
    }

    private static long newestOffset(Topic<KvpEvent> topic) {
        return records(topic, KvpReported.class).stream().mapToLong(Found::offset).max().orElse(-1);
    }

    /** All of one topic; a test uses one key, so its records come in their order. */
    private static <E extends Event, T extends E> List<Found<T>> records(
            Topic<E> topic, Class<T> type) {
        EventCodec<E> codec = new EventCodec<>(topic);
        List<Found<T>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka().bootstrap()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic.name()).stream()
                            .map(info -> new TopicPartition(topic.name(), info.partition()))
                            .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream()
                    .anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    if (codec.decode(record.key(), record.headers(), record.value())
                                    instanceof Decoded.Known<E> known
                            && type.isInstance(known.envelope().event())) {
                        found.add(
                                new Found<>(
                                        record.partition(),
                                        record.offset(),
                                        type.cast(known.envelope().event())));
                    }
                }
            }
        }
        return found;
    }

    private static EmbeddedKafka kafka() {
        return Objects.requireNonNull(broker);
    }
}
