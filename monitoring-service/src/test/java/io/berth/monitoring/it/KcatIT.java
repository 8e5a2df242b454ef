package io.berth.monitoring.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.berth.contracts.Topics;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.berth.platform.feed.OneLiners;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The line that people are told feeds a heartbeat by hand, run by a shell. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class KcatIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aLineOfKcatIsABeat() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/kcat")),
                "kcat is not installed (Debian: kcat)");
        try (VirtualFleet fleet = new VirtualFleet("kcat", 2);
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS)) {
            long[] sequence = {0};
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> {
                        sequence[0]++;
                        shell(
                                OneLiners.kcat(
                                        TopicWriter.<HeartbeatEvent>encode(
                                                Topics.HEARTBEATS,
                                                fleet.beat(fleet.host(1), sequence[0], 0),
                                                "kcat-h1/1/" + sequence[0]),
                                        TestPlatform.bootstrap(),
                                        ""));
                        return facts.readFor(Duration.ofMillis(300)).stream()
                                .anyMatch(e ->
                                        e.event() instanceof HostUp up
                                                && up.host().equals(fleet.host(1)));
                    });
        }
    }

    private static void shell(String line) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(said).isZero();
    }
}
