package io.berth.contracts.placement;

import io.berth.contracts.Event;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;

/**
 * A record of {@code placement.requests}, keyed by placement domain: a wish that placement answers
 * with a decision.
 */
public sealed interface PlacementRequest extends Event
        permits AdoptVmRequested, OperateVmRequested, PlaceVmRequested, StopVmRequested {
    /** The VM that it concerns. */
    VmId vm();

    /** The domain whose owner answers. */
    DomainId domain();

    @Override
    default String partitionKey() {
        return domain().value();
    }
}
