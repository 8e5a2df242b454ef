package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.inventory.ClusterState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Empty the nodes of a cluster in an order that keeps its reserve, a few at a time; wait for each
 * until somebody says that it is patched, and give it VMs again.
 *
 * @param operation under which the progress can be followed; what comes twice is one operation
 * @param nodes those to patch; all of the cluster when empty
 * @param atOnce how many nodes may be away at the same time
 * @param rebootMeansPatched whether a node counts as patched when its agent lives a new life after
 *     the node was emptied
 * @param patchLimit how long a node may take to be patched, and to come back, before the operation
 *     stops and asks
 * @param mode how VMs move; absent to let placement choose by the link
 * @param override why it goes on where the reserve is not kept; absent when it waits there
 * @param requestedBy who asked
 */
@EventType("io.berth.placement.patch-cluster-requested.v1")
public record PatchClusterRequested(
        DomainId domain,
        OperationId operation,
        List<HostId> nodes,
        int atOnce,
        boolean rebootMeansPatched,
        Duration patchLimit,
        @Nullable MigrationMode mode,
        @Nullable String override,
        Principal requestedBy)
        implements PlacementRequest {
    /** Longest reason. */
    public static final int MAX_REASON = MigrateVmRequested.MAX_REASON;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or a node is named
     *     twice
     */
    public PatchClusterRequested {
        Require.present("domain", domain);
        Require.present("operation", operation);
        nodes = Require.distinct("nodes", nodes, ClusterState.MAX_NODES);
        Require.range("atOnce", atOnce, 1, ClusterState.MAX_NODES);
        Require.notNegative("patchLimit", patchLimit);
        if (override != null) {
            Require.text("override", override, MAX_REASON);
        }
        Require.present("requestedBy", requestedBy);
    }
}
