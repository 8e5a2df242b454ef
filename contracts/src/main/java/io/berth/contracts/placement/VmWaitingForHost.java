package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;

/** A VM that is not highly available went down with its host and waits for it to come back. */
@EventType("io.berth.placement.vm-waiting-for-host.v1")
public record VmWaitingForHost(VmId vm, DomainId domain, HostId host, Epoch epoch)
        implements PlacementDecision {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmWaitingForHost {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("host", host);
        Require.present("epoch", epoch);
    }
}
