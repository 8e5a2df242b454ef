package io.berth.monitoring.messaging;

import io.berth.contracts.ForeignTopic;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.kit.produce.KafkaClients;
import io.berth.kit.topics.TopicCatalog;
import io.berth.monitoring.app.alert.AlertRounds;
import io.berth.monitoring.app.alert.AlertSettings;
import io.berth.monitoring.domain.alert.DeadLetterSignals;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Counts the dead letters of all services, whoever set them aside: per topic, how many records lie
 * in its dead-letter topic that are younger than the window. It asks the broker for offsets alone
 * and reads no record, and keeps nothing, so any instance finds the same.
 *
 * <p>{@code berth_monitoring_dead_letters{topic}}: of the window; all instances report the same, so
 * queries take the maximum.
 */
@ApplicationScoped
public class DeadLetterWatch {
    private static final Logger LOG = Logger.getLogger(DeadLetterWatch.class);

    /** Every topic that has one of dead letters beside it. */
    private static final List<String> NAMES =
            Stream.concat(
                            Topics.ALL.stream().map(Topic::name),
                            Topics.FOREIGN.stream().map(ForeignTopic::name))
                    .toList();

    private final KafkaClients clients;
    private final TopicCatalog topics;
    private final AlertRounds rounds;
    private final AlertSettings settings;
    private final InstantSource clock;
    private final AtomicReference<Map<String, Long>> newest = new AtomicReference<>(Map.of());

    @Inject
    public DeadLetterWatch(
            KafkaClients clients,
            TopicCatalog topics,
            AlertRounds rounds,
            AlertSettings settings,
            InstantSource clock,
            MeterRegistry registry) {
        this.clients = clients;
        this.topics = topics;
        this.rounds = rounds;
        this.settings = settings;
        this.clock = clock;
        for (String topic : NAMES) {
            Gauge.builder(
                            "berth.monitoring.dead.letters",
                            newest,
                            numbers -> numbers.get().getOrDefault(topic, 0L))
                    .description("Dead letters that are younger than the window of alerts")
                    .tag("topic", topic)
                    .register(registry);
        }
    }

    /** One count. */
    @Scheduled(
            every = "${berth.alerts.dead-letter-interval:30s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void count() {
        try (Consumer<byte[], byte[]> consumer = clients.assignedConsumer("dead-letter-watch")) {
            Map<String, Long> numbers = new TreeMap<>();
            for (String topic : NAMES) {
                numbers.put(topic, young(consumer, topic));
            }
            newest.set(numbers);
            rounds.deadLetters(DeadLetterSignals.of(numbers, settings.deadLetterWindow()));
        } catch (RuntimeException e) {
            LOG.warnf("dead letters are counted again later: %s", e);
        }
    }

    /** As many as lie between the first offset of the window and the end. */
    private long young(Consumer<byte[], byte[]> consumer, String topic) {
        String name = topics.onBroker(topic) + Topic.DEAD_LETTER_SUFFIX;
        long since = clock.instant().minus(settings.deadLetterWindow()).toEpochMilli();
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (PartitionInfo partition : consumer.partitionsFor(name)) {
            starts.put(new TopicPartition(name, partition.partition()), since);
        }
        Map<TopicPartition, OffsetAndTimestamp> first = consumer.offsetsForTimes(starts);
        Map<TopicPartition, Long> ends = consumer.endOffsets(starts.keySet());
        long young = 0;
        for (TopicPartition partition : starts.keySet()) {
            OffsetAndTimestamp from = first.get(partition);
            if (from != null) {
                young += Math.max(0, ends.getOrDefault(partition, from.offset()) - from.offset());
            }
        }
        return young;
    }
}
