package io.berth.platform.feed;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.platform.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes single events as an agent would: in the contracts' own form, into the partition of their
 * key, acknowledged by the broker.
 */
public final class Feeder implements AutoCloseable {
    /** Who wrote it, for whoever finds the record later. */
    public static final String SOURCE = "/berth/feed";

    /** A broker that is there answers within milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaProducer<byte[], byte[]> producer;
    private final String bootstrap;
    private final String topicPrefix;

    /**
     * Where a record lies.
     *
     * @param at by the broker's clock for heartbeats, else by the sender's
     */
    public record Written(String topic, int partition, long offset, Instant at) {}

    /**
     * @param topicPrefix in front of every topic's name
     */
    public Feeder(String bootstrap, String topicPrefix) {
        this.bootstrap = bootstrap;
        this.topicPrefix = topicPrefix;
        int millis = (int) PATIENCE.toMillis();
        try {
            producer =
                    new KafkaProducer<>(
                            Map.of(
                                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                                    ProducerConfig.ACKS_CONFIG, "all",
                                    ProducerConfig.MAX_BLOCK_MS_CONFIG, millis,
                                    ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2,
                                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis),
                            new ByteArraySerializer(),
                            new ByteArraySerializer());
        } catch (KafkaException e) {
            throw new PlatformException(
                    "'%s' are no bootstrap servers: %s. Give host:port, as in 127.0.0.1:8092."
                            .formatted(bootstrap, cause(e)),
                    e);
        }
    }

    /** An event as it lies on the wire, written now by hand. */
    public static <E extends Event> EncodedEvent encode(
            Topic<E> topic, E event, String id, Instant time) {
        return new EventCodec<>(topic).encode(new EventEnvelope<>(id, SOURCE, time, null, event));
    }

    /**
     * Writes it and returns when the broker has it.
     *
     * @throws PlatformException when the broker does not answer, or refuses the record
     */
    public Written write(EncodedEvent event) {
        try {
            RecordMetadata where = producer.send(event.toRecord(topicPrefix, null)).get();
            return new Written(
                    where.topic(),
                    where.partition(),
                    where.offset(),
                    Instant.ofEpochMilli(where.timestamp()));
        } catch (ExecutionException | KafkaException e) {
            throw new PlatformException(
                    "Kafka at %s did not take the record for %s%s: %s"
                            .formatted(bootstrap, topicPrefix, event.topic(), cause(e)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while writing a record", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }

    private static String cause(Throwable e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }
}
