package io.berth.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.berth.contracts.Topics;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.contracts.wire.EventCodec;
import io.berth.monitoring.app.Findings;
import io.berth.monitoring.app.PartitionReader;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.PartitionFold;
import io.berth.monitoring.domain.guest.GuestBook;
import io.berth.monitoring.domain.guest.GuestFold;
import io.berth.monitoring.domain.guest.GuestSnapshot;
import io.berth.monitoring.domain.guest.WatchDefaults;
import io.berth.monitoring.domain.pace.BeatPace;
import io.berth.monitoring.store.FoldText;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One partition of beats, read from a real broker from its beginning to its end, in four ways. */
final class TelemetryReading {
    /** As the service's channel is set. */
    static final String MAX_POLL = "5000";

    private static final int BATCHES_AHEAD = 4;

    /** What the largest fleet sends in two seconds, which is how often a fold is saved. */
    private static final int SAVE_EVERY = 40_000;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final String bootstrap;
    private final TopicPartition partition;
    private final long records;

    TelemetryReading(String bootstrap, TelemetryLog.Contents contents) {
        this.bootstrap = bootstrap;
        this.partition = new TopicPartition(Topics.HEARTBEATS.name(contents.prefix()), 0);
        this.records = contents.beats() + contents.rosters();
    }

    /** What one reading took, for each record. */
    record Took(double wallNanos, double cpuNanos) {}

    /** What the full path made of the records. */
    static final class Full {
        private final PartitionFold fold =
                new PartitionFold(LeaseTimings.DEFAULT, FoldSnapshot.empty(0));
        private final GuestFold guests =
                new GuestFold(
                        new GuestBook(WatchDefaults.STANDARD, Map.of(), () -> true),
                        GuestSnapshot.EMPTY);
        private final PartitionReader reader =
                new PartitionReader(
                        0, 1, new EventCodec<>(Topics.HEARTBEATS), fold, guests, new BeatPace(500));
        private final Findings findings = new Findings();
        private long accepted;
        private long ups;
        private long wrong;
        private int unsaved;
        private long bytes;

        private void take(List<ConsumerRecord<byte[], byte[]>> batch) {
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                reader.read(record, findings);
            }
            accepted += findings.drainCounts().getOrDefault(Findings.Result.ACCEPTED, 0L);
            unsaved += batch.size();
            if (findings.isPressing() || unsaved >= SAVE_EVERY) {
                unsaved = 0;
                findings.transitions()
                        .forEach(fact -> {
                            if (fact instanceof HostUp) {
                                ups++;
                            } else {
                                wrong++;
                            }
                        });
                wrong += findings.rejected().size();
                findings.clear();
                save();
            }
        }

        private void save() {
            bytes = FoldText.write(fold.snapshot()).length();
            if (guests.isChanged()) {
                bytes += FoldText.write(guests.snapshot()).length();
                guests.saved();
            }
            fold.drainLoad();
        }

        /** Beats that counted. */
        long accepted() {
            return accepted;
        }

        /** Hosts that were found up. */
        long ups() {
            return ups;
        }

        /** All other facts, and all that was refused. */
        long wrong() {
            return wrong;
        }

        /** Of the saved fold. */
        long bytes() {
            return bytes;
        }
    }

    /** A consumer that looks at nothing. */
    Took plain() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Clock clock = new Clock();
            long read = 0;
            while (read < records) {
                read += consumer.poll(POLL).count();
            }
            return clock.stop();
        }
    }

    /** The service's channel, with a method that looks at nothing. */
    Took channel() {
        return channel(_ -> {});
    }

    /** The service's channel, with a method that decodes, folds, judges, sums up load and saves. */
    Took full(Full full) {
        return channel(full::take);
    }

    private Took channel(Consumer<List<ConsumerRecord<byte[], byte[]>>> work) {
        try (ConnectorChannel channel = new ConnectorChannel(bootstrap, partition)) {
            Clock clock = new Clock();
            channel.read(records, batch -> work.accept(batch.records(partition)));
            return clock.stop();
        }
    }

    /** Batches handed to another thread, which looks at nothing, and committed. */
    Took handedOver() {
        BlockingQueue<ConsumerRecords<byte[], byte[]>> ahead =
                new ArrayBlockingQueue<>(BATCHES_AHEAD);
        AtomicLong done = new AtomicLong();
        AtomicLong next = new AtomicLong();
        Thread worker =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            try {
                                while (done.get() < records) {
                                    ConsumerRecords<byte[], byte[]> batch = ahead.take();
                                    List<ConsumerRecord<byte[], byte[]>> list =
                                            batch.records(partition);
                                    next.set(list.getLast().offset() + 1);
                                    done.addAndGet(list.size());
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.committed(Set.of(partition));
            Clock clock = new Clock();
            long polled = 0;
            long committed = 0;
            while (polled < records) {
                ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
                if (batch.isEmpty()) {
                    continue;
                }
                polled += batch.count();
                ahead.put(batch);
                long reached = next.get();
                if (reached > committed) {
                    committed = reached;
                    consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(committed)), null);
                }
            }
            worker.join();
            return clock.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap,
                                ConsumerConfig.GROUP_ID_CONFIG,
                                "bench",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                "false",
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                MAX_POLL),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return consumer;
    }

    private final class Clock {
        private final long wall = System.nanoTime();
        private final long cpu = SYSTEM.getProcessCpuTime();

        Took stop() {
            return new Took(
                    (double) (System.nanoTime() - wall) / records,
                    (double) (SYSTEM.getProcessCpuTime() - cpu) / records);
        }
    }
}
