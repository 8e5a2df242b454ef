package io.berth.inventory.app.estate;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.inventory.app.HostGroups;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.ManagementGroupName;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.estate.EstateSection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the first reading of a file leaves behind: everything but the VMs, and of those what they
 * refer to. Nothing of it depends on what exists.
 */
final class ImportPlan implements EstateSource.Reader {
    private final List<EstateElement.OfManagementGroup> managementGroups = new ArrayList<>();
    private final Map<HostGroupId, EstateElement.OfHostGroup> hostGroups = new LinkedHashMap<>();
    private final Map<ClusterId, EstateElement.OfCluster> clusters = new LinkedHashMap<>();
    private final List<EstateElement.OfHost> hosts = new ArrayList<>();
    private final Map<EstateSection, List<EstateElement.OfEntry>> entries =
            new EnumMap<>(EstateSection.class);
    private final Set<HostGroupId> groupsNamed = new HashSet<>();
    private final Set<ClusterId> clustersOfVms = new HashSet<>();
    private final Set<ManagementGroupName> treesNamed = new HashSet<>();
    private final Map<EntityKind, Set<String>> ids = new EnumMap<>(EntityKind.class);
    private final Map<HostId, DomainId> domains = new HashMap<>();
    private final ImportTally tally;
    private long elements;

    ImportPlan(ImportTally tally) {
        this.tally = tally;
    }

    @Override
    public void fault(Located fault) {
        tally.refuse(fault);
    }

    @Override
    public void element(EstateElement element) {
        elements++;
        tally.step();
        String pointer = element.pointer();
        switch (element) {
            case EstateElement.OfManagementGroup group -> {
                String name = group.name();
                if (isNew(EntityKind.MANAGEMENT_GROUP, String.valueOf(name), pointer + "/name")) {
                    managementGroups.add(group);
                }
            }
            case EstateElement.OfHostGroup group -> add(group);
            case EstateElement.OfCluster cluster -> add(cluster);
            case EstateElement.OfHost host -> {
                if (isNew(EntityKind.HOST, host.host().id().value(), pointer + "/id")) {
                    hosts.add(host);
                }
                groupsNamed.add(host.group());
                domains.put(host.host().id(), DomainId.standalone(host.group()));
            }
            case EstateElement.OfEntry entry -> {
                String id = entry.wished().id();
                if (isNew(entry.section().kind(), id, pointer + "/id")) {
                    entries.computeIfAbsent(entry.section(), _ -> new ArrayList<>()).add(entry);
                }
            }
            case EstateElement.OfVm vm -> {
                isNew(EntityKind.VM, vm.vm().id().value(), pointer + "/id");
                switch (vm.vm().home()) {
                    case VmHome.InCluster(ClusterId cluster) -> clustersOfVms.add(cluster);
                    case VmHome.InGroup(HostGroupId group) -> groupsNamed.add(group);
                }
            }
        }
    }

    private void add(EstateElement.OfHostGroup element) {
        HostGroups.Draft draft = element.group();
        if (isNew(EntityKind.HOST_GROUP, draft.id().value(), element.pointer() + "/id")) {
            hostGroups.put(draft.id(), element);
        }
        groupsNamed.add(draft.id());
        HostGroupId parent = draft.parent();
        if (parent != null) {
            groupsNamed.add(parent);
        }
        ManagementGroupName tree = draft.managementGroup();
        if (tree != null) {
            treesNamed.add(tree);
        }
    }

    private void add(EstateElement.OfCluster element) {
        ClusterId id = element.cluster().id();
        boolean alone = isNew(EntityKind.CLUSTER, id.value(), element.pointer() + "/id");
        List<HostDraft> nodes = element.cluster().hosts();
        nodes.forEach(node -> domains.put(node.id(), DomainId.of(id)));
        for (int i = 0; i < nodes.size(); i++) {
            alone &=
                    isNew(
                            EntityKind.HOST,
                            nodes.get(i).id().value(),
                            element.pointer() + "/hosts/" + i + "/id");
        }
        if (alone) {
            clusters.put(id, element);
        }
        groupsNamed.add(element.cluster().group());
    }

    private boolean isNew(EntityKind kind, String id, String pointer) {
        boolean isNew = ids.computeIfAbsent(kind, _ -> new HashSet<>()).add(id);
        if (!isNew) {
            tally.refuse(new Located(pointer, new InventoryRefusal.NamedTwice(kind, id)));
        }
        return isNew;
    }

    long elements() {
        return elements;
    }

    List<EstateElement.OfManagementGroup> managementGroups() {
        return managementGroups;
    }

    Map<HostGroupId, EstateElement.OfHostGroup> hostGroups() {
        return Collections.unmodifiableMap(hostGroups);
    }

    List<EstateElement.OfCluster> clusters() {
        return List.copyOf(clusters.values());
    }

    List<EstateElement.OfHost> hosts() {
        return hosts;
    }

    /** What lives in the register alone, each kind after those that it refers to. */
    List<EstateElement.OfEntry> entries() {
        return entries.values().stream().flatMap(List::stream).toList();
    }

    /** All groups that the file mentions anywhere. */
    Set<HostGroupId> groupsNamed() {
        return groupsNamed;
    }

    /** All management groups by whose name a host group is placed. */
    Set<ManagementGroupName> treesNamed() {
        return treesNamed;
    }

    /** Where the file has a host; empty where it does not have it. */
    Optional<DomainId> domainOf(HostId host) {
        return Optional.ofNullable(domains.get(host));
    }

    /** Whether the file itself has this entity, in order or not. */
    boolean brings(EntityKind kind, String id) {
        return ids.getOrDefault(kind, Set.of()).contains(id);
    }

    Set<ClusterId> clustersOfVms() {
        return clustersOfVms;
    }
}
