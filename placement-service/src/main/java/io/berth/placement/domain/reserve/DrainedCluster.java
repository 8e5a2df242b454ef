package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A cluster as its reserve is judged while nodes are emptied: those nodes are away, though they
 * still run, and every VM on them needs room elsewhere, also one that is not highly available. A VM
 * on its way counts where it goes. Immutable.
 *
 * @param picture without the nodes that are away
 */
public record DrainedCluster(ClusterPicture picture) {
    /**
     * The cluster with these nodes away.
     *
     * @param targets where VMs on their way go
     */
    public static DrainedCluster of(
            ClusterPicture cluster, Set<HostId> away, Map<VmId, HostId> targets) {
        Set<HostId> there = hosts(cluster);
        there.removeAll(away);
        List<Tenant> tenants = new ArrayList<>(cluster.tenants().size());
        for (Tenant tenant : cluster.tenants()) {
            HostId target = targets.get(tenant.vm());
            HostId on = target != null && there.contains(target) ? target : tenant.on();
            tenants.add(tenant.at(on != null && there.contains(on) ? on : null));
        }
        return new DrainedCluster(
                new ClusterPicture(
                        cluster.configured(),
                        cluster.reserve(),
                        cluster.nodes().stream()
                                .filter(node -> there.contains(node.host()))
                                .toList(),
                        tenants));
    }

    /** With one node more away. */
    public DrainedCluster without(HostId host) {
        return of(picture, Set.of(host), Map.of());
    }

    /** With a VM on this node. */
    public DrainedCluster with(VmId vm, HostId host) {
        return of(picture, Set.of(), Map.of(vm, host));
    }

    /** Whether a node is there and functions. */
    public boolean has(HostId host) {
        return picture.nodes().stream().anyMatch(node -> node.host().equals(host));
    }

    /** Whether the reserve holds, and by what. */
    public ReserveJudgement judge(SearchBudget budget) {
        return ReserveJudge.judge(picture, budget);
    }

    private static Set<HostId> hosts(ClusterPicture cluster) {
        Set<HostId> hosts = new HashSet<>();
        cluster.nodes().forEach(node -> hosts.add(node.host()));
        return hosts;
    }
}
