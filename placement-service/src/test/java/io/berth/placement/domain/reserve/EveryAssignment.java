package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.placement.domain.vm.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges a small cluster by trying every assignment of every combination: slow, written apart from
 * the search that it checks, and plain enough to be believed.
 */
final class EveryAssignment {
    private EveryAssignment() {}

    static boolean overCommitted(ClusterPicture cluster) {
        if (cluster.tenants().isEmpty()) {
            return false;
        }
        if (cluster.functioning() <= cluster.reserve()) {
            return true;
        }
        List<Set<HostId>> combinations = new ArrayList<>();
        choose(cluster.nodes(), 0, cluster.reserve(), Set.of(), combinations);
        return combinations.stream().anyMatch(failed -> !holds(cluster, failed));
    }

    private static void choose(
            List<Node> nodes, int from, int more, Set<HostId> chosen, List<Set<HostId>> into) {
        if (more == 0) {
            into.add(chosen);
            return;
        }
        for (int i = from; i < nodes.size(); i++) {
            Set<HostId> next = new java.util.HashSet<>(chosen);
            next.add(nodes.get(i).host());
            choose(nodes, i + 1, more - 1, next, into);
        }
    }

    static boolean holds(ClusterPicture cluster, Set<HostId> failed) {
        Map<HostId, List<Tenant>> there = new HashMap<>();
        List<Node> survivors = new ArrayList<>();
        for (Node node : cluster.nodes()) {
            if (!failed.contains(node.host())) {
                survivors.add(node);
                there.put(node.host(), new ArrayList<>());
            }
        }
        List<Tenant> moving = new ArrayList<>();
        for (Tenant tenant : cluster.tenants()) {
            HostId on = tenant.on();
            if (on == null) {
                moving.add(tenant);
            } else if (!failed.contains(on)) {
                there.getOrDefault(on, new ArrayList<>()).add(tenant);
            } else if (tenant.movable()) {
                moving.add(tenant);
            }
        }
        return place(moving, 0, survivors, there);
    }

    private static boolean place(
            List<Tenant> moving, int next, List<Node> nodes, Map<HostId, List<Tenant>> there) {
        if (next == moving.size()) {
            return true;
        }
        Tenant tenant = moving.get(next);
        for (Node node : nodes) {
            List<Tenant> beside = there.getOrDefault(node.host(), new ArrayList<>());
            if (takes(node, beside, tenant)) {
                beside.add(tenant);
                if (place(moving, next + 1, nodes, there)) {
                    return true;
                }
                beside.removeLast();
            }
        }
        return false;
    }

    static boolean takes(Node node, List<Tenant> beside, Tenant tenant) {
        if (!node.open()
                || (tenant.admitted() != null && !tenant.admitted().contains(node.host()))) {
            return false;
        }
        for (Tenant other : beside) {
            String set = other.antiAffinitySet();
            if (set != null && set.equals(tenant.antiAffinitySet())) {
                return false;
            }
        }
        for (Resource quantity : Resource.values()) {
            long held = beside.stream().mapToLong(other -> other.size().of(quantity)).sum();
            long needed = tenant.size().of(quantity);
            if (held + needed > node.usable().of(quantity)) {
                return false;
            }
        }
        return true;
    }
}
