package io.berth.kit.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.Partitions;
import io.berth.kit.app.Effects;
import io.berth.kit.app.EffectsHandler;
import io.berth.kit.deadletter.DeadLetters;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicReader.Entry;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each record counts once; poison goes aside alone; nothing is dropped silently. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class IntakeIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject Effects effects;
    @Inject EffectsHandler handler;
    @Inject IntakeStatus status;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final DomainId domain = new DomainId("domain-" + run);
    private final TopicWriter writer = new TopicWriter();
    private final TopicReader<PlacementRequest> deadLetters =
            TopicReader.deadLettersFromNow(Topics.PLACEMENT_REQUESTS);
    private final TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS);

    @BeforeEach
    void channelRuns() {
        write("ready", UUID.randomUUID().toString());
        awaitEffects("ready");
    }

    @AfterEach
    void close() {
        handler.before(_ -> {});
        writer.close();
        deadLetters.close();
        commands.close();
    }

    private String vm(String name) {
        return run + "-" + name;
    }

    private RecordMetadata write(String name, String id) {
        return writer.write(
                Topics.PLACEMENT_REQUESTS,
                new StopVmRequested(new VmId(vm(name)), domain),
                id,
                null);
    }

    private void awaitEffects(String... names) {
        List<String> wanted = Arrays.stream(names).map(this::vm).toList();
        await().atMost(SOON).untilAsserted(() -> assertThat(effects.vms(run)).containsAll(wanted));
    }

    private Entry<PlacementRequest> deadLetter(RecordMetadata of) {
        return deadLetters.await(
                SOON,
                letter ->
                        Long.toString(of.offset()).equals(letter.header("berth-origin-offset"))
                                && Integer.toString(of.partition())
                                        .equals(letter.header("berth-origin-partition")));
    }

    @Test
    void duplicatesAtNewOffsetsCountOnce() {
        String id = UUID.randomUUID().toString();
        write("once", id);
        write("once", id);
        awaitEffects("once");
        write("once", id);
        write("after", UUID.randomUUID().toString());
        awaitEffects("after");
        assertThat(effects.vms(vm("once"))).hasSize(1);
        commands.await(SOON, e -> ("host-of-" + vm("after")).equals(e.key()));
        assertThat(
                        commands.readFor(Duration.ofMillis(300)).stream()
                                .filter(e -> ("host-of-" + vm("once")).equals(e.key())))
                .hasSize(1);
    }

    @Test
    void theSameIdWithAnotherPayloadIsADeadLetter() {
        String id = UUID.randomUUID().toString();
        write("original", id);
        RecordMetadata forged = write("forged", id);
        Entry<PlacementRequest> letter = deadLetter(forged);
        assertThat(letter.header("berth-reason")).isEqualTo("duplicate-id");
        awaitEffects("original");
        assertThat(effects.vms(vm("forged"))).isEmpty();
    }

    @Test
    void poisonInTheMiddleGoesAsideAloneAndWhole() {
        int partition = Partitions.of(domain.value(), TestPlatform.PARTITIONS);
        byte[] key = domain.value().getBytes(StandardCharsets.UTF_8);
        write("good-1", UUID.randomUUID().toString());
        byte[] nonsense = "{ this is no JSON".getBytes(StandardCharsets.UTF_8);
        EncodedEvent whole =
                TopicWriter.encode(
                        Topics.PLACEMENT_REQUESTS,
                        new StopVmRequested(new VmId(vm("bad")), domain),
                        UUID.randomUUID().toString());
        EncodedEvent spoilt =
                new EncodedEvent(whole.topic(), whole.key(), whole.headers(), nonsense);
        RecordMetadata badJson = writer.write(spoilt.toRecord("", null));
        RecordMetadata noKey =
                writer.write(new ProducerRecord<>("placement.requests", partition, null, nonsense));
        RecordMetadata noValue =
                writer.write(new ProducerRecord<>("placement.requests", partition, key, null));
        RecordMetadata noHeaders =
                writer.write(new ProducerRecord<>("placement.requests", partition, key, nonsense));
        write("good-2", UUID.randomUUID().toString());

        awaitEffects("good-1", "good-2");
        assertThat(deadLetter(badJson).header("berth-reason")).isEqualTo("malformed-json");
        assertThat(deadLetter(badJson).raw().value()).isEqualTo(nonsense);
        assertThat(deadLetter(badJson).key()).isEqualTo(domain.value());
        assertThat(deadLetter(badJson).header("berth-origin-topic"))
                .isEqualTo("placement.requests");
        assertThat(deadLetter(badJson).header("ce_id")).isNotNull();
        assertThat(deadLetter(noKey).header("berth-reason")).isEqualTo("null-key");
        assertThat(deadLetter(noValue).header("berth-reason")).isEqualTo("null-value");
        assertThat(deadLetter(noHeaders).header("berth-reason")).isEqualTo("missing-header");
    }

    @Test
    void aHugeRecordIsCutInItsDeadLetter() {
        int partition = Partitions.of(domain.value(), TestPlatform.PARTITIONS);
        byte[] megabyte = new byte[1024 * 1024 - 200];
        Arrays.fill(megabyte, (byte) 'x');
        RecordMetadata huge =
                writer.write(
                        new ProducerRecord<>(
                                "placement.requests",
                                partition,
                                domain.value().getBytes(StandardCharsets.UTF_8),
                                megabyte));
        Entry<PlacementRequest> letter = deadLetter(huge);
        assertThat(letter.header("berth-reason")).isEqualTo("too-large");
        assertThat(letter.header("berth-truncated")).isEqualTo("value");
        assertThat(letter.raw().value()).hasSize(DeadLetters.CUT_VALUE);
    }

    @Test
    void aRecordInTheWrongPartitionIsADeadLetter() {
        int wrong = (Partitions.of(domain.value(), TestPlatform.PARTITIONS) + 1) % 6;
        RecordMetadata misplaced =
                writer.write(
                        Topics.PLACEMENT_REQUESTS,
                        new StopVmRequested(new VmId(vm("misplaced")), domain),
                        UUID.randomUUID().toString(),
                        wrong);
        assertThat(deadLetter(misplaced).header("berth-reason")).isEqualTo("wrong-partition");
        assertThat(effects.vms(vm("misplaced"))).isEmpty();
    }

    @Test
    void theRefusedGoesAsideAndTheRestOfItsBatchIsApplied() {
        write("a", UUID.randomUUID().toString());
        RecordMetadata refused = write("refuse-1", UUID.randomUUID().toString());
        RecordMetadata refusedToo = write("refuse-2", UUID.randomUUID().toString());
        write("b", UUID.randomUUID().toString());
        awaitEffects("a", "b");
        assertThat(deadLetter(refused).header("berth-reason")).isEqualTo("refused");
        assertThat(deadLetter(refused).header("berth-detail"))
                .isEqualTo("nobody wants " + vm("refuse-1"));
        assertThat(deadLetter(refusedToo).header("berth-reason")).isEqualTo("refused");
        assertThat(effects.vms(run)).containsExactly(vm("ready"), vm("a"), vm("b"));
        assertThat(handler.memory()).contains(vm("a"), vm("b")).doesNotContain(vm("refuse-1"));
    }

    @Test
    void aBugHoldsNothingUpAndTellsNothing() {
        write("c", UUID.randomUUID().toString());
        RecordMetadata bug = write("bug", UUID.randomUUID().toString());
        write("d", UUID.randomUUID().toString());
        Entry<PlacementRequest> letter = deadLetter(bug);
        assertThat(letter.header("berth-reason")).isEqualTo("refused");
        assertThat(letter.header("berth-detail"))
                .contains("IllegalArgumentException")
                .doesNotContain("secret");
        awaitEffects("c", "d");
        assertThat(effects.vms(run)).containsExactly(vm("ready"), vm("c"), vm("d"));
    }

    @Test
    void aTransientFailureHoldsTheChannelAndLosesNothing() {
        AtomicInteger failures = new AtomicInteger();
        int rollbacks = handler.rollbacks();
        handler.before(batch -> {
            if (failures.incrementAndGet() <= 3) {
                throw new IllegalStateException(
                        new SQLTransientConnectionException("gone for a moment"));
            }
        });
        write("held", UUID.randomUUID().toString());
        awaitEffects("held");
        assertThat(effects.vms(vm("held"))).hasSize(1);
        assertThat(handler.rollbacks() - rollbacks).isEqualTo(3);
        assertThat(status.heldFor()).isEqualTo(Duration.ZERO);
    }
}
