package io.berth.monitoring.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.Partitions;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is wrong with a heartbeat record ends as a dead letter, and the next good one counts. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class BadInputIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int PARTITIONS = TestPlatform.PARTITIONS;

    @Inject MeterRegistry meters;

    @Test
    void badRecordsAreSetAsideAndGoodOnesCount() {
        try (VirtualFleet fleet = new VirtualFleet("badinput", 3);
                TopicWriter writer = new TopicWriter();
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS);
                TopicReader<HeartbeatEvent> dead =
                        TopicReader.deadLettersFromNow(Topics.HEARTBEATS)) {
            awaitRoster(fleet, writer, facts);
            EncodedEvent good = encoded(fleet.beat(fleet.host(1), 50, 0), "good");
            int home = Partitions.of("badinput", PARTITIONS);

            expect(dead, "malformed-json", writer.write(spoilt(good, "{\"host\":", null)));
            expect(dead, "invalid-event", writer.write(spoilt(good, "{\"host\":\"h1\"}", null)));
            expect(dead, "missing-header", writer.write(spoilt(good, null, "ce_type")));
            expect(dead, "missing-header", writer.write(spoilt(good, null, "ce_id")));
            ProducerRecord<byte[], byte[]> badTime = good.toRecord("", null);
            badTime.headers().remove("ce_time").add("ce_time", utf8("yesterday"));
            expect(dead, "bad-header", writer.write(badTime));
            expect(
                    dead,
                    "null-key",
                    writer.write(
                            new ProducerRecord<byte[], byte[]>(
                                    Topics.HEARTBEATS.name(),
                                    home,
                                    null,
                                    null,
                                    good.payload(),
                                    good.toRecord("", null).headers())));
            String long1Mb = "{\"pad\":\"" + "x".repeat(1_000_000) + "\"}";
            expect(dead, "too-large", writer.write(spoilt(good, long1Mb, null)));
            expect(
                    dead,
                    "wrong-partition",
                    writer.write(good.toRecord("", (home + 1) % PARTITIONS)));

            HostBeat stranger = strangersBeat(1);
            expect(dead, "refused", writer.write(Topics.HEARTBEATS, stranger));
            writer.write(Topics.HEARTBEATS, strangersBeat(2));
            double staleBefore = counted("stale");
            writer.write(Topics.HEARTBEATS, fleet.beat(fleet.host(1), 60, 0));
            writer.write(Topics.HEARTBEATS, fleet.beat(fleet.host(1), 60, 0));
            writer.write(Topics.HEARTBEATS, fleet.beat(fleet.host(1), 59, 0));

            writer.write(Topics.HEARTBEATS, fleet.beat(fleet.host(2), 1, 0));
            facts.await(PATIENCE, e -> isUp(e, fleet.host(2)));
            assertThat(counted("stale")).isEqualTo(staleBefore + 2);
            assertThat(dead.readFor(Duration.ofSeconds(1)))
                    .as("of an unknown host's boot only the first beat")
                    .filteredOn(e ->
                            e.event() instanceof HostBeat beat
                                    && beat.host().value().equals("stranger"))
                    .hasSize(1);
        }
    }

    /** Beats until the roster is in the log: the first accepted one makes the host up. */
    private static void awaitRoster(
            VirtualFleet fleet, TopicWriter writer, TopicReader<NodeEvent> facts) {
        long[] sequence = {0};
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> {
                    writer.write(Topics.HEARTBEATS, fleet.beat(fleet.host(1), ++sequence[0], 0));
                    return facts.readFor(Duration.ofMillis(300)).stream()
                            .anyMatch(e -> isUp(e, fleet.host(1)));
                });
    }

    private static boolean isUp(TopicReader.Entry<NodeEvent> entry, HostId host) {
        return entry.event() instanceof HostUp up && up.host().equals(host);
    }

    private static void expect(
            TopicReader<HeartbeatEvent> dead, String reason, RecordMetadata origin) {
        TopicReader.Entry<HeartbeatEvent> letter =
                dead.await(
                        PATIENCE,
                        e ->
                                Long.toString(origin.offset())
                                                .equals(e.header("berth-origin-offset"))
                                        && Integer.toString(origin.partition())
                                                .equals(e.header("berth-origin-partition")));
        assertThat(letter.header("berth-reason")).isEqualTo(reason);
        assertThat(letter.header("berth-origin-topic")).isEqualTo(Topics.HEARTBEATS.name());
    }

    private double counted(String result) {
        return meters.counter("berth.monitoring.beats", List.of(tag(result))).count();
    }

    private static Tag tag(String result) {
        return Tag.of("result", result);
    }

    private static HostBeat strangersBeat(long sequence) {
        return new HostBeat(
                new HostId("stranger"),
                new DomainId("badinput"),
                new BootId(1),
                Tenure.NONE,
                sequence,
                0,
                true,
                true,
                Instant.EPOCH,
                new HostLoad(1, MiB.ZERO),
                "",
                null);
    }

    private static EncodedEvent encoded(HostBeat beat, String id) {
        return TopicWriter.<HeartbeatEvent>encode(Topics.HEARTBEATS, beat, id);
    }

    private static ProducerRecord<byte[], byte[]> spoilt(
            EncodedEvent good, @Nullable String body, @Nullable String withoutHeader) {
        ProducerRecord<byte[], byte[]> record = good.toRecord("", null);
        if (withoutHeader != null) {
            record.headers().remove(withoutHeader);
        }
        return new ProducerRecord<>(
                record.topic(),
                null,
                null,
                Objects.requireNonNull(record.key()),
                body == null ? record.value() : utf8(body),
                record.headers());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
