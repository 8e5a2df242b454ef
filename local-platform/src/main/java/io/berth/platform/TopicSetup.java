package io.berth.platform;

import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes every topic of Berth, and its dead-letter topic, with the settings that its kind stands
 * for.
 *
 * <p>Safe to repeat: settings of existing topics are brought up to date. Their partition counts are
 * never changed, since a domain's records would then lie in two partitions and their order be lost;
 * another count than the one wanted is refused.
 */
public final class TopicSetup {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration FACTS_KEPT = Duration.ofDays(7);
    private static final Duration HEARTBEATS_KEPT = Duration.ofHours(1);
    private static final Duration KVP_KEPT = Duration.ofDays(1);

    /** A year can be looked back on, and there is a month to do it in. */
    private static final Duration AUDIT_KEPT = Duration.ofDays(400);

    /** A closed segment is what expires, and four hundred of a day each would only be files. */
    private static final Duration AUDIT_SEGMENT = Duration.ofDays(7);

    private TopicSetup() {}

    /**
     * Makes the topics.
     *
     * @param prefix in front of every name; empty in an installation with a Kafka of its own
     * @param partitions of every topic
     * @throws PlatformException when a topic exists with another partition count, or the broker
     *     does not answer
     */
    public static void create(String bootstrap, String prefix, int partitions) {
        Map<String, Map<String, String>> wanted = settings(prefix);
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        try (Admin admin = Admin.create(properties)) {
            createMissing(admin, wanted, partitions);
            alignWhenKnown(admin, wanted, partitions);
        } catch (ExecutionException e) {
            throw new PlatformException(
                    "Kafka at %s did not make the topics: %s".formatted(bootstrap, rootMessage(e)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while making the topics", e);
        }
    }

    /** The settings by topic name, dead-letter topics included. */
    static Map<String, Map<String, String>> settings(String prefix) {
        Map<String, Map<String, String>> settings = new LinkedHashMap<>();
        Topics.ALL.forEach(topic -> put(settings, topic.name(prefix), topic.kind()));
        Topics.FOREIGN.forEach(topic -> put(settings, topic.name(prefix), topic.kind()));
        return settings;
    }

    private static void put(
            Map<String, Map<String, String>> settings, String name, Topic.Kind kind) {
        settings.put(name, settings(kind));
        settings.put(name + Topic.DEAD_LETTER_SUFFIX, settings(Topic.Kind.FACTS));
    }

    /**
     * A closed segment is the unit of deletion and compaction, so each kind also says how long a
     * segment stays open: a fraction of the time that its records are kept.
     */
    private static Map<String, String> settings(Topic.Kind kind) {
        return switch (kind) {
            case LOG_TIME ->
                    Map.of(
                            TopicConfig.CLEANUP_POLICY_CONFIG,
                            TopicConfig.CLEANUP_POLICY_DELETE,
                            TopicConfig.RETENTION_MS_CONFIG,
                            millis(HEARTBEATS_KEPT),
                            TopicConfig.SEGMENT_MS_CONFIG,
                            millis(Duration.ofMinutes(10)),
                            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                            "LogAppendTime");
            case DAY -> deletedAfter(KVP_KEPT, Duration.ofHours(2));
            case FACTS -> deletedAfter(FACTS_KEPT, Duration.ofDays(1));
            case AUDIT -> deletedAfter(AUDIT_KEPT, AUDIT_SEGMENT);
            case COMPACTED ->
                    Map.of(
                            TopicConfig.CLEANUP_POLICY_CONFIG,
                            TopicConfig.CLEANUP_POLICY_COMPACT,
                            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                            millis(FACTS_KEPT),
                            TopicConfig.SEGMENT_MS_CONFIG,
                            millis(Duration.ofDays(1)),
                            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                            "CreateTime");
        };
    }

    private static Map<String, String> deletedAfter(Duration kept, Duration segment) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                millis(kept),
                TopicConfig.SEGMENT_MS_CONFIG,
                millis(segment),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "CreateTime");
    }

    private static void createMissing(
            Admin admin, Map<String, Map<String, String>> wanted, int partitions)
            throws InterruptedException, ExecutionException {
        List<NewTopic> topics = new ArrayList<>();
        wanted.forEach((name, settings) ->
                topics.add(
                        new NewTopic(name, Optional.of(partitions), Optional.empty())
                                .configs(settings)));
        for (var result : admin.createTopics(topics).values().values()) {
            try {
                result.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    /**
     * A topic that has just been made may be unknown to a broker for a moment, since brokers hear
     * of it one after the other.
     */
    private static void alignWhenKnown(
            Admin admin, Map<String, Map<String, String>> wanted, int partitions)
            throws InterruptedException, ExecutionException {
        long begun = System.nanoTime();
        while (true) {
            try {
                requirePartitions(
                        admin.describeTopics(wanted.keySet()).allTopicNames().get().values(),
                        partitions);
                bringUpToDate(admin, wanted);
                return;
            } catch (ExecutionException e) {
                boolean late = System.nanoTime() - begun > TIMEOUT.toNanos();
                if (late || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
    }

    private static void requirePartitions(Collection<TopicDescription> topics, int partitions) {
        List<String> wrong =
                topics.stream()
                        .filter(topic -> topic.partitions().size() != partitions)
                        .map(topic -> topic.name() + " has " + topic.partitions().size())
                        .sorted()
                        .toList();
        if (!wrong.isEmpty()) {
            throw new PlatformException(
                    "Every topic must have %d partitions, but %s. The count is fixed at installation, because a key would change its partition and lose its order: use the count that is there, choose another topic prefix, or remove the topics with all their events."
                            .formatted(partitions, String.join(", ", wrong)));
        }
    }

    private static void bringUpToDate(Admin admin, Map<String, Map<String, String>> wanted)
            throws InterruptedException, ExecutionException {
        List<ConfigResource> resources =
                wanted.keySet().stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList();
        var there = admin.describeConfigs(resources).all().get();
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        there.forEach((resource, config) -> {
            List<AlterConfigOp> operations = new ArrayList<>();
            wanted.getOrDefault(resource.name(), Map.of())
                    .forEach((key, value) -> {
                        ConfigEntry entry = config.get(key);
                        if (entry == null || !value.equals(entry.value())) {
                            operations.add(
                                    new AlterConfigOp(
                                            new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
                        }
                    });
            if (!operations.isEmpty()) {
                changes.put(resource, operations);
            }
        });
        if (!changes.isEmpty()) {
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static String rootMessage(ExecutionException e) {
        return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
}
