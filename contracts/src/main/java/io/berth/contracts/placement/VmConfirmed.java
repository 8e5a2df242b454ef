package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;

/** The host itself has reported the VM running at this epoch. */
@EventType("io.berth.placement.vm-confirmed.v1")
public record VmConfirmed(VmId vm, DomainId domain, HostId host, Epoch epoch)
        implements PlacementDecision {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmConfirmed {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("host", host);
        Require.present("epoch", epoch);
    }
}
