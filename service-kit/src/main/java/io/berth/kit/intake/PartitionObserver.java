package io.berth.kit.intake;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * A bean that wants to know which partitions this instance owns, to load and drop what it holds in
 * memory for them. Called on the consumer's polling thread, never while a batch of the same topics
 * is being applied; the names are without the installation's prefix. With the eager assignors that
 * Berth uses, each rebalance revokes everything first.
 */
public interface PartitionObserver {
    /** Owned from now on; called before the first record of any of them is handed out. */
    void assigned(Set<TopicPartition> partitions);

    /** No longer owned; what memory holds for them is worthless from now on. */
    void revoked(Set<TopicPartition> partitions);
}
