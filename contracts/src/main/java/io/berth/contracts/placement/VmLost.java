package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;

/**
 * A highly available VM no longer runs on this host, with evidence. Exactly one {@link VmPlaced} or
 * {@link VmUnplaceable} follows, unless its restart priority is {@code NO_AUTO_START}: then its
 * assignment becomes {@link AssignmentState#WAITING_FOR_OPERATOR}.
 *
 * @param epoch the epoch at which it was lost
 */
@EventType("io.berth.placement.vm-lost.v1")
public record VmLost(VmId vm, DomainId domain, HostId host, Epoch epoch, PlacementCause cause)
        implements PlacementDecision {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmLost {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("host", host);
        Require.present("epoch", epoch);
        Require.present("cause", cause);
    }
}
