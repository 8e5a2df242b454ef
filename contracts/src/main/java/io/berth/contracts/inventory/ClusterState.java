package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import java.util.List;

/**
 * A failover cluster.
 *
 * @param nodes the configured nodes, alive or not
 * @param nodeFailureReserve R: how many nodes may fail with all VMs still held; less than the
 *     number of nodes (error 13803)
 */
@EventType("io.berth.inventory.cluster-state.v1")
public record ClusterState(
        ClusterId cluster,
        HostGroupId group,
        SiteId site,
        List<HostId> nodes,
        int nodeFailureReserve,
        long revision)
        implements InventoryState {
    /** Most nodes in one cluster. */
    public static final int MAX_NODES = 64;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or a node is named
     *     twice
     */
    public ClusterState {
        Require.present("cluster", cluster);
        Require.present("group", group);
        Require.present("site", site);
        nodes = Require.distinct("nodes", nodes, MAX_NODES);
        Require.range("nodeFailureReserve", nodeFailureReserve, 0, MAX_NODES - 1);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "cluster/" + cluster;
    }
}
