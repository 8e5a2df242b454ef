package io.berth.placement.domain.reserve;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A cluster as the reserve is judged by: immutable, and equal pictures have equal judgements.
 *
 * @param configured N, all nodes of the cluster, functioning or not
 * @param reserve R, how many may fail
 * @param nodes the functioning ones, in order of id
 * @param tenants every VM that counts: those on functioning nodes, and those without a node
 */
public record ClusterPicture(int configured, int reserve, List<Node> nodes, List<Tenant> tenants) {
    /** Most nodes: they are counted in one machine word. */
    public static final int MAX_NODES = ClusterState.MAX_NODES;

    /** Most VMs: what one host reports at most, on each node of the largest cluster. */
    public static final int MAX_TENANTS = 1 << 17;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ClusterPicture {
        Require.range("configured", configured, 0, MAX_NODES);
        Require.range("reserve", reserve, 0, MAX_NODES);
        nodes = Require.list("nodes", nodes, MAX_NODES);
        tenants = Require.list("tenants", tenants, MAX_TENANTS);
    }

    /** F. */
    public int functioning() {
        return nodes.size();
    }

    /** The same under another reserve. */
    public ClusterPicture withReserve(int other) {
        return new ClusterPicture(configured, other, nodes, tenants);
    }

    /** With one VM more. */
    public ClusterPicture plus(Tenant tenant) {
        List<Tenant> more = new ArrayList<>(tenants);
        more.add(tenant);
        return new ClusterPicture(configured, reserve, nodes, more);
    }

    /** Without a VM. */
    public ClusterPicture without(VmId vm) {
        return new ClusterPicture(
                configured,
                reserve,
                nodes,
                tenants.stream().filter(tenant -> !tenant.vm().equals(vm)).toList());
    }

    /**
     * After these nodes have failed for good: their movable VMs need room, and the others wait for
     * their node and no longer count.
     */
    public ClusterPicture afterFailureOf(Set<HostId> failed) {
        List<Tenant> left = new ArrayList<>();
        for (Tenant tenant : tenants) {
            HostId on = tenant.on();
            if (on == null || !failed.contains(on)) {
                left.add(tenant);
            } else if (tenant.movable()) {
                left.add(tenant.homeless());
            }
        }
        return new ClusterPicture(
                configured,
                reserve,
                nodes.stream().filter(node -> !failed.contains(node.host())).toList(),
                left);
    }
}
