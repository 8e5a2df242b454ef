package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;

/** A VM as it is specified, and the domain whose owner places it. */
@EventType("io.berth.inventory.vm-state.v1")
public record VmState(VmId vm, DomainId domain, VmSpec spec, long revision)
        implements InventoryState {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmState {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("spec", spec);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "vm/" + vm;
    }
}
