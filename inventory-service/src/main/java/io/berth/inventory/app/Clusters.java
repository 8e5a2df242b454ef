package io.berth.inventory.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.app.support.Controllers;
import io.berth.inventory.domain.Cluster;
import io.berth.inventory.domain.ClusterDraft;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.HostGroupTree;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.support.SupportMatrix;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.GroupStore.Hold;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.VmStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Forming clusters with their hosts. */
@ApplicationScoped
public class Clusters {
    private final UnitOfWork unitOfWork;
    private final GroupStore groups;
    private final HostStore hosts;
    private final VmStore vms;
    private final Register register;
    private final Revisions revisions;
    private final SupportMatrix matrix;
    private final Controllers controllers;
    private final Announcements announcements;

    Clusters(
            UnitOfWork unitOfWork,
            GroupStore groups,
            HostStore hosts,
            VmStore vms,
            Register register,
            Revisions revisions,
            Rulebook rulebook,
            Controllers controllers,
            Announcements announcements) {
        this.matrix = rulebook.read(SupportMatrix.class);
        this.controllers = controllers;
        this.vms = vms;
        this.register = register;
        this.revisions = revisions;
        this.unitOfWork = unitOfWork;
        this.groups = groups;
        this.hosts = hosts;
        this.announcements = announcements;
    }

    /** A new cluster with its hosts, all or nothing. */
    public Verdict<Cluster> create(ClusterDraft draft) {
        List<Located> refused = controllers.refusals(draft.hosts(), "/hosts");
        if (!refused.isEmpty()) {
            return new Verdict.Refused<>(refused);
        }
        return unitOfWork.run(() -> {
            Optional<HostGroupTree> tree = groups.holdTree(draft.group(), Hold.SHARED);
            Verdict<Cluster.Formation> verdict =
                    Cluster.create(
                            draft,
                            tree.isPresent(),
                            hosts.find(draft.id()).isPresent(),
                            hosts.existingHosts(draft.hosts().stream().map(HostDraft::id).toList()),
                            matrix);
            return switch (verdict) {
                case Verdict.Refused<Cluster.Formation>(var refusals) ->
                        new Verdict.Refused<>(refusals);
                case Verdict.Accepted<Cluster.Formation>(var decided) -> {
                    Cluster.Formation formation = revisions.ofNew(decided);
                    hosts.insert(formation.cluster(), formation.hosts());
                    yield announce(formation, tree.orElseThrow());
                }
            };
        });
    }

    /** More hosts in a cluster, all or none. */
    public Verdict<Cluster> join(
            ClusterId id, List<HostDraft> newHosts, @Nullable Revision expected) {
        List<Located> refused = controllers.refusals(newHosts, "");
        if (!refused.isEmpty()) {
            return new Verdict.Refused<>(refused);
        }
        return unitOfWork.run(() -> {
            Optional<HostGroupTree> tree =
                    hosts.groupOf(id).flatMap(group -> groups.holdTree(group, Hold.SHARED));
            Cluster cluster = hosts.findForChange(id).orElse(null);
            if (cluster == null || tree.isEmpty()) {
                return Verdict.refused(notFound(id));
            }
            if (expected != null && !expected.equals(cluster.revision())) {
                return Verdict.refused(stale(cluster));
            }
            Verdict<Cluster.Formation> verdict =
                    cluster.join(
                            newHosts,
                            hosts.existingHosts(newHosts.stream().map(HostDraft::id).toList()),
                            hosts.nodesOf(id),
                            matrix);
            return switch (verdict) {
                case Verdict.Refused<Cluster.Formation>(var refusals) ->
                        new Verdict.Refused<>(refusals);
                case Verdict.Accepted<Cluster.Formation>(var decided) -> {
                    Cluster.Formation formation = revisions.ofGrown(decided);
                    hosts.update(formation.cluster(), formation.hosts());
                    yield announce(formation, tree.get());
                }
            };
        });
    }

    /** Another node failure reserve. */
    public Verdict<Cluster> setNodeFailureReserve(
            ClusterId id, int reserve, @Nullable Revision expected) {
        return unitOfWork.run(() -> {
            Cluster cluster = hosts.findForChange(id).orElse(null);
            if (cluster == null) {
                return Verdict.refused(notFound(id));
            }
            if (expected != null && !expected.equals(cluster.revision())) {
                return Verdict.refused(stale(cluster));
            }
            Verdict<Cluster> verdict = cluster.withNodeFailureReserve(reserve);
            if (verdict instanceof Verdict.Accepted<Cluster>(var changed)) {
                hosts.update(changed, List.of());
                announcements.changed(changed.state());
            }
            return verdict;
        });
    }

    /** Removes a cluster with its hosts; there must be no VM in it. */
    public Verdict<Cluster> remove(ClusterId id, @Nullable Revision expected) {
        return unitOfWork.run(() -> {
            Optional<HostGroupTree> tree =
                    hosts.groupOf(id).flatMap(group -> groups.holdTree(group, Hold.EXCLUSIVE));
            Cluster cluster = hosts.findForChange(id).orElse(null);
            if (cluster == null || tree.isEmpty()) {
                return Verdict.refused(notFound(id));
            }
            if (expected != null && !expected.equals(cluster.revision())) {
                return Verdict.refused(stale(cluster));
            }
            long held = vms.countInCluster(id);
            if (held > 0) {
                return Verdict.refused(
                        new InventoryRefusal.NotEmpty(
                                EntityKind.CLUSTER, id.value(), held + " VMs"));
            }
            int volumes = register.having(CsvState.class, Map.of("cluster", id.value())).size();
            if (volumes > 0) {
                return Verdict.refused(
                        new InventoryRefusal.NotEmpty(
                                EntityKind.CLUSTER, id.value(), volumes + " CSVs"));
            }
            EffectiveReserve ofGroup = tree.get().effectiveReserve(cluster.group());
            for (Host host : hosts.nodesOf(id)) {
                hosts.remove(host.id());
                announcements.removed(host.state(ofGroup));
            }
            hosts.remove(id);
            announcements.removed(cluster.state());
            return new Verdict.Accepted<>(cluster);
        });
    }

    /** The hosts first: who hears of the cluster then knows its nodes, as far as order goes. */
    private Verdict<Cluster> announce(Cluster.Formation formation, HostGroupTree tree) {
        HostGroupId group = formation.cluster().group();
        EffectiveReserve ofGroup = tree.effectiveReserve(group);
        List<InventoryState> states = new ArrayList<>();
        formation.hosts().forEach(host -> states.add(host.state(ofGroup)));
        states.add(formation.cluster().state());
        announcements.changed(states);
        return new Verdict.Accepted<>(formation.cluster());
    }

    private static InventoryRefusal notFound(ClusterId id) {
        return new InventoryRefusal.NotFound(EntityKind.CLUSTER, id.value());
    }

    private static InventoryRefusal stale(Cluster cluster) {
        return new InventoryRefusal.Stale(
                EntityKind.CLUSTER, cluster.id().value(), cluster.revision());
    }
}
