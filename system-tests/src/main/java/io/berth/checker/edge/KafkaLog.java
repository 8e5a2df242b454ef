package io.berth.checker.edge;

import io.berth.checker.Position;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the topics from given offsets up to where they ended when the reading began; every topic of
 * the installation while secrets are sought, otherwise those that a rule needs. Plain assignment,
 * no group: the checker leaves no trace in the broker.
 */
final class KafkaLog {
    /** Longest pause without progress; then the broker is taken to be away. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What the broker keeps for itself begins so. */
    private static final String INTERNAL = "__";

    private final Job job;
    private final LeakScanner scanner;

    KafkaLog(Job job, LeakScanner scanner) {
        this.job = job;
        this.scanner = scanner;
    }

    /**
     * Reads every record, in the order of each partition.
     *
     * @throws IOException when a topic is missing or the broker does not answer in time
     */
    RecordReader read() throws IOException {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, job.bootstrap());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Set<TopicPartition> open = partitions(consumer);
            consumer.assign(open);
            seek(consumer, open);
            Map<TopicPartition, Long> ends = ends(consumer, open);
            RecordReader reader =
                    new RecordReader(
                            consumer.partitionsFor(job.topicPrefix() + RecordReader.HEARTBEATS)
                                    .size());
            drain(consumer, open, ends, reader);
            return reader;
        } catch (KafkaException e) {
            throw new IOException("Kafka at " + job.bootstrap() + ": " + e.getMessage(), e);
        }
    }

    private Set<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) throws IOException {
        Set<TopicPartition> partitions = new HashSet<>();
        for (String topic : RecordReader.TOPICS) {
            List<PartitionInfo> infos = consumer.partitionsFor(job.topicPrefix() + topic);
            if (infos.isEmpty()) {
                throw new IOException(
                        "topic "
                                + job.topicPrefix()
                                + topic
                                + " does not exist on "
                                + job.bootstrap());
            }
            add(partitions, infos);
        }
        if (scanner.seeks()) {
            consumer.listTopics()
                    .forEach((topic, infos) -> {
                        if (topic.startsWith(job.topicPrefix()) && !topic.startsWith(INTERNAL)) {
                            add(partitions, infos);
                        }
                    });
        }
        return partitions;
    }

    private static void add(Set<TopicPartition> partitions, List<PartitionInfo> infos) {
        infos.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }

    /**
     * The end of {@code replica.events} is taken first: a cycle that ended before it has its order
     * and its report before the ends of the other topics.
     */
    private Map<TopicPartition, Long> ends(
            KafkaConsumer<?, ?> consumer, Set<TopicPartition> partitions) {
        List<TopicPartition> first = new ArrayList<>();
        List<TopicPartition> then = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            boolean claims = unprefixed(partition.topic()).equals(RecordReader.REPLICA);
            (claims ? first : then).add(partition);
        }
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(first));
        ends.putAll(consumer.endOffsets(then));
        return ends;
    }

    private void seek(KafkaConsumer<?, ?> consumer, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> starts = new HashMap<>(beginnings);
        for (TopicPartition partition : partitions) {
            List<Long> given = job.start().get(unprefixed(partition.topic()));
            if (given != null && partition.partition() < given.size()) {
                starts.merge(partition, given.get(partition.partition()), Math::max);
            }
        }
        starts.forEach(consumer::seek);
    }

    private void drain(
            KafkaConsumer<byte[], byte[]> consumer,
            Set<TopicPartition> partitions,
            Map<TopicPartition, Long> ends,
            RecordReader reader)
            throws IOException {
        Set<TopicPartition> open = new HashSet<>(partitions);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<TopicPartition> read = new ArrayList<>();
            for (TopicPartition partition : open) {
                if (consumer.position(partition) >= ends.getOrDefault(partition, 0L)) {
                    read.add(partition);
                }
            }
            open.removeAll(read);
            consumer.pause(read);
            if (open.isEmpty()) {
                return;
            }
            int count = 0;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    take(record, reader);
                }
                count++;
            }
            if (count > 0) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new IOException(
                        "no record for " + PATIENCE.toSeconds() + " s; still to read: " + open);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, RecordReader reader) {
        Position at = position(record);
        if (RecordReader.TOPICS.contains(at.topic())) {
            reader.read(at, record.key(), record.headers(), record.value());
        }
        if (scanner.seeks()) {
            scanner.search(at, record.key(), record.headers(), record.value());
        }
    }

    private Position position(ConsumerRecord<?, ?> record) {
        return new Position(
                unprefixed(record.topic()),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()));
    }

    private String unprefixed(String topic) {
        return topic.substring(job.topicPrefix().length());
    }
}
