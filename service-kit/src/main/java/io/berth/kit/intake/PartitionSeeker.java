package io.berth.kit.intake;

import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * On assignment asks a subclass where each partition is to be read from, seeks there and tells the
 * observers; as long as the database does not answer, the polling thread is held, since a partition
 * read from a wrong place is worse than one read late. (Held for longer than {@code
 * max.poll.interval.ms} the instance leaves its group and is assigned anew afterwards.) Subclasses
 * are {@code @Singleton} beans, since there is no proxy for them.
 */
public abstract class PartitionSeeker implements KafkaConsumerRebalanceListener {
    private static final Logger LOG = Logger.getLogger(PartitionSeeker.class);

    private final SeekSupport support;
    private final List<PartitionObserver> observers;

    protected PartitionSeeker(SeekSupport support, List<PartitionObserver> observers) {
        this.support = support;
        this.observers = List.copyOf(observers);
    }

    /**
     * The offset to start each partition at; one that is missing in the answer starts at its
     * beginning.
     *
     * @param partitions topics without the installation's prefix
     */
    protected abstract Map<TopicPartition, Long> startOf(List<TopicPartition> partitions);

    @Override
    public void onPartitionsAssigned(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, TopicPartition> byName =
                partitions.stream().collect(Collectors.toMap(this::unprefixed, p -> p));
        Set<TopicPartition> names = byName.keySet();
        support.held()
                .untilItSucceeds(
                        "seek on assignment",
                        () ->
                                support.ownership()
                                        .alone(
                                                topics(names),
                                                () -> {
                                                    start(consumer, byName);
                                                    return true;
                                                }));
    }

    private void start(Consumer<?, ?> consumer, Map<TopicPartition, TopicPartition> byName) {
        Map<TopicPartition, Long> starts = startOf(List.copyOf(byName.keySet()));
        byName.forEach((name, partition) -> {
            Long start = starts.get(name);
            if (start == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, start);
            }
        });
        support.ownership().assigned(byName.keySet());
        observers.forEach(observer -> observer.assigned(Set.copyOf(byName.keySet())));
        LOG.infof("assigned %s, starting at %s", byName.keySet(), starts);
    }

    @Override
    public void onPartitionsRevoked(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Set<TopicPartition> names =
                partitions.stream().map(this::unprefixed).collect(Collectors.toSet());
        support.ownership().revoked(names);
        support.ownership()
                .alone(
                        topics(names),
                        () -> {
                            observers.forEach(observer -> observer.revoked(names));
                            return true;
                        });
        LOG.infof("revoked %s", names);
    }

    private TopicPartition unprefixed(TopicPartition partition) {
        return new TopicPartition(
                support.topics().unprefixed(partition.topic()), partition.partition());
    }

    private static Set<String> topics(Set<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }
}
