package io.berth.contracts.placement;

import io.berth.contracts.Event;
import io.berth.contracts.ids.DomainId;

/**
 * A record of {@code placement.requests}, keyed by placement domain: a wish that placement answers
 * with a decision.
 */
public sealed interface PlacementRequest extends Event
        permits AdoptVmRequested,
                CancelOperationRequested,
                EvacuateHostRequested,
                HandOverVmRequested,
                MigrateVmRequested,
                OperateVmRequested,
                OptimiseDomainRequested,
                PatchAnswered,
                PatchClusterRequested,
                PlaceVmRequested,
                StopVmRequested,
                TakeOverVmRequested {
    /** The domain whose owner answers. */
    DomainId domain();

    @Override
    default String partitionKey() {
        return domain().value();
    }
}
