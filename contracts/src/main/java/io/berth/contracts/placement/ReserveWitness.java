package io.berth.contracts.placement;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import java.util.List;

/**
 * Why a cluster is over-committed.
 *
 * @param failedNodes these nodes fail; where they are fewer than the reserve, no more are needed
 * @param stranded a VM that then finds no room when the VMs are placed largest first; no other
 *     order or choice places all of them either
 * @param survivors for each node that is left why it cannot take that VM then; empty when none is
 */
public record ReserveWitness(List<HostId> failedNodes, VmId stranded, List<RefusedHost> survivors) {
    /**
     * @throws IllegalArgumentException when a part is missing or too long, or a node stands there
     *     twice
     */
    public ReserveWitness {
        failedNodes = Require.distinct("witness.failedNodes", failedNodes, ClusterState.MAX_NODES);
        Require.present("witness.stranded", stranded);
        survivors = Require.list("witness.survivors", survivors, ClusterState.MAX_NODES);
    }
}
