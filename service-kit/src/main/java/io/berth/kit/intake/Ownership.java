package io.berth.kit.intake;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions this instance owns and which of them must not be read on. Soft state: it spares
 * work and keeps callbacks from overlapping. What makes each record count once is the row lock on
 * the inbox mark.
 */
@ApplicationScoped
public class Ownership {
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Set<String> trackedTopics = ConcurrentHashMap.newKeySet();
    private final Set<TopicPartition> owned = ConcurrentHashMap.newKeySet();
    private final Map<TopicPartition, Long> stoppedAt = new ConcurrentHashMap<>();

    /** Runs while nobody else works for any of these topics. */
    <T> T alone(Collection<String> topics, Supplier<T> work) {
        List<ReentrantLock> sorted =
                topics.stream()
                        .sorted()
                        .distinct()
                        .map(topic -> locks.computeIfAbsent(topic, _ -> new ReentrantLock()))
                        .toList();
        sorted.forEach(ReentrantLock::lock);
        try {
            return work.get();
        } finally {
            sorted.reversed().forEach(ReentrantLock::unlock);
        }
    }

    void assigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            trackedTopics.add(partition.topic());
            stoppedAt.remove(partition);
            owned.add(partition);
        }
    }

    void revoked(Collection<TopicPartition> partitions) {
        owned.removeAll(Set.copyOf(partitions));
    }

    /** Whether records of the partition may be applied; true where nobody tracks assignments. */
    boolean mayApply(TopicPartition partition) {
        return !trackedTopics.contains(partition.topic()) || owned.contains(partition);
    }

    /** A batch ended without being applied: later records would leave a gap behind them. */
    void stop(TopicPartition partition, long firstOffset) {
        stoppedAt.merge(partition, firstOffset, Math::min);
    }

    /**
     * @throws IllegalStateException when an earlier record of the partition has not been applied
     */
    void requireNoGap(TopicPartition partition, long firstOffset) {
        Long stopped = stoppedAt.get(partition);
        if (stopped == null) {
            return;
        }
        if (firstOffset > stopped) {
            throw new IllegalStateException(
                    "partition "
                            + partition
                            + " stopped at offset "
                            + stopped
                            + " and must not be read on at "
                            + firstOffset
                            + "; restart this instance");
        }
        stoppedAt.remove(partition);
    }

    /** Partitions that are stopped, for health. */
    Set<TopicPartition> stopped() {
        return Set.copyOf(stoppedAt.keySet());
    }
}
