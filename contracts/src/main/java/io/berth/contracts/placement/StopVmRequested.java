package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;

/** Stop this VM wherever it runs and keep it stopped; its room becomes free. */
@EventType("io.berth.placement.stop-vm-requested.v1")
public record StopVmRequested(VmId vm, DomainId domain) implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public StopVmRequested {
        Require.present("vm", vm);
        Require.present("domain", domain);
    }
}
