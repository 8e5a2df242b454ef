package io.berth.kit.intake;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.telemetry.MonitorTick;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.contracts.wire.Partitions;
import io.berth.contracts.wire.RejectionCode;
import io.berth.kit.topics.PartitionCounts;
import io.berth.kit.topics.TopicCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** Reads records into events, or finds why they are none; before and outside any transaction. */
@ApplicationScoped
public class Preparer {
    private final TopicCatalog topics;
    private final PartitionCounts counts;

    @Inject
    public Preparer(TopicCatalog topics, PartitionCounts counts) {
        this.topics = topics;
        this.counts = counts;
    }

    List<Prepared> prepare(ConsumerRecords<byte[], byte[]> records) {
        List<Prepared> prepared = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            EventCodec<?> codec = topics.named(topics.unprefixed(record.topic()));
            prepared.add(prepare(codec, record));
        }
        return prepared;
    }

    private <E extends Event> Prepared prepare(
            EventCodec<E> codec, ConsumerRecord<byte[], byte[]> record) {
        Position position =
                new Position(
                        codec.topic().name(),
                        record.partition(),
                        record.offset(),
                        Instant.ofEpochMilli(Math.max(0, record.timestamp())));
        return switch (codec.decode(record.key(), record.headers(), record.value())) {
            case Decoded.Rejected<E> rejected ->
                    new Prepared.Poison(record, position, rejected.code(), rejected.detail());
            case Decoded.Unknown<E> _ -> new Prepared.Unknown(record, position);
            case Decoded.Known<E> known -> known(codec.topic(), record, position, known.envelope());
        };
    }

    private <E extends Event> Prepared known(
            Topic<E> topic,
            ConsumerRecord<byte[], byte[]> record,
            Position position,
            EventEnvelope<E> envelope) {
        String misplaced = misplaced(topic, record, envelope.event());
        if (misplaced != null) {
            return new Prepared.Poison(record, position, RejectionCode.WRONG_PARTITION, misplaced);
        }
        return new Prepared.Good(
                record,
                new Received<>(envelope, position),
                inboxId(topic, envelope),
                Fingerprint.of(Topic.typeOf(envelope.event().getClass()), record.value()));
    }

    /**
     * Why the record lies in the wrong partition; null when it does not. Only domains must lie
     * together; a tick names its partition itself.
     */
    private @Nullable String misplaced(
            Topic<?> topic, ConsumerRecord<byte[], byte[]> record, Event event) {
        if (topic.partitioning() != Topic.Partitioning.BY_DOMAIN) {
            return null;
        }
        int right =
                event instanceof MonitorTick tick
                        ? tick.partition()
                        : Partitions.of(record.key(), counts.of(record.topic()));
        return right == record.partition()
                ? null
                : "it lies in partition "
                        + record.partition()
                        + ", its key belongs to "
                        + right
                        + "; produce with the murmur2 partitioner";
    }

    /**
     * Beats are told apart by boot and sequence, and a relayed copy of a beat has the id of the
     * first, so ids of topics with log time are not remembered.
     */
    private static @Nullable String inboxId(Topic<?> topic, EventEnvelope<?> envelope) {
        return topic.kind() == Topic.Kind.LOG_TIME ? null : envelope.source() + " " + envelope.id();
    }
}
