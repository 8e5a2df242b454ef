package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;

/**
 * Run this VM somewhere in its domain. It carries the specification, so that no other topic has to
 * be waited for.
 */
@EventType("io.berth.placement.place-vm-requested.v1")
public record PlaceVmRequested(VmId vm, DomainId domain, VmSpec spec) implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public PlaceVmRequested {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("spec", spec);
    }
}
