package io.berth.kit.produce;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.kit.config.ServiceConfig;
import io.berth.kit.topics.TopicCatalog;
import io.berth.kit.topics.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records that belong to no transaction: soft state such as heartbeats and load, and ticks.
 * Whatever states a fact goes through the outbox instead. Safe for many threads.
 */
@ApplicationScoped
public class DirectProducer {
    private final KafkaClients clients;
    private final TopicCatalog topics;
    private final InstantSource clock;
    private final String source;

    @Inject
    public DirectProducer(
            KafkaClients clients, TopicCatalog topics, InstantSource clock, ServiceConfig config) {
        this.clients = clients;
        this.topics = topics;
        this.clock = clock;
        this.source = "/berth/" + config.service();
    }

    /**
     * Sends an event; it is given up after ten seconds without an acknowledgement.
     *
     * @param partition where the key does not decide, as for a tick; null to let the key decide
     * @param eventId the same for a repetition of the same event
     * @return where the broker put it, or the failure; completed on the producer's own thread,
     *     which must not be blocked
     */
    public <E extends Event> CompletionStage<RecordMetadata> send(
            Topic<E> topic, E event, @Nullable Integer partition, String eventId) {
        EventEnvelope<E> envelope =
                new EventEnvelope<>(
                        eventId, source, clock.instant(), Traces.currentTraceParent(), event);
        ProducerRecord<byte[], byte[]> outgoing =
                topics.codec(topic).encode(envelope).toRecord(topics.prefix(), partition);
        CompletableFuture<RecordMetadata> done = new CompletableFuture<>();
        try {
            clients.sharedProducer()
                    .send(
                            outgoing,
                            (metadata, failure) -> {
                                if (failure == null) {
                                    done.complete(metadata);
                                } else {
                                    done.completeExceptionally(failure);
                                }
                            });
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(e);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
        return done;
    }
}
