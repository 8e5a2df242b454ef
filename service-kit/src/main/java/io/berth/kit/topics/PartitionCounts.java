package io.berth.kit.topics;

import io.berth.kit.produce.KafkaClients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many partitions each topic has. The count is fixed when an installation is made, so it is
 * asked for once.
 */
@ApplicationScoped
public class PartitionCounts {
    private final KafkaClients clients;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    @Inject
    public PartitionCounts(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * The count of a topic.
     *
     * @param onBroker with the installation's prefix
     * @throws org.apache.kafka.common.errors.TimeoutException when the broker does not answer or
     *     does not know the topic
     */
    public int of(String onBroker) {
        return counts.computeIfAbsent(
                onBroker, topic -> clients.sharedProducer().partitionsFor(topic).size());
    }
}
