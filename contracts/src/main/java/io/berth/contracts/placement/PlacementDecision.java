package io.berth.contracts.placement;

import io.berth.contracts.Event;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;

/**
 * A record of {@code placement.decisions}, keyed by VM: what placement decided or learned about it.
 */
public sealed interface PlacementDecision extends Event
        permits VmAdoptionFailed,
                VmConfirmed,
                VmHandOverRefused,
                VmLost,
                VmMigrating,
                VmOperationOrdered,
                VmOperationRefused,
                VmOperationSettled,
                VmPlaced,
                VmReleased,
                VmStopped,
                VmTakenOver,
                VmTurnCame,
                VmUnplaceable,
                VmWaitingForHost {
    /** The VM that it concerns. */
    VmId vm();

    /** The domain whose owner decided. */
    DomainId domain();

    @Override
    default String partitionKey() {
        return vm().value();
    }
}
