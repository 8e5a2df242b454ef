package io.berth.monitoring.app;

import io.berth.contracts.Topics;
import io.berth.kit.produce.KafkaClients;
import io.berth.kit.topics.PartitionCounts;
import io.berth.kit.topics.TopicCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
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

    /** More records than this of one second are not read again for their pace alone. */
    private static final long MAX_AGAIN = 100_000;

    /**
     * @param begin offset of the oldest record that is kept
     * @param end offset of the record that will be appended next
     * @param second offset of the first record of the second that was asked for; {@code end} when
     *     there is none
     */
    public record Bounds(long begin, long end, long second) {
        /** Whether reading can start at an offset. */
        boolean holds(long offset) {
            return begin <= offset && offset <= end;
        }

        /**
         * Where to start so that the second in which {@code next} lies is counted from its
         * beginning: the pace of a host is that of a whole second, whoever reads it.
         */
        long startFor(long next) {
            return second < next && next - second <= MAX_AGAIN ? second : next;
        }
    }

    /**
     * Asks the broker.
     *
     * @param stamped by the broker, of the last record that was read
     * @throws org.apache.kafka.common.errors.TimeoutException when it does not answer
     */
    public Bounds of(int partition, Instant stamped) {
        TopicPartition which =
                new TopicPartition(topics.onBroker(Topics.HEARTBEATS.name()), partition);
        try (Consumer<byte[], byte[]> consumer = clients.assignedConsumer("log-bounds")) {
            long end = consumer.endOffsets(List.of(which)).getOrDefault(which, 0L);
            long wanted = stamped.truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
            OffsetAndTimestamp second =
                    consumer.offsetsForTimes(Map.of(which, Math.max(0, wanted))).get(which);
            return new Bounds(
                    consumer.beginningOffsets(List.of(which)).getOrDefault(which, 0L),
                    end,
                    second == null ? end : second.offset());
        }
    }

    /** How many partitions the topic has. */
    public int partitions() {
        return counts.of(topics.onBroker(Topics.HEARTBEATS.name()));
    }
}
