package io.berth.kit.table;

import io.berth.contracts.Event;
import io.berth.contracts.placement.InputOffset;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.intake.Position;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A compacted topic read whole by this instance, without a group: from the beginning of every
 * partition on, for ever. <em>Loaded</em> means that it has read as far as the topic went when the
 * reading began, so that no decision is taken on half a table. Soft state: a restart reads again.
 *
 * <p>A record that cannot be read is counted and skipped here; the service that owns the topic is
 * the one to answer for it.
 */
public final class CompactedTable<E extends Event> implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CompactedTable.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final EventCodec<E> codec;
    private final String onBroker;
    private final TableListener<E> listener;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final MeterRegistry meters;
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile Map<TopicPartition, Long> positions = Map.of();
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile long lastPollNanos = System.nanoTime();

    CompactedTable(
            EventCodec<E> codec,
            String onBroker,
            TableListener<E> listener,
            Supplier<Consumer<byte[], byte[]>> consumers,
            MeterRegistry meters) {
        this.codec = codec;
        this.onBroker = onBroker;
        this.listener = listener;
        this.consumers = consumers;
        this.meters = meters;
        this.thread =
                Thread.ofPlatform().name("berth-table-" + topic()).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The topic's name without the installation's prefix. */
    public String topic() {
        return codec.topic().name();
    }

    /** Whether everything that was there at the start has been read. */
    public boolean isLoaded() {
        return loaded.getCount() == 0;
    }

    /**
     * Waits until the table is loaded; false when it is not by then.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public boolean awaitLoaded(Duration atMost) throws InterruptedException {
        return loaded.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The next offset of each partition: all before it has been told to the listener. */
    public List<InputOffset> offsets() {
        return positions.entrySet().stream()
                .map(e -> new InputOffset(topic(), e.getKey().partition(), e.getValue()))
                .sorted(Comparator.comparingInt(InputOffset::partition))
                .toList();
    }

    /** How long ago the broker was last polled. */
    public Duration sincePoll() {
        return Duration.ofNanos(System.nanoTime() - lastPollNanos);
    }

    /** Whether the table's thread runs. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        stopped.countDown();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(STOP_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void run() {
        while (!isStopped()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                current = consumer;
                readOn(consumer);
            } catch (WakeupException | InterruptException e) {
                LOG.debugf("table %s stops", topic());
            } catch (KafkaException e) {
                LOG.warnf("table %s lost its connection, tries again: %s", topic(), e.toString());
            } catch (RuntimeException e) {
                LOG.errorf(e, "table %s failed, tries again", topic());
            } finally {
                current = null;
            }
            try {
                if (stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void readOn(Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> infos = consumer.partitionsFor(onBroker);
        if (infos.isEmpty()) {
            throw new KafkaException("topic " + onBroker + " does not exist");
        }
        List<TopicPartition> partitions =
                infos.stream().map(i -> new TopicPartition(i.topic(), i.partition())).toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> from = positions;
        for (TopicPartition partition : partitions) {
            Long next = from.get(partition);
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next);
            }
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!isStopped()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            lastPollNanos = System.nanoTime();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                tell(record);
            }
            positions = positionsOf(consumer, partitions);
            if (!isLoaded() && reached(ends)) {
                loaded.countDown();
                LOG.infof("table %s is loaded", topic());
            }
        }
    }

    private static Map<TopicPartition, Long> positionsOf(
            Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> now = new HashMap<>();
        for (TopicPartition partition : partitions) {
            now.put(partition, consumer.position(partition));
        }
        return Map.copyOf(now);
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> now = positions;
        return ends.entrySet().stream()
                .allMatch(end -> now.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private void tell(ConsumerRecord<byte[], byte[]> record) {
        Position position =
                new Position(
                        topic(),
                        record.partition(),
                        record.offset(),
                        Instant.ofEpochMilli(Math.max(0, record.timestamp())));
        if (record.value() == null && record.key() != null) {
            tell(new String(record.key(), StandardCharsets.UTF_8), null, position);
            return;
        }
        switch (codec.decode(record.key(), record.headers(), record.value())) {
            case Decoded.Known<E> known -> {
                E event = known.envelope().event();
                tell(event.partitionKey(), event, position);
            }
            case Decoded.Unknown<E> _ -> skipped("unknown-type");
            case Decoded.Rejected<E> rejected -> {
                LOG.debugf("table skips %s: %s", position, rejected.detail());
                skipped(rejected.code().label());
            }
        }
    }

    /** A listener that throws would leave the table half told for ever; the others go on. */
    private void tell(String key, @Nullable E event, Position position) {
        try {
            listener.changed(key, event, position);
        } catch (RuntimeException e) {
            LOG.errorf(e, "the listener of table %s failed at %s", topic(), position);
            skipped("listener-failed");
        }
    }

    private void skipped(String reason) {
        meters.counter("berth.table.skipped", "topic", topic(), "reason", reason).increment();
    }
}
