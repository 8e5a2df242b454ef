package io.berth.replica.domain.failover;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.replica.FailoverKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.replica.domain.Phase;
import java.time.Instant;
import java.util.List;

/**
 * The newest failover of a relationship, under way or ended. Hard state: it is saved with every
 * step, in the transaction in which what the step asks for goes to the outbox, so that a crash
 * repeats a request at most, and each of them may come twice.
 *
 * @param before the phase of the relationship, to which a cancellation returns
 * @param begunAt by the database's clock
 */
public record Failover(
        RelationshipId relationship,
        VmId vm,
        FailoverKind kind,
        Principal by,
        Instant begunAt,
        Route route,
        Phase before,
        Stage stage) {
    /** Whether it still does something by itself. */
    public boolean isUnderWay() {
        return switch (stage.step()) {
            case STOPPING,
                    COPYING_LAST,
                    PROMOTING,
                    HANDING_OVER,
                    STARTING,
                    BACK_STOPPING,
                    BACK_HANDING_OVER ->
                    true;
            case FAILED_OVER, CANCELLED, COMPLETED, REVERSED -> false;
        };
    }

    /** Whether it stands in the way of another: under way, or neither undone nor made final. */
    public boolean isOpen() {
        return isUnderWay() || stage.step() == FailoverStep.FAILED_OVER;
    }

    /** What of the VM's specification is different at the replica. */
    HandOverTerms there() {
        return stage.isShared()
                ? new HandOverTerms(List.of(), route.back().highlyAvailable())
                : new HandOverTerms(List.of(route.target()), false);
    }

    Failover with(Stage other) {
        return new Failover(relationship, vm, kind, by, begunAt, route, before, other);
    }
}
