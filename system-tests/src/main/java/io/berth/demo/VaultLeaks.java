package io.berth.demo;

import io.berth.checker.Position;
import io.berth.checker.SecretScan.Leak;
import io.berth.checker.edge.LeakScanner;
import io.berth.platform.stand.ServiceStand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Seeks secrets in all that the services of a stand leave behind: logs, topics, tables, metrics.
 * What must be there as well is sought along, so that a search that looks at nothing is no proof.
 */
final class VaultLeaks {
    /** The ring's name is in the records and rows of the audit. */
    private static final Map<String, String> KNOWN = Map.of("ring", "inventory-credentials");

    private static final String LOGS = "logs";
    private static final String TOPICS = "topics";
    private static final String TABLES = "tables";
    private static final String METRICS = "metrics";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ServiceStand stand;
    private final LeakScanner scanner;
    private final Map<String, LeakScanner> known =
            Map.of(TOPICS, new LeakScanner(KNOWN), TABLES, new LeakScanner(KNOWN));
    private final Map<String, Long> bytes = new HashMap<>();

    VaultLeaks(ServiceStand stand, Map<String, String> secrets) {
        this.stand = stand;
        scanner = new LeakScanner(secrets);
    }

    /** The log of a service. */
    void log(String service) {
        try {
            search(LOGS, Files.readAllBytes(stand.file(service + ".log")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every row of every table of a service, as text. */
    void tables(String service) throws SQLException {
        try (Connection session = stand.session(service);
                Statement statement = session.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery(
                            "select quote_ident(table_name) from information_schema.tables where"
                                    + " table_schema = 'public'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows =
                        statement.executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        search(TABLES, rows.getString(1).getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    /** What a service tells of itself. */
    void metrics(String service, String url) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            search(
                    METRICS,
                    client.send(
                                    HttpRequest.newBuilder(URI.create(url + "/q/metrics"))
                                            .timeout(PATIENCE)
                                            .build(),
                                    BodyHandlers.ofByteArray())
                            .body());
        } catch (IOException e) {
            throw new DemoException("the metrics of " + service + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted", e);
        }
    }

    /** Every record of every topic up to now. */
    void topics() {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, stand.bootstrap());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> open = new HashSet<>();
            consumer.listTopics()
                    .values()
                    .forEach(infos ->
                            infos.forEach(info ->
                                    open.add(new TopicPartition(info.topic(), info.partition()))));
            consumer.assign(open);
            consumer.seekToBeginning(open);
            Map<TopicPartition, Long> ends = consumer.endOffsets(open);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!open.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(200))) {
                    record(one);
                }
                open.removeIf(one -> consumer.position(one) >= ends.getOrDefault(one, 0L));
                if (System.nanoTime() - deadline > 0) {
                    throw new DemoException("the topics were not read in time; left: " + open);
                }
            }
        }
    }

    private void record(ConsumerRecord<byte[], byte[]> record) {
        Position at = new Position(TOPICS, record.partition(), record.offset(), Instant.EPOCH);
        scanner.search(at, record.key(), record.headers(), record.value());
        if (record.value() != null) {
            seekKnown(TOPICS, record.value());
        }
    }

    private void search(String place, byte[] text) {
        scanner.search(place, text);
        seekKnown(place, text);
    }

    private void seekKnown(String place, byte[] text) {
        bytes.merge(place, (long) text.length, Long::sum);
        LeakScanner one = known.get(place);
        if (one != null) {
            one.search(place, text);
        }
    }

    /** Whether what must be there was found in topics and tables, and the rest was not empty. */
    boolean proven() {
        return known.values().stream().noneMatch(one -> one.scan().leaks().isEmpty())
                && bytes.getOrDefault(LOGS, 0L) > 0
                && bytes.getOrDefault(METRICS, 0L) > 0;
    }

    /** Where secrets were found, each with the name under which it was planted. */
    Set<String> found() {
        Set<String> found = new TreeSet<>();
        for (Leak leak : scanner.scan().leaks()) {
            found.add("%s (%s, %s)".formatted(leak.at().topic(), leak.secret(), leak.form()));
        }
        return found;
    }

    /** What was searched. */
    String searched() {
        return "logs, topics, tables and metrics of %,d bytes"
                .formatted(bytes.values().stream().mapToLong(Long::longValue).sum());
    }
}
