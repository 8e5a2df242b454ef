package io.berth.inventory.app;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.HostGroupTree;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.ReserveOverride;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.GroupStore.Hold;
import io.berth.inventory.store.HostStore;
import jakarta.enterprise.context.ApplicationScoped;
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
    private final Announcements announcements;

    Hosts(UnitOfWork unitOfWork, GroupStore groups, HostStore hosts, Announcements announcements) {
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
                            hosts.countStandalone(group));
            if (verdict instanceof Verdict.Accepted<Host>(var host)) {
                hosts.insertStandalone(host);
                announcements.changed(host.state(tree.orElseThrow().effectiveReserve(group)));
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

    private Verdict<Host> change(
            HostId id, @Nullable Revision expected, Function<Host, Verdict<Host>> decision) {
        return unitOfWork.run(() -> {
            Optional<HostGroupTree> tree =
                    hosts.groupOf(id).flatMap(group -> groups.holdTree(group, Hold.SHARED));
            Host host = hosts.findForChange(id).orElse(null);
            if (host == null || tree.isEmpty()) {
                return Verdict.refused(new InventoryRefusal.NotFound(EntityKind.HOST, id.value()));
            }
            if (expected != null && !expected.equals(host.revision())) {
                return Verdict.refused(
                        new InventoryRefusal.Stale(EntityKind.HOST, id.value(), host.revision()));
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
}
