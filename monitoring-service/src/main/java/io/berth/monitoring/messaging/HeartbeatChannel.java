package io.berth.monitoring.messaging;

import io.berth.contracts.Topics;
import io.berth.kit.topics.TopicCatalog;
import io.berth.monitoring.app.OwnedFolds;
import io.berth.monitoring.app.ReadHeartbeats;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * The channel of {@code telemetry.heartbeats}. It does not go through the kit's intake: a fold per
 * partition with its own saved offset takes the place of the inbox, and so no beat costs the
 * database anything.
 */
@ApplicationScoped
public class HeartbeatChannel {
    private static final String CHANNEL = "heartbeats";
    private static final Duration SEEK_WITHIN = Duration.ofSeconds(60);

    private final ReadHeartbeats readHeartbeats;
    private final OwnedFolds folds;
    private final KafkaClientService clients;
    private final TopicCatalog topics;

    @Inject
    public HeartbeatChannel(
            ReadHeartbeats readHeartbeats,
            OwnedFolds folds,
            KafkaClientService clients,
            TopicCatalog topics) {
        this.readHeartbeats = readHeartbeats;
        this.folds = folds;
        this.clients = clients;
        this.topics = topics;
    }

    /** Folds a batch. */
    @Incoming(CHANNEL)
    @Blocking(value = CHANNEL, ordered = true)
    public void on(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            switch (readHeartbeats.read(partition.partition(), records.records(partition))) {
                case GO_ON -> {}
                case TAKE_AGAIN -> takeAgain(partition.partition());
            }
        }
    }

    /** Claims and seeks on the polling thread, so that it cannot overlap with a rebalance. */
    private void takeAgain(int partition) {
        TopicPartition which =
                new TopicPartition(topics.onBroker(Topics.HEARTBEATS.name()), partition);
        clients.<byte[], byte[]>getConsumer(CHANNEL)
                .runOnPollingThread(consumer -> {
                    if (consumer.assignment().contains(which)) {
                        consumer.seek(which, folds.take(partition));
                    }
                })
                .await()
                .atMost(SEEK_WITHIN);
    }
}
