package io.berth.keyvault.app;

import io.berth.contracts.Topics;
import io.berth.contracts.keyvault.AuditHeadPublished;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.produce.KafkaClients;
import io.berth.kit.topics.TopicCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Heads of the trail that the topic was told of, read back from it: what the trail must agree with.
 */
@ApplicationScoped
public class PublishedHeads {
    private static final Duration POLL = Duration.ofMillis(500);

    /** A broker that gives nothing for so many polls is away. */
    private static final int MAX_EMPTY_POLLS = 20;

    /** Most records of the partition that are read at once: a busy day. */
    private static final int MAX_RECORDS = 500_000;

    private final KafkaClients clients;
    private final TopicCatalog topics;
    private final Vault vault;

    PublishedHeads(KafkaClients clients, TopicCatalog topics, Vault vault) {
        this.clients = clients;
        this.topics = topics;
        this.vault = vault;
    }

    /**
     * Hashes by sequence that were told since then.
     *
     * @throws KafkaException when the broker does not answer
     */
    public Map<Long, String> since(Instant from) {
        return since(vault.keys().tenant(), from);
    }

    /**
     * The newest head of a vault that was told; empty when none is on the topic. Where a head is
     * told each minute, it is among the last records: so it is looked for further and further back.
     *
     * @param earliest no head from before is looked for
     * @throws KafkaException when the broker does not answer
     */
    public Optional<Map.Entry<Long, String>> newest(UUID of, Instant earliest, Instant now) {
        for (Duration back = Duration.ofHours(1); ; back = back.multipliedBy(4)) {
            Instant from = now.minus(back).isBefore(earliest) ? earliest : now.minus(back);
            Optional<Map.Entry<Long, String>> newest =
                    since(of, from).entrySet().stream().max(Map.Entry.comparingByKey());
            if (newest.isPresent() || from.equals(earliest)) {
                return newest;
            }
        }
    }

    private Map<Long, String> since(UUID of, Instant from) {
        String tenant = of.toString();
        EventCodec<KeyAuditEvent> codec = topics.codec(Topics.KEYVAULT_AUDIT);
        String topic = topics.onBroker(Topics.KEYVAULT_AUDIT.name());
        Map<Long, String> heads = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = clients.assignedConsumer("audit-heads")) {
            TopicPartition place =
                    new TopicPartition(
                            topic,
                            BuiltInPartitioner.partitionForKey(
                                    tenant.getBytes(StandardCharsets.UTF_8),
                                    consumer.partitionsFor(topic).size()));
            consumer.assign(List.of(place));
            OffsetAndTimestamp start =
                    consumer.offsetsForTimes(Map.of(place, from.toEpochMilli())).get(place);
            if (start == null) {
                return heads;
            }
            consumer.seek(place, start.offset());
            long end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
            int read = 0;
            int empty = 0;
            while (consumer.position(place) < end && read < MAX_RECORDS) {
                var records = consumer.poll(POLL);
                empty = records.isEmpty() ? empty + 1 : 0;
                if (empty >= MAX_EMPTY_POLLS) {
                    throw new KafkaException("the broker gives no records of " + place);
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    read++;
                    if (codec.decode(record.key(), record.headers(), record.value())
                                    instanceof Decoded.Known<KeyAuditEvent> known
                            && known.envelope().event() instanceof AuditHeadPublished head
                            && head.vault().equals(tenant)) {
                        heads.put(head.sequence(), head.hash());
                    }
                }
            }
        }
        return heads;
    }
}
