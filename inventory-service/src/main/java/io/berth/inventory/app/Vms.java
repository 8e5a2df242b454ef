package io.berth.inventory.app;

import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AdoptVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.placement.VmAssignment;
import io.berth.inventory.app.network.Leases;
import io.berth.inventory.app.selfservice.Quotas;
import io.berth.inventory.app.support.Guests;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmDraft;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.VmLifecycle;
import io.berth.inventory.domain.VmOperation;
import io.berth.inventory.domain.VmRefusal;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.domain.discovery.DiscoveryRefusal;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.GroupStore.Hold;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.VmStore;
import io.berth.inventory.store.discovery.DiscoveryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Defining VMs and asking for them to run or to stop. Where they run is placement's to decide. */
@ApplicationScoped
public class Vms {
    private final UnitOfWork unitOfWork;
    private final GroupStore groups;
    private final HostStore hosts;
    private final VmStore vms;
    private final References references;
    private final Revisions revisions;
    private final Leases leases;
    private final Quotas quotas;
    private final Guests guests;
    private final Announcements announcements;
    private final DiscoveryStore discovered;

    Vms(
            UnitOfWork unitOfWork,
            GroupStore groups,
            HostStore hosts,
            VmStore vms,
            References references,
            Revisions revisions,
            Leases leases,
            Quotas quotas,
            Guests guests,
            Announcements announcements,
            DiscoveryStore discovered) {
        this.discovered = discovered;
        this.leases = leases;
        this.quotas = quotas;
        this.guests = guests;
        this.references = references;
        this.revisions = revisions;
        this.unitOfWork = unitOfWork;
        this.groups = groups;
        this.hosts = hosts;
        this.vms = vms;
        this.announcements = announcements;
    }

    /**
     * New VMs, all or none; placement is asked to run each of them. What runs outside of Berth
     * already would run twice.
     */
    public Verdict<List<Vm>> create(List<VmDraft> drafts) {
        return unitOfWork.run(() -> {
            List<Located> twice = wouldRunTwice(drafts, discovered);
            return twice.isEmpty() ? create(drafts, Vm::request) : new Verdict.Refused<>(twice);
        });
    }

    /** A new VM that a host runs already; placement is asked to take it up there. */
    public Verdict<Vm> adopt(VmDraft draft, HostId host) {
        return single(
                create(
                        List.of(draft),
                        vm ->
                                Optional.of(
                                        new AdoptVmRequested(
                                                vm.id(), vm.home().domain(), host, vm.spec()))));
    }

