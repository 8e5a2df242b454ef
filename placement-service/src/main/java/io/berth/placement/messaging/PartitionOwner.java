package io.berth.placement.messaging;

import io.berth.contracts.Topics;
import io.berth.kit.intake.PartitionObserver;
import io.berth.kit.topics.PartitionCounts;
import io.berth.kit.topics.TopicCatalog;
import io.berth.placement.app.OwnedDomains;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/** Follows the assignment of partitions: what is assigned is read anew, what is revoked dropped. */
@ApplicationScoped
public class PartitionOwner implements PartitionObserver {
    private static final Logger LOG = Logger.getLogger(PartitionOwner.class);
    private static final List<String> INPUTS =
            List.of(
                    Topics.NODE_EVENTS.name(),
                    Topics.PLACEMENT_REQUESTS.name(),
                    Topics.HOST_REPORTS.name());

    private final OwnedDomains domains;
    private final PartitionCounts counts;
    private final TopicCatalog topics;

    @Inject
    public PartitionOwner(OwnedDomains domains, PartitionCounts counts, TopicCatalog topics) {
        this.domains = domains;
        this.counts = counts;
        this.topics = topics;
    }

    /** At the start already, so that a wrong installation is not found out by the first failure. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        try {
            requireCoPartitioning();
        } catch (TimeoutException e) {
            LOG.warn("the broker does not answer yet; partitions are counted on assignment");
        }
    }

    @Override
    public void assigned(Set<TopicPartition> partitions) {
        requireCoPartitioning();
        domains.assigned(numbers(partitions));
    }

    @Override
    public void revoked(Set<TopicPartition> partitions) {
        domains.revoked(numbers(partitions));
    }

    /**
     * A domain's records of the three topics must lie in partitions of the same number, or two
     * instances would decide for it.
     *
     * @throws IllegalStateException when the topics have different counts of partitions
     */
    void requireCoPartitioning() {
        Map<String, Integer> found = new TreeMap<>();
        INPUTS.forEach(topic -> found.put(topic, counts.of(topics.onBroker(topic))));
        if (Set.copyOf(found.values()).size() != 1) {
            throw new IllegalStateException(
                    "placement decides from topics with the same count of partitions, and these"
                            + " have: "
                            + found
                            + "; create them alike, see the operator's guide");
        }
    }

    private static Set<Integer> numbers(Set<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> INPUTS.contains(partition.topic()))
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }
}
