package io.berth.monitoring.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** One agent that sends twenty times what it may drowns nobody. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class MadAgentIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LIMIT = 500;

    /** Beats a second of the mad one. */
    private static final long RATE = 20L * LIMIT;

    private static final String MAD = "mad-";

    @Inject MeterRegistry meters;

    @Test
    void itsNeighboursAreHeardAndTheDeadAmongThemFound() throws Exception {
        double before = counted("limited");
        try (VirtualFleet fleet = new VirtualFleet("madhouse", 4);
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS);
                TopicReader<HeartbeatEvent> dead =
                        TopicReader.deadLettersFromNow(Topics.HEARTBEATS);
                MadAgent mad = new MadAgent(fleet, fleet.host(1))) {
            fleet.start();
            facts.awaitMany(4, PATIENCE, e -> e.event() instanceof HostUp up && in(fleet, up));

            mad.start();
            facts.readFor(Duration.ofSeconds(4));
            fleet.crash(fleet.host(4));

            HostFailed failed =
                    (HostFailed)
                            facts.await(
                                            PATIENCE,
                                            e -> e.event() instanceof HostFailed f && in(fleet, f))
                                    .require();
            long sent = mad.stop();
            assertThat(failed.host()).isEqualTo(fleet.host(4));
            assertThat(Duration.between(failed.lastBeat(), failed.logTime()))
                    .isLessThan(LeaseTimings.DEFAULT.threshold().plusMillis(600));
            assertThat(facts.readFor(Duration.ofSeconds(1)))
                    .as("nobody else is suspected")
                    .filteredOn(e -> e.event() instanceof HostSuspect s && in(fleet, s))
                    .extracting(e -> ((HostSuspect) e.require()).host())
                    .containsOnly(fleet.host(4));
            assertThat(sent).isGreaterThan(10L * LIMIT);
            assertThat(counted("limited") - before).isGreaterThan(sent / 2.0);
            assertThat(dead.readFor(Duration.ofSeconds(1)))
                    .filteredOn(e -> e.id() != null && e.id().startsWith(MAD))
                    .as("one letter a minute")
                    .hasSizeBetween(1, 2);
        }
    }

    @Test
    void overHttpTheBeatsAboveTheLimitAreLeftOut() throws Exception {
        try (VirtualFleet fleet = new VirtualFleet("madhttp", 2)) {
            List<HostBeat> beats = new ArrayList<>();
            for (int i = 1; i <= 3 * LIMIT; i++) {
                beats.add(fleet.beat(fleet.host(1), i, 0));
            }
            beats.add(fleet.beat(fleet.host(2), 1, 0));

            ValidatableResponse mixed = post(EventCodec.JSON.writeValueAsString(beats));
            mixed.statusCode(200)
                    .body("accepted", equalTo(LIMIT + 1))
                    .body("limited", contains("madhttp-h1"));
        }
    }

    private static ValidatableResponse post(String body) {
        return given().header("Authorization", TestTokens.bearer("agent"))
                .contentType("application/json")
                .body(body)
                .post("/api/v1/heartbeats")
                .then();
    }

    private static boolean in(VirtualFleet fleet, NodeEvent event) {
        return event.domain().equals(fleet.domain());
    }

    private double counted(String result) {
        return meters.counter("berth.monitoring.beats", "result", result).count();
    }

    /**
     * Writes beats of one host at twenty times the limit. As many as the broker takes would measure
     * how this machine shares its processors between the test's agents, not what the limit is for.
     */
    private static final class MadAgent implements AutoCloseable {
        private final VirtualFleet fleet;
        private final HostId host;
        private final AtomicBoolean stopping = new AtomicBoolean();
        private final AtomicLong sent = new AtomicLong();
        private final Thread thread;

        MadAgent(VirtualFleet fleet, HostId host) {
            this.fleet = fleet;
            this.host = host;
            this.thread = Thread.ofPlatform().daemon().unstarted(this::run);
        }

        void start() {
            thread.start();
        }

        private void run() {
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(
                            Map.of(
                                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                    TestPlatform.bootstrap(),
                                    ProducerConfig.LINGER_MS_CONFIG,
                                    "5"),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())) {
                long sequence = 1_000_000;
                long begun = System.nanoTime();
                while (!stopping.get()) {
                    sequence++;
                    long due = begun + sent.get() * TimeUnit.SECONDS.toNanos(1) / RATE;
                    LockSupport.parkNanos(due - System.nanoTime());
                    producer.send(
                            TopicWriter.<HeartbeatEvent>encode(
                                            Topics.HEARTBEATS,
                                            fleet.beat(host, sequence, 0),
                                            MAD + sequence)
                                    .toRecord("", null));
                    sent.incrementAndGet();
                }
            }
        }

        long stop() throws InterruptedException {
            stopping.set(true);
            thread.join();
            return sent.get();
        }

        @Override
        public void close() {
            stopping.set(true);
        }
    }
}
