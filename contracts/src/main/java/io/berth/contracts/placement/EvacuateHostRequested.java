package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Move every VM of this host to other hosts of its domain, and put none there until the operation
 * is cancelled.
 *
 * @param operation under which the progress can be followed; what comes twice is one operation
 * @param mode how; absent to let placement choose by the link
 * @param blocked what becomes of VMs that cannot move
 * @param requestedBy who asked
 */
@EventType("io.berth.placement.evacuate-host-requested.v1")
public record EvacuateHostRequested(
        DomainId domain,
        OperationId operation,
        HostId host,
        @Nullable MigrationMode mode,
        BlockedVms blocked,
        Principal requestedBy)
        implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public EvacuateHostRequested {
        Require.present("domain", domain);
        Require.present("operation", operation);
        Require.present("host", host);
        Require.present("blocked", blocked);
        Require.present("requestedBy", requestedBy);
    }
}
