package io.berth.kit.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.kit.app.Effects;
import io.berth.kit.config.ServiceConfig;
import io.berth.kit.deadletter.DeadLetters;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/**
 * What the marks in the database do when instances overlap. The instances are made by hand, each
 * with its own idea of what it owns, and read a topic that no channel of the application reads.
 */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RebalanceIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject Effects effects;
    @Inject ServiceConfig config;
    @Inject Preparer preparer;
    @Inject Inbox inbox;
    @Inject DeadLetters deadLetters;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String group = "group-" + run;

    /** One instance of a service. */
    private final class Instance implements BatchHandler {
        private final Intake intake;
        private final Consumer<List<Received<?>>> inTransaction;

        Instance(Consumer<List<Received<?>>> inTransaction) {
            this.inTransaction = inTransaction;
            Ownership ownership = new Ownership();
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            Held held = new Held(meters, InstantSource.system());
            intake =
                    new Intake(
                            config,
                            preparer,
                            inbox,
                            ownership,
                            deadLetters,
                            held,
                            new IntakeStatus(InstantSource.system(), held, ownership),
                            meters);
        }

        @Override
        public Runnable apply(List<Received<?>> batch) {
            for (Received<?> received : batch) {
                CommandCompleted report = (CommandCompleted) received.event();
                effects.add(report.vm().value(), received.envelope().id(), received.position());
            }
            inTransaction.accept(batch);
            return () -> {};
        }

        void process(ConsumerRecords<byte[], byte[]> records) {
            intake.process(records, this);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                TestPlatform.bootstrap(),
                                ConsumerConfig.GROUP_ID_CONFIG,
                                group,
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                "false",
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest",
                                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                                RangeAssignor.class.getName()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topics.HOST_REPORTS.name()));
        return consumer;
    }

    private void write(int from, int to) {
        try (TopicWriter writer = new TopicWriter()) {
            for (int i = from; i < to; i++) {
                writer.write(
                        Topics.HOST_REPORTS,
                        new CommandCompleted(
                                new HostId("h1"),
                                new DomainId("domain-" + run + "-" + i % 4),
                                new BootId(1),
                                new Tenure(1),
                                new CommandId("c" + i),
                                new VmId("%s-%03d".formatted(run, i)),
                                new Epoch(1),
                                Outcome.STARTED,
                                "",
                                Instant.EPOCH));
            }
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(
            KafkaConsumer<byte[], byte[]> consumer, Instance applies, int wanted) {
        long deadline = System.nanoTime() + SOON.toNanos();
        int ours = 0;
        ConsumerRecords<byte[], byte[]> last = ConsumerRecords.empty();
        while (ours < wanted && System.nanoTime() - deadline < 0) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (new String(record.key(), StandardCharsets.UTF_8).startsWith("domain-" + run)) {
                    ours++;
                }
            }
            if (!records.isEmpty()) {
                applies.process(records);
                last = records;
            }
        }
        assertThat(ours).isGreaterThanOrEqualTo(wanted);
        return last;
    }

    private List<String> all(int number) {
        return IntStream.range(0, number).mapToObj(i -> "%s-%03d".formatted(run, i)).toList();
    }

    /** Killed between the commit and the offset: the group's offsets are where they were. */
    @Test
    void aConsumerThatDiesBeforeCommittingItsOffsetsAppliesNothingTwice() {
        write(0, 40);
        try (KafkaConsumer<byte[], byte[]> first = consumer()) {
            poll(first, new Instance(_ -> {}), 40);
        }
        assertThat(effects.vms(run)).hasSize(40);
        write(40, 50);
        try (KafkaConsumer<byte[], byte[]> second = consumer()) {
            poll(second, new Instance(_ -> {}), 50);
        }
        assertThat(effects.vms(run)).containsExactlyInAnyOrderElementsOf(all(50));
    }

    @Test
    void theSameBatchAgainChangesNothing() {
        write(0, 10);
        Instance instance = new Instance(_ -> {});
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            ConsumerRecords<byte[], byte[]> last = poll(consumer, instance, 10);
            instance.process(last);
            new Instance(_ -> {}).process(last);
        }
        assertThat(effects.vms(run)).containsExactlyInAnyOrderElementsOf(all(10));
    }

    /** The first owner is in the middle of its transaction when the second gets its partitions. */
    @Test
    void aRebalanceInMidBatchAppliesEachRecordOnce() throws Exception {
        write(0, 60);
        CountDownLatch inTheMiddle = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Instance stale =
                new Instance(_ -> {
                    inTheMiddle.countDown();
                    awaitLatch(goOn);
                });
        CompletableFuture<Void> slow;
        CompletableFuture<Void> fast;
        try (KafkaConsumer<byte[], byte[]> first = consumer()) {
            ConsumerRecords<byte[], byte[]> batch = firstBatch(first);
            slow = CompletableFuture.runAsync(() -> stale.process(batch));
            awaitLatch(inTheMiddle);
        }
        fast =
                CompletableFuture.runAsync(() -> {
                    try (KafkaConsumer<byte[], byte[]> second = consumer()) {
                        poll(second, new Instance(_ -> {}), 60);
                    }
                });
        await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> !slow.isDone());
        goOn.countDown();
        slow.get(SOON.toSeconds(), TimeUnit.SECONDS);
        fast.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(effects.vms(run)).containsExactlyInAnyOrderElementsOf(all(60));
    }

    /** The first owner has not begun when the second has finished: nothing is left for it. */
    @Test
    void aStaleBatchFindsNothingLeftToDo() {
        write(0, 20);
        Instance stale =
                new Instance(_ -> {
                    throw new AssertionError("nothing is left to apply");
                });
        ConsumerRecords<byte[], byte[]> batch;
        try (KafkaConsumer<byte[], byte[]> first = consumer()) {
            batch = firstBatch(first);
        }
        try (KafkaConsumer<byte[], byte[]> second = consumer()) {
            poll(second, new Instance(_ -> {}), 20);
        }
        stale.process(batch);
        assertThat(effects.vms(run)).containsExactlyInAnyOrderElementsOf(all(20));
    }

    private static ConsumerRecords<byte[], byte[]> firstBatch(
            KafkaConsumer<byte[], byte[]> consumer) {
        long deadline = System.nanoTime() + SOON.toNanos();
        ConsumerRecords<byte[], byte[]> batch = ConsumerRecords.empty();
        while (batch.isEmpty() && System.nanoTime() - deadline < 0) {
            batch = consumer.poll(Duration.ofMillis(200));
        }
        assertThat(batch.isEmpty()).isFalse();
        return batch;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
