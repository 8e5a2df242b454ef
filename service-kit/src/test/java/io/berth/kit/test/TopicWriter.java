package io.berth.kit.test;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes events, good and bad ones, into topics as another service or an agent would. */
public final class TopicWriter implements AutoCloseable {
    private static final String SOURCE = "/berth/test";
    private static final String LONGEST = Integer.toString(4 * 1024 * 1024);

    private final KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                    Map.of(
                            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            TestPlatform.bootstrap(),
                            ProducerConfig.ACKS_CONFIG,
                            "all",
                            ProducerConfig.LINGER_MS_CONFIG,
                            "0",
                            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                            LONGEST),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());

    /** Writes an event under a new id; returns where it lies. */
    public <E extends Event> RecordMetadata write(Topic<E> topic, E event) {
        return write(topic, event, UUID.randomUUID().toString(), null);
    }

    /** Writes an event; returns where it lies. */
    public <E extends Event> RecordMetadata write(
            Topic<E> topic, E event, String id, @Nullable Integer partition) {
        return write(encode(topic, event, id).toRecord("", partition));
    }

    /** An event as it goes on the wire, for a test that spoils it first. */
    public static <E extends Event> EncodedEvent encode(Topic<E> topic, E event, String id) {
        return new EventCodec<>(topic)
                .encode(new EventEnvelope<>(id, SOURCE, Instant.EPOCH, null, event));
    }

    /** Writes a record as it is; returns where it lies. */
    public RecordMetadata write(ProducerRecord<byte[], byte[]> outgoing) {
        try {
            return producer.send(outgoing).get();
        } catch (ExecutionException e) {
            throw new AssertionError("the broker refused " + outgoing.topic(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while writing", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
