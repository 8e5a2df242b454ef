package io.berth.replica.domain;

import io.berth.contracts.replica.InitialCopyWay;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a cycle that is due may begin by its relationship's settings. Deltas keep to the windows,
 * resynchronisations to theirs, a first copy from media waits for an operator's word. An operator's
 * "now" opens every window for one cycle.
 */
final class Begin {
    private Begin() {}

    /**
     * A cycle that may not begin.
     *
     * @param until when it may; absent when only an operator can say so
     */
    record Later(HoldReason reason, @Nullable Instant until) {}

    /** Why and until when the next cycle has to wait; empty when it may begin now. */
    static Optional<Later> later(Relationship relationship, Instant now) {
        Settings settings = relationship.agreement().settings();
        boolean asked = relationship.agenda().asked();
        return switch (relationship.phase().state()) {
            case INITIAL_PENDING ->
                    settings.initialCopy() == InitialCopyWay.EXTERNAL_MEDIA
                            ? Optional.of(new Later(HoldReason.AWAITS_MEDIA, null))
                            : Optional.empty();
            case RESYNC_REQUIRED ->
                    asked
                            ? Optional.empty()
                            : closed(settings.resync(), HoldReason.OUTSIDE_RESYNC_WINDOW, now);
            case REPLICATING, TESTING ->
                    asked
                            ? Optional.empty()
                            : closed(settings.schedule(), HoldReason.OUTSIDE_WINDOW, now);
            case INITIAL_RUNNING, RESYNCING, DISABLED, PAUSED, PREPARED, FAILED_OVER, REVERSED ->
                    Optional.empty();
        };
    }

    private static Optional<Later> closed(Schedule schedule, HoldReason reason, Instant now) {
        Instant opens = schedule.nextOpen(now);
        return opens.isAfter(now) ? Optional.of(new Later(reason, opens)) : Optional.empty();
    }
}
