package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A VM as it is specified, and the domain whose owner places it.
 *
 * @param snapshots oldest first; absent while there are none
 */
@EventType("io.berth.inventory.vm-state.v1")
public record VmState(
        VmId vm, DomainId domain, VmSpec spec, long revision, @Nullable List<VmSnapshot> snapshots)
        implements InventoryState {
    /** As many as a hypervisor of today allows for one VM. */
    public static final int MAX_SNAPSHOTS = 50;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmState {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("spec", spec);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
        snapshots =
                snapshots == null || snapshots.isEmpty()
                        ? null
                        : Require.list("snapshots", snapshots, MAX_SNAPSHOTS);
    }

    /** Of a VM without snapshots. */
    public VmState(VmId vm, DomainId domain, VmSpec spec, long revision) {
        this(vm, domain, spec, revision, null);
    }

    @Override
    public String partitionKey() {
        return "vm/" + vm;
    }
}
