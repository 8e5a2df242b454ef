package io.berth.monitoring.messaging;

import io.berth.kit.intake.PartitionObserver;
import io.berth.kit.intake.PartitionSeeker;
import io.berth.kit.intake.SeekSupport;
import io.berth.monitoring.app.OwnedFolds;
import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Starts each partition of heartbeats where its saved fold goes on. */
@Singleton
@Unremovable
@Identifier("heartbeats")
public class HeartbeatSeeker extends PartitionSeeker {
    private final OwnedFolds folds;

    @Inject
    public HeartbeatSeeker(
            SeekSupport support, @All List<PartitionObserver> observers, OwnedFolds folds) {
        super(support, observers);
        this.folds = folds;
    }

    @Override
    protected Map<TopicPartition, Long> startOf(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (TopicPartition partition : partitions) {
            starts.put(partition, folds.take(partition.partition()));
        }
        return starts;
    }
}
