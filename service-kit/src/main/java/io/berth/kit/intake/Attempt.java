package io.berth.kit.intake;

import io.berth.contracts.wire.RejectionCode;
import io.berth.kit.deadletter.DeadLetters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * One try to apply some records in one transaction. Steps: lock the marks; drop what has been
 * applied; set poison aside; drop repeated events; hand the rest to the handler; advance the marks.
 * Used once and thrown away.
 */
final class Attempt {
    private final List<Prepared> records;
    private final Map<Position, String> refused;
    private final BatchHandler handler;
    private final Inbox inbox;
    private final Ownership ownership;
    private final DeadLetters deadLetters;
    private final Map<Outcome, Map<String, Integer>> outcomes = new HashMap<>();
    private boolean handedOver;

    /** What became of a record. */
    enum Outcome {
        /** Handed to the service and committed. */
        APPLIED,
        /** Below the mark: applied before. */
        REPLAYED,
        /** Another copy of an event that was applied before. */
        DUPLICATE,
        /** Set aside for good. */
        DEAD_LETTER,
        /** Of a type that this version does not know. */
        UNKNOWN_TYPE,
        /** Of a partition that another instance owns by now; left to it. */
        NOT_OWNED
    }

    Attempt(
            List<Prepared> records,
            Map<Position, String> refused,
            BatchHandler handler,
            Inbox inbox,
            Ownership ownership,
            DeadLetters deadLetters) {
        this.records = records;
        this.refused = refused;
        this.handler = handler;
        this.inbox = inbox;
        this.ownership = ownership;
        this.deadLetters = deadLetters;
    }

    /** Whether the handler has been called, so that memory may have run ahead. */
    boolean wasHandedOver() {
        return handedOver;
    }

    /** How many records of each topic ended how; valid after the commit. */
    Map<Outcome, Map<String, Integer>> outcomes() {
        return outcomes;
    }

    /** Within a transaction. Returns what to do after the commit. */
    Runnable run() {
        Set<TopicPartition> owned = ownedPartitions();
        if (owned.isEmpty()) {
            records.forEach(record -> count(Outcome.NOT_OWNED, record));
            return () -> {};
        }
        Map<TopicPartition, Long> marks = inbox.lock(owned);
        Map<TopicPartition, Long> next = new HashMap<>();
        List<Prepared> fresh = new ArrayList<>();
        for (Prepared record : records) {
            TopicPartition partition = partitionOf(record);
            Long mark = marks.get(partition);
            if (mark == null) {
                count(Outcome.NOT_OWNED, record);
            } else if (record.position().offset() < mark) {
                count(Outcome.REPLAYED, record);
            } else {
                fresh.add(record);
                next.merge(partition, record.position().offset() + 1, Math::max);
            }
        }
        if (fresh.isEmpty()) {
            return () -> {};
        }
        Runnable afterCommit = apply(withoutRepeated(withoutPoison(fresh)));
        inbox.advance(next);
        return afterCommit;
    }

    private Set<TopicPartition> ownedPartitions() {
        return records.stream()
                .map(Attempt::partitionOf)
                .filter(ownership::mayApply)
                .collect(Collectors.toSet());
    }

    private List<Prepared.Good> withoutPoison(List<Prepared> fresh) {
        List<Prepared.Good> good = new ArrayList<>(fresh.size());
        for (Prepared record : fresh) {
            switch (record) {
                case Prepared.Unknown unknown -> count(Outcome.UNKNOWN_TYPE, unknown);
                case Prepared.Poison poison -> setAside(poison, poison.code(), poison.detail());
                case Prepared.Good event -> {
                    String refusal = refused.get(event.position());
                    if (refusal == null) {
                        good.add(event);
                    } else {
                        setAside(event, RejectionCode.REFUSED, refusal);
                    }
                }
            }
        }
        return good;
    }

    private List<Prepared.Good> withoutRepeated(List<Prepared.Good> good) {
        Map<String, byte[]> first = new LinkedHashMap<>();
        for (Prepared.Good event : good) {
            if (event.inboxId() != null) {
                first.putIfAbsent(event.inboxId(), event.fingerprint());
            }
        }
        Map<String, byte[]> before = inbox.remember(first);
        Set<String> seenHere = new HashSet<>();
        List<Prepared.Good> once = new ArrayList<>(good.size());
        for (Prepared.Good event : good) {
            String id = event.inboxId();
            byte[] known = id == null ? null : before.get(id);
            if (id != null && known == null && !seenHere.add(id)) {
                known = first.get(id);
            }
            if (known == null) {
                once.add(event);
            } else if (!Fingerprint.differ(known, event.fingerprint())) {
                count(Outcome.DUPLICATE, event);
            } else {
                setAside(
                        event,
                        RejectionCode.DUPLICATE_ID,
                        "the id " + id + " has been seen before with another payload");
            }
        }
        return once;
    }

    private Runnable apply(List<Prepared.Good> events) {
        if (events.isEmpty()) {
            return () -> {};
        }
        List<Received<?>> batch = new ArrayList<>(events.size());
        for (Prepared.Good event : events) {
            batch.add(event.received());
            count(Outcome.APPLIED, event);
        }
        handedOver = true;
        if (batch.size() > 1) {
            return handler.apply(List.copyOf(batch));
        }
        try (var _ = batch.getFirst().makeCurrent()) {
            return handler.apply(List.copyOf(batch));
        }
    }

    private void setAside(Prepared record, RejectionCode code, String detail) {
        deadLetters.put(
                record.position(),
                record.raw().key(),
                record.raw().headers(),
                record.raw().value(),
                code,
                detail);
        count(Outcome.DEAD_LETTER, record);
    }

    private void count(Outcome outcome, Prepared record) {
        outcomes.computeIfAbsent(outcome, _ -> new HashMap<>())
                .merge(record.position().topic(), 1, Integer::sum);
    }

    static TopicPartition partitionOf(Prepared record) {
        return new TopicPartition(record.position().topic(), record.position().partition());
    }
}
