package io.berth.inventory.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmDraft;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.GroupStore.Hold;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.VmStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Defining VMs and asking for them to run or to stop. Where they run is placement's to decide. */
@ApplicationScoped
public class Vms {
    private final UnitOfWork unitOfWork;
    private final GroupStore groups;
    private final HostStore hosts;
    private final VmStore vms;
    private final Announcements announcements;

    Vms(
            UnitOfWork unitOfWork,
            GroupStore groups,
            HostStore hosts,
            VmStore vms,
            Announcements announcements) {
        this.unitOfWork = unitOfWork;
        this.groups = groups;
        this.hosts = hosts;
        this.vms = vms;
        this.announcements = announcements;
    }

    /** New VMs, all or none; placement is asked to run each of them. */
    public Verdict<List<Vm>> create(List<VmDraft> drafts) {
        return unitOfWork.run(() -> {
            Verdict<List<Vm>> verdict =
                    Vm.create(
                            drafts,
                            vms.existing(drafts.stream().map(VmDraft::id).toList()),
                            hosts.existing(clustersOf(drafts)),
                            groups.holdTrees(groupsOf(drafts), Hold.SHARED).keySet());
            if (verdict instanceof Verdict.Accepted<List<Vm>>(var created)) {
                vms.insert(created);
                announcements.changed(created.stream().map(Vm::state).toList());
                created.forEach(vm -> announcements.request(vm.request()));
            }
            return verdict;
        });
    }

    /** A new VM, which placement is asked to run. Refusals are located in the VM itself. */
    public Verdict<Vm> createOne(VmDraft draft) {
        return switch (create(List.of(draft))) {
            case Verdict.Accepted<List<Vm>>(var created) ->
                    new Verdict.Accepted<>(created.getFirst());
            case Verdict.Refused<List<Vm>>(var refusals) ->
                    new Verdict.Refused<>(refusals.stream().map(Located::withoutIndex).toList());
        };
    }

    /**
     * Asks for a VM to run or to stop. Placement is asked again even where that was wanted already:
     * a VM that waits for an operator after a failure is started so.
     */
    public Verdict<Vm> want(VmId id, WantedPower power, @Nullable Revision expected) {
        return unitOfWork.run(() -> {
            Vm vm = vms.findForChange(id).orElse(null);
            if (vm == null) {
                return Verdict.refused(new InventoryRefusal.NotFound(EntityKind.VM, id.value()));
            }
            if (expected != null && !expected.equals(vm.revision())) {
                return Verdict.refused(
                        new InventoryRefusal.Stale(EntityKind.VM, id.value(), vm.revision()));
            }
            Vm changed = vm.wanting(power);
            if (!changed.equals(vm)) {
                vms.update(changed);
                announcements.changed(changed.state());
            }
            announcements.request(changed.request());
            return new Verdict.Accepted<>(changed);
        });
    }

    private static Set<ClusterId> clustersOf(List<VmDraft> drafts) {
        Set<ClusterId> clusters = new HashSet<>();
        for (VmDraft draft : drafts) {
            if (draft.home() instanceof VmHome.InCluster(ClusterId cluster)) {
                clusters.add(cluster);
            }
        }
        return clusters;
    }

    private static Set<HostGroupId> groupsOf(List<VmDraft> drafts) {
        Set<HostGroupId> groups = new HashSet<>();
        for (VmDraft draft : drafts) {
            if (draft.home() instanceof VmHome.InGroup(HostGroupId group)) {
                groups.add(group);
            }
        }
        return groups;
    }
}
