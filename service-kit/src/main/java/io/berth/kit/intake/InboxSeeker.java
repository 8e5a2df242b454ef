package io.berth.kit.intake;

import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Starts each assigned partition where the database says that it has been applied to, whatever
 * offsets the group has committed; a partition without a mark starts at its beginning. Named by
 * {@code consumer-rebalance-listener.name=inbox}.
 */
@Singleton
@Unremovable
@Identifier("inbox")
public class InboxSeeker extends PartitionSeeker {
    private final Inbox inbox;

    @Inject
    public InboxSeeker(SeekSupport support, Inbox inbox, @All List<PartitionObserver> observers) {
        super(support, observers);
        this.inbox = inbox;
    }

    @Override
    protected Map<TopicPartition, Long> startOf(List<TopicPartition> partitions) {
        return inbox.marks(partitions);
    }
}
