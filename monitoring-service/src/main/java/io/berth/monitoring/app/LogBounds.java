package io.berth.monitoring.app;

import io.berth.contracts.Topics;
import io.berth.kit.produce.KafkaClients;
import io.berth.kit.topics.PartitionCounts;
import io.berth.kit.topics.TopicCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Where the heartbeat partitions begin and end on the broker. */
@ApplicationScoped
public class LogBounds {
    private final KafkaClients clients;
    private final TopicCatalog topics;
    private final PartitionCounts counts;

    @Inject
    public LogBounds(KafkaClients clients, TopicCatalog topics, PartitionCounts counts) {
        this.clients = clients;
        this.topics = topics;
        this.counts = counts;
    }

    /**
     * @param begin offset of the oldest record that is kept
     * @param end offset of the record that will be appended next
     */
    public record Bounds(long begin, long end) {
        /** Whether reading can start at an offset. */
        boolean holds(long offset) {
            return begin <= offset && offset <= end;
        }
    }

    /**
     * Asks the broker.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when it does not answer
     */
    public Bounds of(int partition) {
        TopicPartition which =
                new TopicPartition(topics.onBroker(Topics.HEARTBEATS.name()), partition);
        try (Consumer<byte[], byte[]> consumer = clients.assignedConsumer("log-bounds")) {
            return new Bounds(
                    consumer.beginningOffsets(List.of(which)).getOrDefault(which, 0L),
                    consumer.endOffsets(List.of(which)).getOrDefault(which, 0L));
        }
    }

    /** How many partitions the topic has. */
    public int partitions() {
        return counts.of(topics.onBroker(Topics.HEARTBEATS.name()));
    }
}
