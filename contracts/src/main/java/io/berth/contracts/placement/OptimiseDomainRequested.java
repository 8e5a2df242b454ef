package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;

/**
 * Move VMs between the hosts of this domain so that its load is spread better, within the bounds
 * that are set for the groups of its hosts.
 *
 * @param operation under which the progress can be followed; what comes twice is one operation
 * @param requestedBy who asked
 */
@EventType("io.berth.placement.optimise-domain-requested.v1")
public record OptimiseDomainRequested(DomainId domain, OperationId operation, Principal requestedBy)
        implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public OptimiseDomainRequested {
        Require.present("domain", domain);
        Require.present("operation", operation);
        Require.present("requestedBy", requestedBy);
    }
}
