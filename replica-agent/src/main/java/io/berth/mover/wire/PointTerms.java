package io.berth.mover.wire;

import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.ids.CycleNumber;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was ordered of the recovery point that a cycle makes.
 *
 * @param at when the cycle was ordered, by the clock of whoever orders; absent: the target's own
 *     will do
 * @param applicationConsistent the guest had flushed and held its writes back
 * @param keep the cycles whose points the target still has to hold when this one is complete; any
 *     other may go. Absent: none may
 */
public record PointTerms(
        @Nullable Instant at, boolean applicationConsistent, @Nullable List<CycleNumber> keep) {
    /** Nothing was said. */
    public static final PointTerms NONE = new PointTerms(null, false, null);

    /**
     * @throws IllegalArgumentException when too many are to be kept
     */
    public PointTerms {
        if (keep != null) {
            keep = List.copyOf(keep);
            if (keep.size() > CycleTerms.MAX_KEPT) {
                throw new IllegalArgumentException(
                        "%d points are to be kept; at most %d are"
                                .formatted(keep.size(), CycleTerms.MAX_KEPT));
            }
        }
    }

    /** Whether the point of this cycle may be taken away. */
    public boolean mayGo(CycleNumber cycle) {
        return keep != null && !keep.contains(cycle);
    }
}
