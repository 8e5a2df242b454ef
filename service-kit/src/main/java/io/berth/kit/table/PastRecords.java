package io.berth.kit.table;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.placement.InputOffset;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.intake.Position;
import io.berth.kit.produce.KafkaClients;
import io.berth.kit.topics.TopicCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads again what topics held at a point in the past, so that a decision can be made once more
 * from the same inputs. Topics of facts and compacted ones keep everything for seven days ({@link
 * Topic.Kind}); what is older may be gone.
 *
 * <p>Each call has a consumer of its own, without a group: nobody else's position is touched.
 */
@ApplicationScoped
public class PastRecords {
    private static final Duration POLL = Duration.ofMillis(500);

    /** A broker that does not get on for this long is away; the caller is told. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaClients clients;
    private final TopicCatalog topics;

    @Inject
    public PastRecords(KafkaClients clients, TopicCatalog topics) {
        this.clients = clients;
        this.topics = topics;
    }

    /**
     * The event at a place in a topic; empty when the record is no longer kept, or is none that
     * this version understands.
     *
     * @param topic without the installation's prefix
     * @throws KafkaException when the broker does not answer
     */
    public Optional<Event> at(String topic, int partition, long offset) {
        EventCodec<?> codec = topics.named(topic);
        TopicPartition place = new TopicPartition(topics.onBroker(topic), partition);
        try (Consumer<byte[], byte[]> consumer = clients.assignedConsumer("past-" + topic)) {
            consumer.assign(List.of(place));
            if (offset < earliest(consumer, place) || offset >= end(consumer, place)) {
                return Optional.empty();
            }
            consumer.seek(place, offset);
            Progress progress = new Progress(topic);
            while (consumer.position(place) <= offset) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    return record.offset() == offset ? event(codec, record) : Optional.empty();
                }
                progress.check(consumer.position(place));
            }
            return Optional.empty();
        }
    }

    /**
     * Tells a listener the events at several places of one partition, in their order. Those that
     * are no longer kept, or are none that this version understands, are left out. All between the
     * first and the last is read.
     *
     * @param topic without the installation's prefix
     * @throws KafkaException when the broker does not answer
     */
    public void each(
            String topic,
            int partition,
            NavigableSet<Long> offsets,
            BiConsumer<Long, Event> listener) {
        if (offsets.isEmpty()) {
            return;
        }
        EventCodec<?> codec = topics.named(topic);
        TopicPartition place = new TopicPartition(topics.onBroker(topic), partition);
        try (Consumer<byte[], byte[]> consumer = clients.assignedConsumer("past-" + topic)) {
            consumer.assign(List.of(place));
            long from = Math.max(offsets.first(), earliest(consumer, place));
            long to = Math.min(offsets.last() + 1, end(consumer, place));
            if (from >= to) {
                return;
            }
            consumer.seek(place, from);
            Progress progress = new Progress(topic);
            while (consumer.position(place) < to) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (offsets.contains(record.offset())) {
                        event(codec, record)
                                .ifPresent(event -> listener.accept(record.offset(), event));
                    }
                }
                progress.check(consumer.position(place));
            }
        }
    }

    /**
     * Tells a listener what a compacted topic held when these offsets had been read: for each key
     * at least its newest state of that time, in the order of its partition.
     *
     * @param ends how far each partition had been read; partitions that are not named had nothing
     * @param keys which keys are wanted; the others are not even parsed
     * @throws KafkaException when the broker does not answer
     */
    public <E extends Event> void upTo(
            Topic<E> topic,
            Collection<InputOffset> ends,
            Predicate<String> keys,
            TableListener<E> listener) {
        Map<TopicPartition, Long> wanted = new HashMap<>();
        for (InputOffset end : ends) {
            if (end.topic().equals(topic.name()) && end.offset() > 0) {
                wanted.put(
                        new TopicPartition(topics.onBroker(topic.name()), end.partition()),
                        end.offset());
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        String name = "past-" + topic.name();
        try (Consumer<byte[], byte[]> consumer = clients.assignedConsumer(name)) {
            consumer.assign(wanted.keySet());
            consumer.seekToBeginning(wanted.keySet());
            Progress progress = new Progress(topic.name());
            while (wanted.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                long read = 0;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    TopicPartition from = new TopicPartition(record.topic(), record.partition());
                    if (record.offset() < wanted.getOrDefault(from, 0L)) {
                        tell(topic, keys, listener, record);
                    }
                }
                for (TopicPartition partition : wanted.keySet()) {
                    read += consumer.position(partition);
                }
                progress.check(read);
            }
        }
    }

    private <E extends Event> void tell(
            Topic<E> topic,
            Predicate<String> keys,
            TableListener<E> listener,
            ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!keys.test(key)) {
            return;
        }
        Position position =
                new Position(
                        topic.name(),
                        record.partition(),
                        record.offset(),
                        Instant.ofEpochMilli(Math.max(0, record.timestamp())));
        if (record.value() == null) {
            listener.changed(key, null, position);
        } else if (topics.codec(topic).decode(record.key(), record.headers(), record.value())
                instanceof Decoded.Known<E> known) {
            listener.changed(key, known.envelope().event(), position);
        }
    }

    private static Optional<Event> event(
            EventCodec<?> codec, ConsumerRecord<byte[], byte[]> record) {
        return codec.decode(record.key(), record.headers(), record.value())
                        instanceof Decoded.Known<?> known
                ? Optional.of(known.envelope().event())
                : Optional.empty();
    }

    private static long earliest(Consumer<?, ?> consumer, TopicPartition place) {
        return consumer.beginningOffsets(List.of(place)).getOrDefault(place, 0L);
    }

    private static long end(Consumer<?, ?> consumer, TopicPartition place) {
        return consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
    }

    /** Gives up when nothing has been read for as long as {@link #PATIENCE}. */
    private static final class Progress {
        private final String topic;
        private long last = -1;
        private int idle;

        Progress(String topic) {
            this.topic = topic;
        }

        void check(long read) {
            idle = read > last ? 0 : idle + 1;
            last = read;
            if (POLL.multipliedBy(idle).compareTo(PATIENCE) > 0) {
                throw new KafkaException(
                        "topic %s cannot be read on: nothing for %s".formatted(topic, PATIENCE));
            }
        }
    }
}
