package io.berth.kit.produce;

import io.berth.kit.config.ServiceConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plain Kafka clients of a service, with the connection settings ({@code kafka.*}) that
 * its channels use too. All producers are idempotent with {@code acks=all}.
 */
@ApplicationScoped
public class KafkaClients {
    /** Soft state is worthless later: a record not acknowledged by then is given up. */
    private static final Duration SOFT_STATE_DELIVERY = Duration.ofSeconds(10);

    /** Longest wait of a caller for metadata or room in the buffer. */
    private static final Duration MAX_BLOCK = Duration.ofSeconds(5);

    /** A broker that does not answer within this is asked again. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /**
     * What gathers for a partition while requests are under way goes out together; the default of
     * 16 KiB holds six placements with their explanations.
     */
    private static final int BATCH_BYTES = 128 * 1024;

    private final Map<String, Object> connection;
    private final String instance;
    private @Nullable Producer<byte[], byte[]> shared;

    @Inject
    public KafkaClients(
            @Identifier("default-kafka-broker") Map<String, Object> connection,
            ServiceConfig config) {
        this.connection = Map.copyOf(connection);
        this.instance = config.instance();
    }

    /** The one producer for soft state; made when first asked for, closed with the service. */
    public synchronized Producer<byte[], byte[]> sharedProducer() {
        Producer<byte[], byte[]> producer = shared;
        if (producer == null) {
            producer = producer("direct", SOFT_STATE_DELIVERY);
            shared = producer;
        }
        return producer;
    }

    /**
     * A producer for records that must go out in order: it never gives a record up, so that none
     * overtakes an earlier one. The caller closes it.
     */
    public Producer<byte[], byte[]> orderedProducer(String name) {
        return producer(name, Duration.ofMillis(Integer.MAX_VALUE));
    }

    private Producer<byte[], byte[]> producer(String name, Duration delivery) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, instance + "-" + name);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(MAX_BLOCK));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST_TIMEOUT));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(delivery));
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer without a group, for reading partitions by assignment. The caller closes it. */
    public Consumer<byte[], byte[]> assignedConsumer(String name) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, instance + "-" + name);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(MAX_BLOCK));
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST_TIMEOUT));
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    @PreDestroy
    synchronized void close() {
        if (shared != null) {
            shared.close(MAX_BLOCK);
        }
    }
}
