package io.berth.kit.table;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.kit.produce.KafkaClients;
import io.berth.kit.topics.TopicCatalog;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens compacted tables, watches over them and closes them with the service. */
@ApplicationScoped
public class CompactedTables {
    private final KafkaClients clients;
    private final TopicCatalog topics;
    private final MeterRegistry meters;
    private final List<CompactedTable<?>> open = new CopyOnWriteArrayList<>();

    @Inject
    public CompactedTables(KafkaClients clients, TopicCatalog topics, MeterRegistry meters) {
        this.clients = clients;
        this.topics = topics;
        this.meters = meters;
    }

    /**
     * Starts to read a table; returns at once.
     *
     * @throws IllegalArgumentException when the topic is not compacted
     */
    public <E extends Event> CompactedTable<E> open(Topic<E> topic, TableListener<E> listener) {
        if (topic.kind() != Topic.Kind.COMPACTED) {
            throw new IllegalArgumentException(
                    topic.name() + " is not compacted, so it is no table");
        }
        CompactedTable<E> table =
                new CompactedTable<>(
                        topics.codec(topic),
                        topics.onBroker(topic.name()),
                        listener,
                        () -> clients.assignedConsumer("table-" + topic.name()),
                        meters);
        open.add(table);
        table.start();
        return table;
    }

    /** All tables opened so far. */
    public List<CompactedTable<?>> all() {
        return List.copyOf(open);
    }

    @PreDestroy
    void close() {
        open.forEach(CompactedTable::close);
    }
}
