package io.berth.inventory.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.app.support.Controllers;
import io.berth.inventory.domain.Cluster;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostBuild;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.HostGroupTree;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.ReserveOverride;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.support.SupportMatrix;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.GroupStore.Hold;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.Register;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stand-alone hosts, and what can be changed of any host. */
@ApplicationScoped
public class Hosts {
    private final UnitOfWork unitOfWork;
    private final GroupStore groups;
    private final HostStore hosts;
    private final Register register;
    private final Revisions revisions;
    private final SupportMatrix matrix;
    private final Controllers controllers;
    private final Announcements announcements;

    Hosts(
            UnitOfWork unitOfWork,
            GroupStore groups,
            HostStore hosts,
            Register register,
            Revisions revisions,
            Rulebook rulebook,
            Controllers controllers,
            Announcements announcements) {
        this.matrix = rulebook.read(SupportMatrix.class);
        this.controllers = controllers;
        this.register = register;
        this.revisions = revisions;
        this.unitOfWork = unitOfWork;
        this.groups = groups;
        this.hosts = hosts;
        this.announcements = announcements;
    }

    /** A new host that is in no cluster. */
    public Verdict<Host> createStandalone(HostDraft draft, HostGroupId group, SiteId site) {
        return unitOfWork.run(() -> {
            Optional<HostGroupTree> tree = groups.holdTree(group, Hold.SHARED);
            Verdict<Host> verdict =
                    Host.standalone(
                            draft,
                            group,
                            site,
                            tree.isPresent(),
                            !hosts.existingHosts(Set.of(draft.id())).isEmpty(),
                            hosts.countStandalone(group),
                            matrix);
            List<Located> refused = controllers.refusals(draft.build());
            if (verdict instanceof Verdict.Accepted<Host> && !refused.isEmpty()) {
                return new Verdict.Refused<>(refused);
            }
            if (verdict instanceof Verdict.Accepted<Host>(var decided)) {
                Host host = revisions.of(decided);
                hosts.insertStandalone(host);
                announcements.changed(host.state(tree.orElseThrow().effectiveReserve(group)));
                return new Verdict.Accepted<>(host);
            }
            return verdict;
        });
    }

    /** The host in or out of maintenance: in maintenance no VM is placed on it. */
    public Verdict<Host> setMaintenance(
            HostId id, boolean maintenance, @Nullable Revision expected) {
        return change(
                id, expected, host -> new Verdict.Accepted<>(host.withMaintenance(maintenance)));
    }

    /** The host with other reserve fields set by itself. */
    public Verdict<Host> setReserve(
            HostId id, ReserveOverride reserve, @Nullable Revision expected) {
        return change(id, expected, host -> host.withReserve(reserve));
    }

    /** The host with another build: other memory, hardware or hypervisor. */
    public Verdict<Host> rebuild(
            HostId id, HostBuild build, boolean force, @Nullable Revision expected) {
        return change(
                id,
                expected,
                host -> {
                    ClusterId cluster = host.cluster();
                    if (cluster != null) {
                        Map<HostId, HostBuild> builds = new LinkedHashMap<>();
                        hosts.nodesOf(cluster).forEach(node -> builds.put(node.id(), node.build()));
                        builds.put(id, build);
                        List<Located> mixture = Cluster.mixture(cluster, builds, "/hardware");
                        if (!mixture.isEmpty()) {
                            return new Verdict.Refused<>(mixture);
                        }
                    }
                    List<Located> refused = controllers.refusals(build);
                    return refused.isEmpty()
                            ? host.rebuilt(build, force, matrix)
                            : new Verdict.Refused<>(refused);
                });
    }

    /**
     * Removes a host, out of its cluster if it is in one.
     *
     * @param holds VMs that placement has given to it
     */
    public Verdict<Host> remove(HostId id, Set<VmId> holds, @Nullable Revision expected) {
        return unitOfWork.run(() -> {
            Optional<HostGroupTree> tree =
                    hosts.groupOf(id).flatMap(group -> groups.holdTree(group, Hold.SHARED));
            Optional<Cluster> cluster = hosts.clusterOf(id).flatMap(hosts::findForChange);
            Host host = hosts.findForChange(id).orElse(null);
            if (host == null || tree.isEmpty()) {
                return Verdict.refused(notFound(id));
            }
            if (expected != null && !expected.equals(host.revision())) {
                return Verdict.refused(stale(host));
            }
            List<Located> refusals = new ArrayList<>(stillAttached(id));
            Verdict<Host> removable = host.removable(holds);
            if (removable instanceof Verdict.Refused<Host>(var reasons)) {
                refusals.addAll(reasons);
            }
            Optional<Verdict<Cluster>> without = cluster.map(of -> of.without(id));
            if (without.orElse(null) instanceof Verdict.Refused<Cluster>(var reasons)) {
                refusals.addAll(reasons);
            }
            if (!refusals.isEmpty()) {
                return new Verdict.Refused<>(refusals);
            }
            hosts.remove(id);
            announcements.removed(host.state(tree.get().effectiveReserve(host.group())));
            if (without.orElse(null) instanceof Verdict.Accepted<Cluster>(var smaller)) {
                hosts.update(smaller, List.of());
                announcements.changed(smaller.state());
            }
            return removable;
        });
    }

    /** Arrays that reserve room for a host. */
    private List<Located> stillAttached(HostId id) {
        return register
                .having(
                        StorageArrayState.class,
                        Map.of("attachments", List.of(Map.of("host", id.value()))))
                .stream()
                .map(array ->
                        new Located(
                                "",
                                new InventoryRefusal.NotEmpty(
                                        EntityKind.HOST,
                                        id.value(),
                                        "an attachment to array " + array.array())))
                .toList();
    }

    private Verdict<Host> change(
            HostId id, @Nullable Revision expected, Function<Host, Verdict<Host>> decision) {
        return unitOfWork.run(() -> {
            Optional<HostGroupTree> tree =
                    hosts.groupOf(id).flatMap(group -> groups.holdTree(group, Hold.SHARED));
            Host host = hosts.findForChange(id).orElse(null);
            if (host == null || tree.isEmpty()) {
                return Verdict.refused(notFound(id));
            }
            if (expected != null && !expected.equals(host.revision())) {
                return Verdict.refused(stale(host));
            }
            Verdict<Host> verdict = decision.apply(host);
            if (verdict instanceof Verdict.Accepted<Host>(var changed)) {
                EffectiveReserve ofGroup = tree.get().effectiveReserve(host.group());
                hosts.update(changed);
                announcements.changed(changed.state(ofGroup));
            }
            return verdict;
        });
    }

    private static InventoryRefusal notFound(HostId id) {
        return new InventoryRefusal.NotFound(EntityKind.HOST, id.value());
    }

    private static InventoryRefusal stale(Host host) {
        return new InventoryRefusal.Stale(EntityKind.HOST, host.id().value(), host.revision());
    }
}
