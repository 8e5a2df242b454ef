package io.berth.kit.outbox;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.kit.config.ServiceConfig;
import io.berth.kit.topics.TopicCatalog;
import io.berth.kit.topics.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * The only way by which a service states a fact: the event is saved in the transaction that changes
 * the state, and the relay publishes it after the commit. Either both happen or neither does.
 * Published at least once, in the order of the commits as far as they touched the same rows, and in
 * the order of {@code put} within a transaction.
 */
@ApplicationScoped
public class Outbox {
    private final OutboxWriter writer;
    private final TopicCatalog topics;
    private final InstantSource clock;
    private final String source;

    @Inject
    public Outbox(
            OutboxWriter writer, TopicCatalog topics, InstantSource clock, ServiceConfig config) {
        this.writer = writer;
        this.topics = topics;
        this.clock = clock;
        this.source = "/berth/" + config.service();
    }

    /**
     * Puts an event into the caller's transaction; its key decides the partition.
     *
     * @return the event's id
     * @throws IllegalStateException without an active transaction
     * @throws IllegalArgumentException when the event is longer than consumers would read
     */
    public <E extends Event> String put(Topic<E> topic, E event) {
        return put(topic, event, null, EventCodec.body(event));
    }

    /**
     * Puts an event into the caller's transaction.
     *
     * @param partition for an event whose key does not decide; null to let the key decide
     * @return the event's id
     * @throws IllegalStateException without an active transaction
     * @throws IllegalArgumentException when the event is longer than consumers would read
     */
    public <E extends Event> String put(Topic<E> topic, E event, @Nullable Integer partition) {
        return put(topic, event, partition, EventCodec.body(event));
    }

    /**
     * Puts an event into the caller's transaction whose body the caller has made already; its key
     * decides the partition.
     *
     * @param body as {@link EventCodec#body} makes it; not copied
     * @return the event's id
     * @throws IllegalStateException without an active transaction
     * @throws IllegalArgumentException when the event is longer than consumers would read
     */
    public <E extends Event> String put(Topic<E> topic, E event, byte[] body) {
        return put(topic, event, null, body);
    }

    private <E extends Event> String put(
            Topic<E> topic, E event, @Nullable Integer partition, byte[] body) {
        String id = UUID.randomUUID().toString();
        EncodedEvent encoded =
                topics.codec(topic)
                        .encode(
                                new EventEnvelope<>(
                                        id,
                                        source,
                                        clock.instant(),
                                        Traces.currentTraceParent(),
                                        event),
                                body);
        List<Header> headers = new ArrayList<>();
        encoded.headers().forEach((name, value) -> headers.add(header(name, value)));
        writer.add(
                new OutboxRow(
                        topic.name(), partition, utf8(encoded.key()), headers, encoded.payload()));
        return id;
    }

    /**
     * Puts the deletion of an entity into the caller's transaction: a record without value, after
     * which a compacted topic forgets the key.
     *
     * @return the id of the deletion
     * @throws IllegalStateException without an active transaction
     * @throws IllegalArgumentException when the topic is not compacted
     */
    public <E extends Event> String delete(Topic<E> topic, String key) {
        if (topic.kind() != Topic.Kind.COMPACTED) {
            throw new IllegalArgumentException(
                    topic.name() + " is not compacted; only compacted topics know deletions");
        }
        String id = UUID.randomUUID().toString();
        List<Header> headers =
                List.of(
                        header("ce_specversion", "1.0"),
                        header("ce_id", id),
                        header("ce_source", source),
                        header("ce_time", clock.instant().toString()));
        writer.add(new OutboxRow(topic.name(), null, utf8(key), headers, null));
        return id;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
