package io.berth.simulator.replica;

import io.berth.contracts.ids.RelationshipId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The link of a host, shared evenly by the transfers under way.
 *
 * <p><b>Goal.</b> The end of each transfer, exactly, though every beginning and end changes the
 * pace of all others.
 *
 * <p><b>Algorithm</b> (processor sharing by virtual time). <em>Service</em> is what one transfer
 * would have been given that was there from the beginning: with {@code n} transfers it grows by
 * {@code rate / n} a second. A transfer of {@code b} bytes that begins at service {@code s} ends
 * when service reaches {@code s + b}, whatever begins or ends in between; so the order of the ends
 * never changes and only the pace of service does.
 *
 * <p><b>Worked example.</b> 100 bytes a second. A (200 bytes) begins at 0 s and would end at 2 s. B
 * (50 bytes) begins at 1 s, when service is 100. Both now get 50 a second: B ends at service 150,
 * which is 2 s; A, alone again, at service 200, which is 2.5 s.
 *
 * <p><b>Complexity.</b> {@code log n} for a beginning and an end.
 */
final class LinkShare {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Less than a byte: what rounding of times leaves over. */
    private static final double NOTHING = 0.5;

    private record Transfer(double endsAt, RelationshipId id) {}

    private final double bytesPerSecond;
    private final TreeSet<Transfer> underWay =
            new TreeSet<>(Comparator.comparingDouble(Transfer::endsAt).thenComparing(Transfer::id));
    private final Map<RelationshipId, Transfer> byId = new HashMap<>();
    private double service;
    private Duration now = Duration.ZERO;

    /**
     * @param bytesPerSecond above 0
     */
    LinkShare(long bytesPerSecond) {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException(
                    "the link carries " + bytesPerSecond + " bytes a second; it must be above 0");
        }
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Lets time pass; the transfers that have ended, in their order. */
    List<RelationshipId> advance(Duration to) {
        double left = seconds(to.minus(now));
        now = to;
        List<RelationshipId> ended = new ArrayList<>();
        while (!underWay.isEmpty()) {
            Transfer next = underWay.first();
            double needed = untilEndOf(next);
            if (needed > left && next.endsAt() - service > NOTHING) {
                service += left * bytesPerSecond / underWay.size();
                break;
            }
            left -= Math.min(left, needed);
            service = Math.max(service, next.endsAt());
            end(next.id());
            ended.add(next.id());
        }
        return ended;
    }

    /** A transfer begins. To be called after {@link #advance} to this moment. */
    void begin(RelationshipId id, long bytes) {
        end(id);
        Transfer transfer = new Transfer(service + bytes, id);
        byId.put(id, transfer);
        underWay.add(transfer);
    }

    /** A transfer is over, or given up. */
    void end(RelationshipId id) {
        @Nullable Transfer transfer = byId.remove(id);
        if (transfer != null) {
            underWay.remove(transfer);
        }
    }

    /** When the next transfer ends if nothing begins before. */
    Optional<Duration> nextEnd() {
        if (underWay.isEmpty()) {
            return Optional.empty();
        }
        double needed = untilEndOf(underWay.first());
        return Optional.of(now.plusNanos((long) Math.ceil(needed * NANOS_PER_SECOND)));
    }

    private double untilEndOf(Transfer transfer) {
        return Math.max(0, transfer.endsAt() - service) * underWay.size() / bytesPerSecond;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
