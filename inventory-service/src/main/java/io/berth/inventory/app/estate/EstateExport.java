package io.berth.inventory.app.estate;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.domain.Cluster;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostGroup;
import io.berth.inventory.domain.HostGroupTree;
import io.berth.inventory.domain.ManagementGroup;
import io.berth.inventory.domain.ManagementGroupName;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.VmStore;
import io.berth.inventory.store.estate.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells the whole estate from one snapshot, a page at a time. */
@ApplicationScoped
public class EstateExport {
    /** Longest export: a reader that slow holds the database's old rows back. */
    private static final Duration AT_MOST = Duration.ofMinutes(10);

    private static final int PAGE = 1_000;

    private final Snapshots snapshots;
    private final GroupStore groups;
    private final HostStore hosts;
    private final VmStore vms;
    private final Register register;
    private final EntityManager entities;

    EstateExport(
            Snapshots snapshots,
            GroupStore groups,
            HostStore hosts,
            VmStore vms,
            Register register,
            EntityManager entities) {
        this.snapshots = snapshots;
        this.groups = groups;
        this.hosts = hosts;
        this.vms = vms;
        this.register = register;
        this.entities = entities;
    }

    /** Takes what exists, in this order. */
    public interface Writer {
        /** A management group. */
        void managementGroup(ManagementGroup group);

        /** A host group. */
        void hostGroup(ManagementGroupName top, HostGroup group);

        /** A cluster with its hosts in the order of joining. */
        void cluster(Cluster cluster, List<Host> nodes);

        /** A host that is in no cluster. */
        void host(Host host);

        /** Something that lives in the register alone. */
        void entry(EstateSection section, InventoryState state);

        /** A VM. */
        void vm(Vm vm);
    }

    /** Tells all of it. */
    public void write(Writer writer) {
        snapshots.read(
                AT_MOST,
                () -> {
                    managementGroups(writer);
                    hostGroups(writer);
                    clusters(writer);
                    hosts(writer);
                    EstateSection.ofEntries().forEach(section -> entries(section, writer));
                    vms(writer);
                });
    }

    private void managementGroups(Writer writer) {
        long after = 0;
        List<ManagementGroup> page;
        do {
            page = groups.page(after, PAGE);
            page.forEach(writer::managementGroup);
            after = page.isEmpty() ? after : page.getLast().id();
            entities.clear();
        } while (page.size() == PAGE);
    }

    private void hostGroups(Writer writer) {
        List<HostGroupTree> trees = new ArrayList<>();
        String after = "";
        List<HostGroupId> page;
        do {
            page = groups.pageOfGroups(after, PAGE);
            for (HostGroupId id : page) {
                if (trees.stream().noneMatch(tree -> tree.contains(id))) {
                    groups.tree(id).ifPresent(trees::add);
                }
                trees.stream()
                        .filter(tree -> tree.contains(id))
                        .findFirst()
                        .ifPresent(tree -> writer.hostGroup(tree.top().name(), tree.get(id)));
                after = id.value();
            }
            entities.clear();
        } while (page.size() == PAGE);
    }

    private void clusters(Writer writer) {
        String after = "";
        List<Cluster> page;
        do {
            page = hosts.pageOfClusters(after, PAGE);
            for (Cluster cluster : page) {
                Map<HostId, Host> nodes = new HashMap<>();
                hosts.page(cluster.id(), "", ClusterState.MAX_NODES)
                        .forEach(host -> nodes.put(host.id(), host));
                writer.cluster(cluster, cluster.nodes().stream().map(nodes::get).toList());
                after = cluster.id().value();
                entities.clear();
            }
        } while (page.size() == PAGE);
    }

    private void hosts(Writer writer) {
        String after = "";
        List<Host> page;
        do {
            page = hosts.page(null, after, PAGE);
            page.stream().filter(host -> host.cluster() == null).forEach(writer::host);
            after = page.isEmpty() ? after : page.getLast().id().value();
            entities.clear();
        } while (page.size() == PAGE);
    }

    private void entries(EstateSection section, Writer writer) {
        String after = "";
        List<? extends InventoryState> page;
        do {
            page = register.page(section.kind().state(), after, PAGE);
            page.forEach(state -> writer.entry(section, state));
            after = page.isEmpty() ? after : Register.idOf(page.getLast());
        } while (page.size() == PAGE);
    }

    private void vms(Writer writer) {
        String after = "";
        List<Vm> page;
        do {
            page = vms.page(null, after, PAGE);
            page.forEach(writer::vm);
            after = page.isEmpty() ? after : page.getLast().id().value();
            entities.clear();
        } while (page.size() == PAGE);
    }
}
