package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;

/**
 * Take up this VM, which runs on this host outside of Berth. Answered with {@link VmPlaced} and
 * {@link VmConfirmed}, or with {@link VmAdoptionFailed}; never with a start on another host. Of no
 * effect on a VM that placement holds already.
 */
@EventType("io.berth.placement.adopt-vm-requested.v1")
public record AdoptVmRequested(VmId vm, DomainId domain, HostId host, VmSpec spec)
        implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public AdoptVmRequested {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("host", host);
        Require.present("spec", spec);
    }
}
