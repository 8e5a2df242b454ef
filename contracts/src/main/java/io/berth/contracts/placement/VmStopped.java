package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;

/** The VM has been stopped as requested and holds no room any more. */
@EventType("io.berth.placement.vm-stopped.v1")
public record VmStopped(VmId vm, DomainId domain, Epoch epoch) implements PlacementDecision {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmStopped {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("epoch", epoch);
    }
}
