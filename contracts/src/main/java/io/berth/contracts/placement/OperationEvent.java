package io.berth.contracts.placement;

import io.berth.contracts.Event;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.OperationId;

/**
 * A record of {@code placement.operations}, keyed by operation: how far something is that operators
 * asked for.
 */
public sealed interface OperationEvent extends Event permits PatchStepChanged {
    /** The operation that it concerns. */
    OperationId operation();

    /** The domain whose owner carries it out. */
    DomainId domain();

    @Override
    default String partitionKey() {
        return operation().value();
    }
}
