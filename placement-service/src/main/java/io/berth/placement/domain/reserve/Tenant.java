package io.berth.placement.domain.reserve;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A VM that the cluster has to hold.
 *
 * @param on the functioning node that holds it; absent when none does, as when it is stopped: room
 *     must be found for it then, whatever else fails
 * @param movable whether it is started elsewhere when its node fails; a VM without a node always is
 * @param antiAffinitySet VMs of the same set never share a node; absent when it may run beside any
 * @param admitted the only nodes that could run it, whatever they have left; absent when all could
 */
public record Tenant(
        VmId vm,
        Demand size,
        @Nullable HostId on,
        boolean movable,
        @Nullable String antiAffinitySet,
        @Nullable Set<HostId> admitted) {
    /**
     * @throws IllegalArgumentException when a part is missing, or a size is negative
     */
    public Tenant {
        Require.present("vm", vm);
        Require.present("size", size);
        for (Resource resource : Resource.values()) {
            Require.range("size." + resource, size.of(resource), 0, Amounts.MOST_OF_A_VM);
        }
        if (antiAffinitySet != null) {
            Identifiers.check("antiAffinitySet", antiAffinitySet);
        }
        admitted = admitted == null ? null : Set.copyOf(admitted);
    }

    /** Without constraints, and highly available. */
    public static Tenant plain(VmId vm, Demand size, @Nullable HostId on) {
        return new Tenant(vm, size, on, true, null, null);
    }

    /** Whether room must be found for it when its node fails. */
    boolean mustMove() {
        return movable || on == null;
    }

    /** The same VM where no node holds it. */
    Tenant homeless() {
        return at(null);
    }

    /** The same VM on this node; on none when absent. */
    Tenant at(@Nullable HostId node) {
        return new Tenant(vm, size, node, movable, antiAffinitySet, admitted);
    }
}
