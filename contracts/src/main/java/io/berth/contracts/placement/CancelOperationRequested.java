package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;

/**
 * Begin nothing more of this operation and break off what can be. A host that was evacuated takes
 * VMs again, also when the evacuation had ended.
 *
 * @param requestedBy who asked
 */
@EventType("io.berth.placement.cancel-operation-requested.v1")
public record CancelOperationRequested(
        DomainId domain, OperationId operation, Principal requestedBy) implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public CancelOperationRequested {
        Require.present("domain", domain);
        Require.present("operation", operation);
        Require.present("requestedBy", requestedBy);
    }
}
