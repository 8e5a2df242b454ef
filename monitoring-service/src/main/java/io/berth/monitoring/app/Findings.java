package io.berth.monitoring.app;

import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.wire.RejectionCode;
import io.berth.monitoring.domain.guest.GuestFindings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What reading some records of one partition brought to light and is not saved yet. Not safe for
 * several threads.
 */
public final class Findings {
    /** What became of a record, for the counter. */
    public enum Result {
        /** A beat that counted. */
        ACCEPTED,
        /** A beat that was repeated, overtaken or of an earlier boot. */
        STALE,
        /** A beat of a host that is not configured in its domain. */
        UNKNOWN_HOST,
        /** A record that is not readable or lies in a wrong partition. */
        REJECTED,
        /** The same, of so many within a minute that it was not kept. */
        REJECTED_UNTOLD,
        /** A beat above what one host may send within a second; it was not read. */
        LIMITED,
        /** An event of a type that this version does not know. */
        UNKNOWN_TYPE,
        /** A tick, a roster or somebody's word. */
        CONTROL,
        /** A record that was delivered again. */
        REPEATED
    }

    /** A record that is set aside. */
    public record Rejected(
            ConsumerRecord<byte[], byte[]> record, RejectionCode code, String detail) {}

    private final List<NodeEvent> transitions = new ArrayList<>();
    private final GuestFindings guests = new GuestFindings();
    private final List<Rejected> rejected = new ArrayList<>();
    private final Map<Result, Long> results = new EnumMap<>(Result.class);
    private final long[] counts = new long[Result.values().length];

    /** Facts in the order found. */
    public List<NodeEvent> transitions() {
        return transitions;
    }

    /** What became known of guests. */
    public GuestFindings guests() {
        return guests;
    }

    /** Records to be set aside, in order. */
    public List<Rejected> rejected() {
        return rejected;
    }

    /** Whether there is anything that must be saved at once. */
    public boolean isPressing() {
        return !transitions.isEmpty() || !rejected.isEmpty() || !guests.facts().isEmpty();
    }

    void count(Result result) {
        counts[result.ordinal()]++;
    }

    /** How many records ended how, since the last call. */
    public Map<Result, Long> drainCounts() {
        results.clear();
        for (Result result : Result.values()) {
            if (counts[result.ordinal()] > 0) {
                results.put(result, counts[result.ordinal()]);
                counts[result.ordinal()] = 0;
            }
        }
        return results;
    }

    /** Forgets what has been saved. */
    public void clear() {
        transitions.clear();
        guests.clear();
        rejected.clear();
    }
}
