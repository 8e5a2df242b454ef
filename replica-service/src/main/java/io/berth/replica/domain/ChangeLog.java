package io.berth.replica.domain;

import io.berth.contracts.hosts.ChangeLogSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How fast a VM changes, how much of that is not at the target, and how fast it gets there.
 * Averages weigh the newest cycle with a quarter, so that one busy cycle does not count for long.
 *
 * @param changedPerSecond bytes that the VM changes, averaged over its deltas
 * @param sentPerSecond bytes that its cycles sent while they sent
 * @param pendingBytes reported, or left by the newest cycle
 * @param diskBytes of all copied disks; absent where no host has said it
 * @param at for which {@code pendingBytes} holds
 */
public record ChangeLog(
        long changedPerSecond,
        long sentPerSecond,
        long pendingBytes,
        @Nullable Long diskBytes,
        Instant at) {
    /** Above this share of the disks, copying everything again is cheaper: as Hyper-V has it. */
    static final int LIMIT_PERCENT = 50;

    private static final int WEIGHT = 4;

    /** Nothing is known yet. */
    static ChangeLog unknown(Instant now) {
        return new ChangeLog(0, 0, 0, null, now);
    }

    /** What is pending by now, if the VM goes on as it did. */
    public long pendingAt(Instant now) {
        long millis = Math.max(0, Duration.between(at, now).toMillis());
        double grown = (double) changedPerSecond * millis / 1000;
        return (long) Math.min(Long.MAX_VALUE / 4, pendingBytes + grown);
    }

    /** From how many bytes on everything must be copied again; empty while that is unknown. */
    public Optional<Long> limit() {
        return Optional.ofNullable(diskBytes).map(bytes -> (long) (bytes / 100.0 * LIMIT_PERCENT));
    }

    /** Whether more is pending than may be, as a host has counted it. */
    boolean isTooLarge() {
        return limit().filter(most -> pendingBytes > most).isPresent();
    }

    /**
     * How long until the limit is reached; empty when nothing says that it ever will be.
     *
     * @param drains whether cycles carry away what they can; not while paused or unreachable
     */
    public Optional<Duration> untilLimit(Instant now, boolean drains) {
        long most = limit().orElse(Long.MAX_VALUE);
        long growth = changedPerSecond - (drains ? sentPerSecond : 0);
        if (most == Long.MAX_VALUE || growth <= 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Math.max(0, most - pendingAt(now)) / growth));
    }

    /** A delta has sent so much of what was changed in this time. */
    ChangeLog sent(long bytes, Duration over, Duration took, Instant now) {
        long changed = rate(bytes, over);
        long sent = rate(bytes, took);
        return new ChangeLog(
                changedPerSecond == 0 ? changed : average(changedPerSecond, changed),
                sentPerSecond == 0 ? sent : average(sentPerSecond, sent),
                0,
                diskBytes,
                now);
    }

    /** The whole of the disks is at the target. */
    ChangeLog copied(Instant now) {
        return new ChangeLog(changedPerSecond, sentPerSecond, 0, diskBytes, now);
    }

    /** What a host has counted. */
    ChangeLog counted(ChangeLogSize size, Instant now) {
        return new ChangeLog(
                changedPerSecond, sentPerSecond, size.pendingBytes(), size.diskBytes(), now);
    }

    private static long average(long old, long newest) {
        return old + (newest - old) / WEIGHT;
    }

    private static long rate(long bytes, Duration over) {
        double seconds = Math.max(1, over.toMillis()) / 1000.0;
        return (long) Math.min(Long.MAX_VALUE / 4, bytes / seconds);
    }
}
