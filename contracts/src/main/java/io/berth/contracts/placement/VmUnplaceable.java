package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;

/**
 * No host of the domain can take the VM now; it is kept and tried again when capacity appears.
 *
 * @param epoch the last epoch at which it was placed; {@link Epoch#NONE} when never
 * @param explanation for every host all its refusals
 */
@EventType("io.berth.placement.vm-unplaceable.v1")
public record VmUnplaceable(
        VmId vm, DomainId domain, Epoch epoch, PlacementCause cause, Explanation explanation)
        implements PlacementDecision {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmUnplaceable {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("epoch", epoch);
        Require.present("cause", cause);
        Require.present("explanation", explanation);
    }
}
