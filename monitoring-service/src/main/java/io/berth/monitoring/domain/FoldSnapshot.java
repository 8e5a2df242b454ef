package io.berth.monitoring.domain;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.monitoring.HoldReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a {@link PartitionFold} knows, as plain values that become JSON. A fold restored from it
 * behaves bit for bit like the one it was taken of. Times are log time in milliseconds, except
 * {@code previousTimestampMillis}.
 *
 * @param format of this record; a newer service reads older formats
 * @param nextOffset of the first record that is not folded in
 * @param started whether any record has been folded
 * @param previousTimestampMillis the broker's timestamp of the last record
 * @param leaderEpoch of the last record that told one
 * @param restartedAtMillis before this no silence counts
 * @param domains in the order of their ids
 * @param refused hosts whose refusal has been told, oldest first
 */
public record FoldSnapshot(
        int format,
        long nextOffset,
        boolean started,
        long logTimeMillis,
        long previousTimestampMillis,
        int leaderEpoch,
        long restartedAtMillis,
        List<Domain> domains,
        List<Refused> refused) {
    /** The format that is written. */
    public static final int FORMAT = 3;

    private static final int OLDEST = 1;

    /**
     * @throws IllegalArgumentException when the format is not known
     */
    public FoldSnapshot {
        if (format < OLDEST || format > FORMAT) {
            throw new IllegalArgumentException(
                    "The snapshot has format %d; this service reads %d to %d"
                            .formatted(format, OLDEST, FORMAT));
        }
        domains = List.copyOf(domains);
        refused = List.copyOf(refused);
    }

    /** A fold that has seen nothing and starts at an offset. */
    public static FoldSnapshot empty(long nextOffset) {
        return new FoldSnapshot(
                FORMAT, nextOffset, false, 0, 0, LogMark.NO_EPOCH, 0, List.of(), List.of());
    }

    /**
     * One placement domain.
     *
     * @param revision of its roster
     * @param holdUntilMillis when a majority was last silent together
     * @param hold why failures are held; absent when they are not
     * @param heldSinceMillis when the hold began; 0 when there is none
     * @param hosts in the order of the roster
     * @param detection what was set for the domain; absent where nothing was, and in formats 1 and
     *     2
     */
    public record Domain(
            DomainId domain,
            long revision,
            long holdUntilMillis,
            @Nullable HoldReason hold,
            long heldSinceMillis,
            List<Host> hosts,
            @Nullable Detection detection) {
        public Domain {
            hosts = List.copyOf(hosts);
        }
    }

    /** What was set for a domain. */
    public record Detection(long revision, long thresholdMillis, long leaseMillis) {}

    /**
     * One configured host.
     *
     * @param boot of the last accepted beat; absent before the first
     * @param sequence of the last accepted beat
     * @param tenure of the last accepted beat
     * @param highestTenure of all accepted beats
     * @param watchdog whether the last accepted beat said that one is armed
     * @param acceptedAtMillis when the last accepted beat was appended
     * @param confirmedAtMillis the host's confirmed time
     * @param unconfirmed beats accepted and not yet reported as acknowledged, oldest first
     * @param condition what else is known of it; absent in format 1
     * @param leaseMillis the longest lease that it may hold, as its last beat told; 0 for the usual
     *     one, and in formats 1 and 2, whose agents knew no other
     */
    public record Host(
            HostId host,
            HostLiveness liveness,
            @Nullable BootId boot,
            long sequence,
            Tenure tenure,
            Tenure highestTenure,
            boolean watchdog,
            long acceptedAtMillis,
            long confirmedAtMillis,
            List<Appended> unconfirmed,
            @Nullable Condition condition,
            long leaseMillis) {
        public Host {
            unconfirmed = List.copyOf(unconfirmed);
        }
    }

    /**
     * What excuses a host, speaks against it, or is told of it for people.
     *
     * @param maintenance whether the roster says so
     * @param overdue whether this silence has been judged
     * @param excusedUntilMillis until then somebody restarts its agent; 0 when nobody does
     * @param failuresMillis when its silences lasted a threshold lately, oldest first
     * @param quarantinedUntilMillis 0 when it is not
     * @param hears the peers that it says to hear
     * @param offsetMillis least distance of its clock behind the broker's
     * @param offsetSamples how many beats that is the least of
     * @param skewed whether its clock counts as wrong
     */
    public record Condition(
            boolean maintenance,
            boolean overdue,
            long excusedUntilMillis,
            List<Long> failuresMillis,
            long quarantinedUntilMillis,
            List<HostId> hears,
            long offsetMillis,
            int offsetSamples,
            boolean skewed) {
        public Condition {
            failuresMillis = List.copyOf(failuresMillis);
            hears = List.copyOf(hears);
        }

        /** Of a host of which only its liveness is known. */
        static Condition unknown(boolean overdue) {
            return new Condition(false, overdue, 0, List.of(), 0, List.of(), 0, 0, false);
        }
    }

    /** When a beat was first appended. */
    public record Appended(long sequence, long atMillis) {}

    /** A host whose refused beats have been told, and the highest boot for which they were. */
    public record Refused(HostId host, BootId boot) {}
}
