package io.berth.inventory.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.Cluster;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostGroupTree;
import io.berth.inventory.domain.ManagementGroup;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.VmStore;
import io.berth.inventory.store.lists.ListQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reading what exists. Pages are in the order of ids and begin after the id given. */
@ApplicationScoped
@Transactional
public class Lookups {
    private final GroupStore groups;
    private final HostStore hosts;
    private final VmStore vms;

    Lookups(GroupStore groups, HostStore hosts, VmStore vms) {
        this.groups = groups;
        this.hosts = hosts;
        this.vms = vms;
    }

    /** A host group and the tree that it is in, from which its reserve follows. */
    public record GroupInTree(HostGroupTree tree, HostGroupId id) {}

    /** A host and what its group says of the reserve. */
    public record HostWithReserve(Host host, EffectiveReserve ofGroup) {}

    /** The management group of this id. */
    public Optional<ManagementGroup> managementGroup(long id) {
        return groups.find(id);
    }

    /** At most {@code limit} management groups. */
    public List<ManagementGroup> managementGroups(long after, int limit) {
        return groups.page(after, limit);
    }

    /** The host group of this id. */
    public Optional<GroupInTree> hostGroup(HostGroupId id) {
        return groups.tree(id).map(tree -> new GroupInTree(tree, id));
    }

    /** At most {@code limit} host groups of all trees. */
    public List<GroupInTree> hostGroups(String after, int limit) {
        List<GroupInTree> page = new ArrayList<>();
        List<HostGroupTree> trees = new ArrayList<>();
        for (HostGroupId id : groups.pageOfGroups(after, limit)) {
            if (trees.stream().noneMatch(tree -> tree.contains(id))) {
                groups.tree(id).ifPresent(trees::add);
            }
            trees.stream()
                    .filter(tree -> tree.contains(id))
                    .findFirst()
                    .ifPresent(tree -> page.add(new GroupInTree(tree, id)));
        }
        return page;
    }

    /** The cluster of this id. */
    public Optional<Cluster> cluster(ClusterId id) {
        return hosts.find(id);
    }

    /** At most {@code limit} clusters. */
    public List<Cluster> clusters(String after, int limit) {
        return hosts.pageOfClusters(after, limit);
    }

    /** The host of this id. */
    public Optional<HostWithReserve> host(HostId id) {
        return hosts.find(id).map(host -> withReserves(List.of(host)).getFirst());
    }

    /** A part of the list of hosts. */
    public List<HostWithReserve> hosts(ListQuery query) {
        return withReserves(hosts.list(query));
    }

    /** The VM of this id. */
    public Optional<Vm> vm(VmId id) {
        return vms.find(id);
    }

    /** A part of the list of VMs. */
    public List<Vm> vms(ListQuery query) {
        return vms.list(query);
    }

    private List<HostWithReserve> withReserves(List<Host> page) {
        Set<HostGroupId> ids = page.stream().map(Host::group).collect(Collectors.toSet());
        Map<HostGroupId, EffectiveReserve> reserves = groups.effectiveReserves(ids);
        return page.stream()
                .map(host ->
                        new HostWithReserve(
                                host, reserves.getOrDefault(host.group(), EffectiveReserve.UNSET)))
                .toList();
    }
}
