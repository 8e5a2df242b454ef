package io.berth.inventory.domain;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.inventory.domain.support.SupportMatrix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A failover cluster.
 *
 * @param nodes the configured nodes, alive or not, in the order of joining
 * @param nodeFailureReserve R: how many nodes may fail with all VMs still held; always less than
 *     the number of nodes, so a cluster without nodes does not exist
 */
public record Cluster(
        ClusterId id,
        HostGroupId group,
        SiteId site,
        List<HostId> nodes,
        int nodeFailureReserve,
        Revision revision) {
    /** Copies the list. */
    public Cluster {
        nodes = List.copyOf(nodes);
    }

    /** What the other services are told. */
    public ClusterState state() {
        return new ClusterState(id, group, site, nodes, nodeFailureReserve, revision.value());
    }

    /**
     * A new cluster together with its hosts.
     *
     * @param groupExists whether its group does
     * @param nameTaken whether a cluster of this id exists
     * @param takenHosts those of its hosts' ids that exist already
     * @param matrix which hypervisors are supported
     */
    public static Verdict<Formation> create(
            ClusterDraft draft,
            boolean groupExists,
            boolean nameTaken,
            Set<HostId> takenHosts,
            SupportMatrix matrix) {
        List<Located> refusals = new ArrayList<>();
        if (nameTaken) {
            refusals.add(
                    new Located(
                            "/id",
                            new InventoryRefusal.AlreadyExists(
                                    EntityKind.CLUSTER, draft.id().value())));
        }
        if (!groupExists) {
            refusals.add(
                    new Located(
                            "/group",
                            new InventoryRefusal.UnknownReference(
                                    EntityKind.HOST_GROUP, draft.group().value())));
        }
        List<HostDraft> hosts = draft.hosts();
        refusals.addAll(reserveRefusals(draft.id(), draft.nodeFailureReserve(), hosts.size()));
        refusals.addAll(
                hostRefusals(draft.id(), hosts, hosts.size(), takenHosts, "/hosts", matrix));
        Map<HostId, HostBuild> builds = new LinkedHashMap<>();
        hosts.forEach(host -> builds.putIfAbsent(host.id(), host.build()));
        refusals.addAll(mixture(draft.id(), builds, "/hosts"));
        if (!refusals.isEmpty()) {
            return new Verdict.Refused<>(refusals);
        }
        Cluster cluster =
                new Cluster(
                        draft.id(),
                        draft.group(),
                        draft.site(),
                        hosts.stream().map(HostDraft::id).toList(),
                        draft.nodeFailureReserve(),
                        Revision.FIRST);
        return new Verdict.Accepted<>(new Formation(cluster, cluster.hosts(hosts, matrix)));
    }

    /**
     * More hosts in the cluster, all or none.
     *
     * @param takenHosts those of the hosts' ids that exist already, here or anywhere
     * @param present the hosts that are nodes of it
     */
    public Verdict<Formation> join(
            List<HostDraft> hosts,
            Set<HostId> takenHosts,
            List<Host> present,
            SupportMatrix matrix) {
        List<Located> refusals =
                hostRefusals(id, hosts, nodes.size() + hosts.size(), takenHosts, "", matrix);
        Map<HostId, HostBuild> builds = new LinkedHashMap<>();
        present.forEach(host -> builds.put(host.id(), host.build()));
        hosts.forEach(host -> builds.putIfAbsent(host.id(), host.build()));
        refusals.addAll(mixture(id, builds, ""));
        if (hosts.isEmpty()) {
            refusals.add(new Located("", new InventoryRefusal.NothingToDo("no host is named")));
        }
        if (!refusals.isEmpty()) {
            return new Verdict.Refused<>(refusals);
        }
        List<HostId> all = new ArrayList<>(nodes);
        hosts.forEach(host -> all.add(host.id()));
        return new Verdict.Accepted<>(
                new Formation(
                        new Cluster(id, group, site, all, nodeFailureReserve, revision.next()),
                        hosts(hosts, matrix)));
    }

    /** Another node failure reserve. */
    public Verdict<Cluster> withNodeFailureReserve(int wanted) {
        List<Located> refusals = reserveRefusals(id, wanted, nodes.size());
        return refusals.isEmpty()
                ? new Verdict.Accepted<>(
                        new Cluster(id, group, site, nodes, wanted, revision.next()))
                : new Verdict.Refused<>(refusals);
    }

    /**
     * The cluster without one of its nodes. The last one cannot leave: a cluster without nodes does
     * not exist, and is removed as a whole.
     */
    public Verdict<Cluster> without(HostId node) {
        List<HostId> left = nodes.stream().filter(other -> !other.equals(node)).toList();
        List<Located> refusals = reserveRefusals(id, nodeFailureReserve, left.size());
        return refusals.isEmpty()
                ? new Verdict.Accepted<>(
                        new Cluster(id, group, site, left, nodeFailureReserve, revision.next()))
                : new Verdict.Refused<>(
                        refusals.stream()
                                .map(refusal -> new Located("", refusal.refusal()))
                                .toList());
    }

    /** The same cluster at another revision: of one that existed before, the next. */
    public Cluster at(Revision other) {
        return new Cluster(id, group, site, nodes, nodeFailureReserve, other);
    }

    /**
     * Why these hosts cannot be nodes of one cluster: Hyper-V supports failover clusters of
     * physical or of virtual machines, not of both.
     *
     * @param pointer where the hosts stand in the request
     */
    public static List<Located> mixture(
            ClusterId cluster, Map<HostId, HostBuild> builds, String pointer) {
        boolean hyperV =
                builds.values().stream()
                        .map(HostBuild::hypervisor)
                        .anyMatch(hypervisor ->
                                hypervisor != null && hypervisor.kind() == HypervisorKind.HYPER_V);
        List<HostId> virtual = new ArrayList<>();
        List<HostId> physical = new ArrayList<>();
        builds.forEach((host, build) -> (build.virtual() ? virtual : physical).add(host));
        return !hyperV || virtual.isEmpty() || physical.isEmpty()
                ? List.of()
                : List.of(
                        new Located(
                                pointer,
                                new InventoryRefusal.MixedNodes(cluster, physical, virtual)));
    }

    private List<Host> hosts(List<HostDraft> drafts, SupportMatrix matrix) {
        return drafts.stream().map(draft -> Host.of(draft, id, group, site, matrix)).toList();
    }

    private static List<Located> reserveRefusals(ClusterId id, int reserve, int nodes) {
        if (reserve < 0) {
            return List.of(
                    new Located(
                            "/nodeFailureReserve",
                            new InventoryRefusal.OutOfRange(
                                    "nodeFailureReserve", reserve, 0, ClusterState.MAX_NODES - 1)));
        }
        return reserve < nodes
                ? List.of()
                : List.of(
                        new Located(
                                "/nodeFailureReserve",
                                new InventoryRefusal.NodeFailureReserveTooHigh(
                                        id, reserve, nodes)));
    }

    private static List<Located> hostRefusals(
            ClusterId id,
            List<HostDraft> hosts,
            int nodesAfter,
            Set<HostId> taken,
            String pointer,
            SupportMatrix matrix) {
        List<Located> refusals = new ArrayList<>();
        if (nodesAfter > ClusterState.MAX_NODES) {
            refusals.add(
                    new Located(
                            pointer,
                            new InventoryRefusal.TooMany(
                                    EntityKind.HOST,
                                    "cluster " + id,
                                    nodesAfter,
                                    ClusterState.MAX_NODES)));
        }
        Set<HostId> seen = new HashSet<>();
        for (int i = 0; i < hosts.size(); i++) {
            HostDraft host = hosts.get(i);
            String here = pointer + "/" + i;
            if (!seen.add(host.id())) {
                refusals.add(
                        new Located(
                                here + "/id",
                                new InventoryRefusal.NamedTwice(
                                        EntityKind.HOST, host.id().value())));
            }
            Host.refusals(host, taken.contains(host.id()), matrix)
                    .forEach(refusal -> refusals.add(refusal.under(here)));
        }
        return refusals;
    }

    /**
     * A cluster after hosts were added to it.
     *
     * @param hosts the new ones only
     */
    public record Formation(Cluster cluster, List<Host> hosts) {
        /** Copies the list. */
        public Formation {
            hosts = List.copyOf(hosts);
        }
    }
}
