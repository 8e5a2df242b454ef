package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import org.jspecify.annotations.Nullable;

/**
 * Run this VM somewhere in its domain. It carries the specification, so that no other topic has to
 * be waited for.
 *
 * @param override an administrator's word that soft refusals do not count; absent without one
 */
@EventType("io.berth.placement.place-vm-requested.v1")
public record PlaceVmRequested(
        VmId vm, DomainId domain, VmSpec spec, @Nullable PlacementOverride override)
        implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public PlaceVmRequested {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("spec", spec);
    }

    /** Without an override. */
    public PlaceVmRequested(VmId vm, DomainId domain, VmSpec spec) {
        this(vm, domain, spec, null);
    }
}
