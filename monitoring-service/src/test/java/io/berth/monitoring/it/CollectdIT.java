package io.berth.monitoring.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.monitoring.HostLoadEvent;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples of collectd become load of hosts. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class CollectdIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PROGRAM = Path.of("/usr/sbin/collectd");
    private static final List<Path> PLUGINS =
            List.of(
                    Path.of("/usr/lib/collectd/write_kafka.so"),
                    Path.of("/usr/lib/x86_64-linux-gnu/collectd/write_kafka.so"));

    @Test
    void samplesOfAHostBecomeItsLoadAndWhatIsNoneIsSetAside() {
        try (VirtualFleet fleet = new VirtualFleet("sampled", 2);
                TopicWriter writer = new TopicWriter();
                TopicReader<HostLoadEvent> loads = TopicReader.fromNow(Topics.HOST_LOAD);
                DeadLetters dead = new DeadLetters()) {
            awaitRoster(fleet);
            writer.write(sample("Sampled-H2.example.org", "cpu", "percent", "idle", "60"));
            writer.write(
                    sample("sampled-h2", "memory", "memory", "used", "" + 3L * 1024 * 1024 * 1024));
            for (int i = 0; i < 3; i++) {
                writer.write(sample("nobody", "cpu", "percent", "idle", "60"));
            }
            writer.write(
                    new ProducerRecord<byte[], byte[]>(
                            Topics.COLLECTD.name(), "[".getBytes(StandardCharsets.UTF_8)));

            HostLoadMeasured load = awaitLoad(loads, "sampled-h2");
            assertThat(load.cpuPercent()).isEqualTo(40);
            assertThat(load.memoryUsed()).isEqualTo(MiB.ofGiB(3));
            assertThat(dead.awaitReasons(2))
                    .as("an unknown name once, and what cannot be read")
                    .containsExactlyInAnyOrder("refused", "malformed-json");
        }
    }

    @Test
    void theRealCollectdIsUnderstood(@TempDir Path folder) throws Exception {
        Optional<Path> plugin = PLUGINS.stream().filter(Files::exists).findFirst();
        assumeTrue(
                Files.isExecutable(PROGRAM) && plugin.isPresent(),
                "collectd with write_kafka is not installed (Debian: collectd-core)");
        Path configuration = folder.resolve("collectd.conf");
        Files.writeString(
                configuration,
                """
                Hostname "realcollectd-h2"
                FQDNLookup false
                BaseDir "%1$s"
                PIDFile "%1$s/collectd.pid"
                PluginDir "%2$s"
                Interval 1
                LoadPlugin cpu
                LoadPlugin memory
                LoadPlugin write_kafka
                <Plugin cpu>
                  ReportByCpu false
                  ValuesPercentage true
                </Plugin>
                <Plugin write_kafka>
                  Property "metadata.broker.list" "%3$s"
                  <Topic "telemetry.collectd">
                    Format JSON
                    Key "realcollectd-h2"
                  </Topic>
                </Plugin>
                """
                        .formatted(folder, plugin.get().getParent(), TestPlatform.bootstrap()));
        try (VirtualFleet fleet = new VirtualFleet("realcollectd", 2);
                TopicReader<HostLoadEvent> loads = TopicReader.fromNow(Topics.HOST_LOAD)) {
            awaitRoster(fleet);
            Process collectd =
                    new ProcessBuilder(PROGRAM.toString(), "-f", "-C", configuration.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("collectd.log").toFile())
                            .start();
            try {
                HostLoadMeasured load = awaitLoad(loads, "realcollectd-h2");
                assertThat(load.cpuPercent()).isBetween(0.0, 100.0);
                assertThat((double) load.memoryUsed().value())
                        .as("MiB in use by this machine's own account, about")
                        .isCloseTo(usedMiB(), within(2048.0));
                assertThat(load.samples()).isPositive();
            } finally {
                collectd.destroy();
                assertThat(collectd.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static HostLoadMeasured awaitLoad(TopicReader<HostLoadEvent> loads, String host) {
        return (HostLoadMeasured)
                loads.await(
                                PATIENCE,
                                e ->
                                        e.event() instanceof HostLoadMeasured load
                                                && load.host().value().equals(host))
                        .require();
    }

    /** As collectd's plugin reckons: without buffers, cache and what the kernel can give back. */
    private static double usedMiB() throws Exception {
        Map<String, Double> info = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            String[] parts = line.split("[: ]+");
            info.put(parts[0], Double.parseDouble(parts[1]) / 1024);
        }
        double given = 0;
        for (String back : List.of("MemFree", "Buffers", "Cached", "SReclaimable")) {
            given += info.getOrDefault(back, 0.0);
        }
        return info.getOrDefault("MemTotal", 0.0) - given;
    }

    private static ProducerRecord<byte[], byte[]> sample(
            String host, String plugin, String type, String instance, String value) {
        String json =
                """
                [{"values":[%s],"dstypes":["gauge"],"dsnames":["value"],"time":1763842490.123,\
                "interval":10.000,"host":"%s","plugin":"%s","plugin_instance":"","type":"%s",\
                "type_instance":"%s"}]\
                """
                        .formatted(value, host, plugin, type, instance);
        return new ProducerRecord<>(
                Topics.COLLECTD.name(),
                host.getBytes(StandardCharsets.UTF_8),
                json.getBytes(StandardCharsets.UTF_8));
    }

    /** The fold has the roster, so the service has read the inventory that far. */
    private static void awaitRoster(VirtualFleet fleet) {
        try (TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS);
                TopicWriter writer = new TopicWriter()) {
            long[] sequence = {0};
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> {
                        writer.write(
                                Topics.HEARTBEATS, fleet.beat(fleet.host(1), ++sequence[0], 0));
                        return facts.readFor(Duration.ofMillis(300)).stream()
                                .anyMatch(e ->
                                        e.event() instanceof HostUp up
                                                && up.domain().equals(fleet.domain()));
                    });
        }
    }

    /** The dead letters of the topic, which holds no events. */
    private static final class DeadLetters implements AutoCloseable {
        private final KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                TestPlatform.bootstrap(),
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                "false"),
                        new StringDeserializer(),
                        new StringDeserializer());

        DeadLetters() {
            List<TopicPartition> partitions =
                    consumer
                            .partitionsFor(Topics.COLLECTD.name() + Topic.DEAD_LETTER_SUFFIX)
                            .stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        }

        List<String> awaitReasons(int number) {
            List<String> reasons = new ArrayList<>();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(100))
                                .forEach(record ->
                                        reasons.add(
                                                new String(
                                                        record.headers()
                                                                .lastHeader("berth-reason")
                                                                .value(),
                                                        StandardCharsets.UTF_8)));
                        return reasons.size() >= number;
                    });
            consumer.poll(Duration.ofSeconds(1))
                    .forEach(record -> reasons.add("one more: " + record.value()));
            return reasons;
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
