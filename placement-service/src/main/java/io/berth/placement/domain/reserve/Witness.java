package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.vm.Resource;
import java.util.List;

/**
 * Why a cluster is over-committed.
 *
 * @param failed these nodes fail; where they are fewer than the reserve, no more are needed
 * @param stranded a VM that then finds no room when the VMs are placed largest first; no other
 *     order or choice places all of them either
 * @param reasons for each survivor why it cannot take the VM then; empty when there is no survivor
 */
public record Witness(List<HostId> failed, VmId stranded, List<Reason> reasons) {
    /** Takes copies. */
    public Witness {
        failed = List.copyOf(failed);
        reasons = List.copyOf(reasons);
    }

    /** Why one node cannot take the stranded VM. */
    public sealed interface Reason {
        /** Which node. */
        HostId node();

        /** It has too little left. */
        record TooLittle(HostId node, Resource resource, long required, long available)
                implements Reason {}

        /** It holds a VM of the same anti-affinity set, or has been given one. */
        record Partner(HostId node, String antiAffinitySet) implements Reason {}

        /** It is no possible owner, or does not carry the VM's networks. */
        record NotAdmitted(HostId node) implements Reason {}
    }
}