    /** Those of the drafts that are to run and run outside of Berth already. */
    public static List<Located> wouldRunTwice(List<VmDraft> drafts, DiscoveryStore discovered) {
        Map<VmId, HostId> running = discovered.running(drafts.stream().map(VmDraft::id).toList());
        List<Located> twice = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            VmId id = drafts.get(i).id();
            HostId host = running.get(id);
            if (host != null && drafts.get(i).wanted() == WantedPower.RUNNING) {
                twice.add(
                        new Located("/" + i + "/id", new DiscoveryRefusal.RunsUnmanaged(id, host)));
            }
        }
        return twice;
    }

    private Verdict<List<Vm>> create(
            List<VmDraft> drafts, Function<Vm, Optional<? extends PlacementRequest>> request) {
        return unitOfWork.run(() -> {
            Verdict<List<Vm>> verdict =
                    Vm.create(
                            drafts,
                            vms.existing(drafts.stream().map(VmDraft::id).toList()),
                            hosts.existing(clustersOf(drafts)),
                            groups.holdTrees(groupsOf(drafts), Hold.SHARED).keySet(),
                            references.of(drafts.stream().map(VmDraft::spec).toList()));
            if (verdict instanceof Verdict.Accepted<List<Vm>>(var decided)) {
                List<Located> broken = guests.refusals(decided);
                if (!broken.isEmpty()) {
                    return new Verdict.Refused<>(broken);
                }
                List<Vm> created = revisions.of(decided);
                vms.insert(created);
                announcements.changed(created.stream().map(Vm::state).toList());
                created.stream()
                        .sorted(Vm.IN_START_ORDER)
                        .forEach(vm -> request.apply(vm).ifPresent(announcements::request));
                return new Verdict.Accepted<>(created);
            }
            return verdict;
        });
    }

    /** A new VM, which placement is asked to run. Refusals are located in the VM itself. */
    public Verdict<Vm> createOne(VmDraft draft) {
        return single(create(List.of(draft)));
    }

    private static Verdict<Vm> single(Verdict<List<Vm>> verdict) {
        return switch (verdict) {
            case Verdict.Accepted<List<Vm>>(var created) ->
                    new Verdict.Accepted<>(created.getFirst());
            case Verdict.Refused<List<Vm>>(var refusals) ->
                    new Verdict.Refused<>(refusals.stream().map(Located::withoutIndex).toList());
        };
    }

    /**
     * Asks for a VM to run or to stop. Placement is asked again even where that was wanted already:
     * a VM that waits for an operator after a failure is started so.
     *
     * @param assignment what placement last said of the VM
     */
    public Verdict<Vm> want(
            VmId id,
            WantedPower power,
            @Nullable VmAssignment assignment,
            @Nullable Revision expected) {
        VmOperation operation =
                switch (power) {
                    case DEFINED ->
                            throw new IllegalArgumentException("a VM is not asked to be defined");
                    case RUNNING -> VmOperation.START;
                    case STOPPED -> VmOperation.STOP;
                };
        return change(
                id,
                expected,
                vm -> {
                    VmLifecycle state = VmLifecycle.of(vm.wanted(), assignment);
                    if (!operation.isLegalIn(state)) {
                        return Verdict.refused(
                                new VmRefusal.IllegalOperation(id, operation, state));
                    }
                    HostId elsewhere = discovered.running(List.of(id)).get(id);
                    if (power == WantedPower.RUNNING
                            && elsewhere != null
                            && !holdsRoom(assignment)) {
                        return Verdict.refused(new DiscoveryRefusal.RunsUnmanaged(id, elsewhere));
                    }
                    Vm changed = vm.wanting(power);
                    changed.request().ifPresent(announcements::request);
                    return new Verdict.Accepted<>(changed);
                });
    }

    /**
     * Cuts a VM's power. It is wanted stopped from then on, as after {@link #want}.
     *
     * @param assignment what placement last said of the VM
     */
    public Verdict<Vm> turnOff(
            VmId id, @Nullable VmAssignment assignment, @Nullable Revision expected) {
        return change(
                id,
                expected,
                vm -> {
                    VmLifecycle state = VmLifecycle.of(vm.wanted(), assignment);
                    if (!VmOperation.TURN_OFF.isLegalIn(state)) {
                        return Verdict.refused(
                                new VmRefusal.IllegalOperation(id, VmOperation.TURN_OFF, state));
                    }
                    announcements.request(
                            new StopVmRequested(id, vm.home().domain(), StopWay.TURN_OFF));
                    return new Verdict.Accepted<>(vm.wanting(WantedPower.STOPPED));
                });
    }

    /**
     * Gives a VM another specification. Placement hears of it with the next start.
     *
     * @param assignment what placement last said of the VM
     */
    public Verdict<Vm> configure(
            VmId id, VmSpec spec, @Nullable VmAssignment assignment, @Nullable Revision expected) {
        return change(
                id,
                expected,
                vm ->
                        fitting(
                                vm.configured(
                                        spec,
                                        VmLifecycle.of(vm.wanted(), assignment),
                                        references.of(List.of(spec)))));
    }

    /** A VM whose guest some host may run; a refusal stays one. */
    private Verdict<Vm> fitting(Verdict<Vm> configured) {
        if (configured instanceof Verdict.Accepted<Vm>(Vm vm)) {
            List<Located> broken = guests.refusals(vm);
            if (!broken.isEmpty()) {
                return new Verdict.Refused<>(broken);
            }
        }
        return configured;
    }

    /**
     * Removes a VM that holds no room anywhere.
     *
     * @param assignment what placement last said of the VM
     */
    public Verdict<Vm> remove(
            VmId id, @Nullable VmAssignment assignment, @Nullable Revision expected) {
        return unitOfWork.run(() -> {
            Verdict<Vm> found = forChange(id, expected);
            if (found instanceof Verdict.Accepted<Vm>(Vm vm)) {
                VmLifecycle state = VmLifecycle.of(vm.wanted(), assignment);
                if (!VmOperation.DELETE.isLegalIn(state)) {
                    return Verdict.refused(
                            new VmRefusal.IllegalOperation(id, VmOperation.DELETE, state));
                }
                vms.remove(id);
                leases.releaseAll(id);
                quotas.release(id);
                announcements.removed(vm.state());
            }
            return found;
        });
    }

    /** Whether what runs outside of Berth under this name is a double of what placement holds. */
    private static boolean holdsRoom(@Nullable VmAssignment assignment) {
        return switch (assignment == null ? null : assignment.state()) {
            case PLACED, RUNNING, MIGRATING, WITHDRAWING, WAITING_FOR_HOST, STOPPING, ADOPTING ->
                    true;
            case UNPLACEABLE, WAITING_FOR_OPERATOR, STOPPED, ADOPTION_FAILED -> false;
            case null -> false;
        };
    }

    private Verdict<Vm> change(
            VmId id, @Nullable Revision expected, Function<Vm, Verdict<Vm>> decision) {
        return unitOfWork.run(() ->
                switch (forChange(id, expected)) {
                    case Verdict.Refused<Vm> refused -> refused;
                    case Verdict.Accepted<Vm>(Vm vm) -> {
                        Verdict<Vm> verdict = decision.apply(vm);
                        if (verdict instanceof Verdict.Accepted<Vm>(Vm changed)
                                && !changed.equals(vm)) {
                            vms.update(changed);
                            announcements.changed(changed.state());
                        }
                        yield verdict;
                    }
                });
    }

    /** The VM, locked until the transaction ends. */
    Verdict<Vm> forChange(VmId id, @Nullable Revision expected) {
        Vm vm = vms.findForChange(id).orElse(null);
        if (vm == null) {
            return Verdict.refused(new InventoryRefusal.NotFound(EntityKind.VM, id.value()));
        }
        return expected != null && !expected.equals(vm.revision())
                ? Verdict.refused(
                        new InventoryRefusal.Stale(EntityKind.VM, id.value(), vm.revision()))
                : new Verdict.Accepted<>(vm);
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
