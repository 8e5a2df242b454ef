package io.berth.kit.test;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads a topic, or its dead letters, as a test sees it. Not for several threads. */
public final class TopicReader<E extends Event> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final EventCodec<E> codec;
    private final List<Entry<E>> read = new ArrayList<>();

    /**
     * A record of the topic.
     *
     * @param event null when it is a deletion or no event
     */
    public record Entry<E extends Event>(ConsumerRecord<byte[], byte[]> raw, @Nullable E event) {
        /**
         * The event.
         *
         * @throws AssertionError when the record is none
         */
        public E require() {
            if (event == null) {
                throw new AssertionError("no event at offset " + raw.offset());
            }
            return event;
        }

        /** The key as text. */
        public @Nullable String key() {
            return raw.key() == null ? null : new String(raw.key(), StandardCharsets.UTF_8);
        }

        /** A header as text; null when it is missing. */
        public @Nullable String header(String name) {
            Header header = raw.headers().lastHeader(name);
            return header == null || header.value() == null
                    ? null
                    : new String(header.value(), StandardCharsets.UTF_8);
        }

        /** The CloudEvents id. */
        public @Nullable String id() {
            return header("ce_id");
        }
    }

    private TopicReader(Topic<E> topic, String name, boolean fromBeginning) {
        codec = new EventCodec<>(topic);
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                TestPlatform.bootstrap(),
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                "false",
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(name).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        }
    }

    /** Everything in a topic. */
    public static <E extends Event> TopicReader<E> fromBeginning(Topic<E> topic) {
        return new TopicReader<>(topic, topic.name(), true);
    }

    /** What comes into a topic from now on. */
    public static <E extends Event> TopicReader<E> fromNow(Topic<E> topic) {
        return new TopicReader<>(topic, topic.name(), false);
    }

    /** The dead letters of a topic from now on. */
    public static <E extends Event> TopicReader<E> deadLettersFromNow(Topic<E> topic) {
        return new TopicReader<>(topic, topic.name() + Topic.DEAD_LETTER_SUFFIX, false);
    }

    /** Reads on until a record matches, and returns the first that does. */
    public Entry<E> await(Duration atMost, Predicate<Entry<E>> wanted) {
        return awaitMany(1, atMost, wanted).getFirst();
    }

    /**
     * Reads on until so many of the records read since the start match, and returns those.
     *
     * @throws AssertionError with what was read, when they do not come in time
     */
    public List<Entry<E>> awaitMany(int number, Duration atMost, Predicate<Entry<E>> wanted) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            List<Entry<E>> found = read.stream().filter(wanted).toList();
            if (found.size() >= number) {
                return found;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "%d of %d wanted records within %s; read: %s"
                                .formatted(found.size(), number, atMost, keysAndIds()));
            }
            poll(POLL);
        }
    }

    /** Reads on for a while and returns all records read since the start. */
    public List<Entry<E>> readFor(Duration duration) {
        long deadline = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - deadline < 0) {
            poll(POLL);
        }
        return List.copyOf(read);
    }

    private void poll(Duration wait) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            Decoded<E> decoded = codec.decode(record.key(), record.headers(), record.value());
            E event = decoded instanceof Decoded.Known<E> known ? known.envelope().event() : null;
            read.add(new Entry<>(record, event));
        }
    }

    private List<String> keysAndIds() {
        return read.stream().map(entry -> entry.key() + " " + entry.id()).toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
