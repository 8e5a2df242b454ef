package io.berth.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One broker for all checks, since each start costs seconds. */
class BrokerTest {
    private static final int PARTITIONS = 3;
    private static final String PREFIX = "test.";

    @Test
    void keepsTopicsAndRecordsOverStopsAndDeaths(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, Ports.free(), Ports.free())) {
            assertThat(kafka.answers()).isTrue();
            TopicSetup.create(kafka.bootstrap(), PREFIX, PARTITIONS);
            TopicSetup.create(kafka.bootstrap(), PREFIX, PARTITIONS);
            settingsFollowTheKind(kafka);
            anotherPartitionCountIsRefused(kafka);
            unknownTopicsAreNotMade(kafka);

            produce(kafka, "before the stop");
            kafka.restart();
            produce(kafka, "before the death");
            kafka.kill();
            assertThat(kafka.isAlive()).isFalse();
            assertThat(kafka.answers()).isFalse();
            kafka.restart();
            assertThat(records(kafka)).containsExactly("before the stop", "before the death");

            kafka.pause();
            assertThat(kafka.isAlive()).isTrue();
            assertThat(kafka.answers()).isFalse();
            kafka.resume();
            assertThat(records(kafka)).hasSize(2);
        }
    }

    private static void settingsFollowTheKind(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = admin(kafka)) {
            assertThat(admin.listTopics().names().get())
                    .hasSize(2 * (Topics.ALL.size() + Topics.FOREIGN.size()))
                    .allMatch(name -> name.startsWith(PREFIX));
            long sevenDays = Duration.ofDays(7).toMillis();
            for (Topic<?> topic : Topics.ALL) {
                Config config = config(admin, topic.name(PREFIX));
                switch (topic.kind()) {
                    case LOG_TIME -> {
                        expect(config, "message.timestamp.type", "LogAppendTime");
                        expect(config, "retention.ms", Duration.ofHours(1).toMillis());
                    }
                    case DAY -> expect(config, "retention.ms", Duration.ofDays(1).toMillis());
                    case FACTS -> expect(config, "retention.ms", sevenDays);
                    case AUDIT -> expect(config, "retention.ms", Duration.ofDays(400).toMillis());
                    case COMPACTED -> {
                        expect(config, "cleanup.policy", "compact");
                        expect(config, "min.compaction.lag.ms", sevenDays);
                    }
                }
                if (topic.kind() != Topic.Kind.LOG_TIME) {
                    expect(config, "message.timestamp.type", "CreateTime");
                }
                Config dead = config(admin, topic.name(PREFIX) + Topic.DEAD_LETTER_SUFFIX);
                expect(dead, "cleanup.policy", "delete");
                expect(dead, "retention.ms", sevenDays);
            }
        }
    }

    private static void anotherPartitionCountIsRefused(EmbeddedKafka kafka) {
        assertThatThrownBy(() -> TopicSetup.create(kafka.bootstrap(), PREFIX, PARTITIONS + 1))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("must have 4 partitions")
                .hasMessageContaining("test.telemetry.heartbeats has 3");
    }

    private static void unknownTopicsAreNotMade(EmbeddedKafka kafka) {
        try (Admin admin = admin(kafka)) {
            admin.createTopics(List.of(new NewTopic("other", PARTITIONS, (short) 1))).all().get();
            assertThatThrownBy(
                            () -> admin.describeTopics(List.of("never.made")).allTopicNames().get())
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
            expect(
                    config(admin, new ConfigResource(ConfigResource.Type.BROKER, "1")),
                    "auto.create.topics.enable",
                    "false");
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Config config(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        return config(admin, new ConfigResource(ConfigResource.Type.TOPIC, topic));
    }

    private static Config config(Admin admin, ConfigResource resource)
            throws ExecutionException, InterruptedException {
        return admin.describeConfigs(List.of(resource)).all().get().values().iterator().next();
    }

    private static void expect(Config config, String key, Object value) {
        assertThat(config.get(key).value()).as(key).isEqualTo(value.toString());
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    }

    private static void produce(EmbeddedKafka kafka, String value) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrap(), "acks", "all"),
                        new StringSerializer(),
                        new StringSerializer())) {
            var _ =
                    producer.send(new ProducerRecord<>(Topics.KVP.name(PREFIX), 0, "vm-1", value))
                            .get();
        }
    }

    private static List<String> records(EmbeddedKafka kafka) {
        TopicPartition partition = new TopicPartition(Topics.KVP.name(PREFIX), 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrap()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return consumer.poll(Duration.ofSeconds(20)).records(partition).stream()
                    .map(ConsumerRecord::value)
                    .toList();
        }
    }
}
