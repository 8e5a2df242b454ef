package io.berth.inventory.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.placement.HandOverVmRequested;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.placement.VmHandOverRefused;
import io.berth.contracts.placement.VmTakenOver;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.VmLifecycle;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.GroupStore.Hold;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.VmStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * VMs that go to another cluster, or to the stand-alone hosts of a group. Whose epochs placement
 * gives stays with the placement domain that has given them until the other one has taken the VM
 * over; only then inventory says that it belongs there. In between nothing is remembered here: what
 * is wished meanwhile is refused by the domain that has let go, and wished anew of the other one.
 */
@ApplicationScoped
public class HandOvers {
    private static final Logger LOG = Logger.getLogger(HandOvers.class);

    private final UnitOfWork unitOfWork;
    private final Vms vms;
    private final VmStore store;
    private final HostStore hosts;
    private final GroupStore groups;
    private final References references;
    private final Announcements announcements;

    HandOvers(
            UnitOfWork unitOfWork,
            Vms vms,
            VmStore store,
            HostStore hosts,
            GroupStore groups,
            References references,
            Announcements announcements) {
        this.unitOfWork = unitOfWork;
        this.vms = vms;
        this.store = store;
        this.hosts = hosts;
        this.groups = groups;
        this.references = references;
        this.announcements = announcements;
    }

    /**
     * Has a VM belong elsewhere. One that placement knows goes there by its word, see {@link
     * #takenOver}; one that it never heard of at once.
     *
     * @param assignment what placement last said of the VM
     * @param expected the revision that the caller decided from; null for any
     * @return the VM as it is now
     */
    public Verdict<Vm> ask(
            VmId id, VmHome home, @Nullable VmAssignment assignment, @Nullable Revision expected) {
        return unitOfWork.run(() ->
                switch (vms.forChange(id, expected)) {
                    case Verdict.Refused<Vm> refused -> refused;
                    case Verdict.Accepted<Vm>(Vm vm) -> decide(vm, home, assignment);
                });
    }

    private Verdict<Vm> decide(Vm vm, VmHome home, @Nullable VmAssignment assignment) {
        List<Located> refusals =
                vm.refusalsToMove(
                        home,
                        VmLifecycle.of(vm.wanted(), assignment),
                        exists(home),
                        references.of(List.of(vm.spec())));
        if (!refusals.isEmpty()) {
            return new Verdict.Refused<>(refusals);
        }
        DomainId known = assignment == null ? home.domain() : assignment.domain();
        if (!known.equals(home.domain())) {
            announcements.request(new HandOverVmRequested(vm.id(), known, home.domain()));
            return new Verdict.Accepted<>(vm);
        }
        return new Verdict.Accepted<>(home.equals(vm.home()) ? vm : move(vm, home));
    }

    /** Placement has a VM in another domain from now on. In a transaction. */
    public void takenOver(VmTakenOver taken) {
        Vm vm = store.findForChange(taken.vm()).orElse(null);
        VmHome home = VmHome.of(taken.domain());
        if (vm == null || vm.home().equals(home)) {
            return;
        }
        if (exists(home)) {
            HandOverTerms terms = taken.terms();
            Vm there = terms == null ? vm : vm.under(terms);
            move(there, home).request().ifPresent(announcements::request);
            return;
        }
        LOG.warnf(
                "VM %s was handed over to %s, which has been removed meanwhile; it is asked back"
                        + " to %s",
                taken.vm(), home.shown(), vm.home().shown());
        announcements.request(
                new HandOverVmRequested(taken.vm(), taken.domain(), vm.home().domain()));
    }

    /** It stays where it is; placement tells why with its newest decisions on the VM. */
    public void refused(VmHandOverRefused refused) {
        LOG.infof(
                "VM %s stays in %s: %s",
                refused.vm(), VmHome.of(refused.domain()).shown(), refused.detail());
    }

    private Vm move(Vm vm, VmHome home) {
        Vm moved = vm.movedTo(home);
        store.update(moved);
        announcements.changed(moved.state());
        return moved;
    }

    private boolean exists(VmHome home) {
        return switch (home) {
            case VmHome.InCluster(ClusterId cluster) ->
                    hosts.existing(Set.of(cluster)).contains(cluster);
            case VmHome.InGroup(HostGroupId group) ->
                    groups.holdTrees(Set.of(group), Hold.SHARED).containsKey(group);
        };
    }
}
