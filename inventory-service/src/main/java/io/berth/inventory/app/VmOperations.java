package io.berth.inventory.app;

import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSnapshot;
import io.berth.contracts.placement.OperateVmRequested;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.placement.VmOperationOrdered;
import io.berth.contracts.placement.VmOperationRefused;
import io.berth.contracts.placement.VmOperationSettled;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmLifecycle;
import io.berth.inventory.domain.VmOperation;
import io.berth.inventory.domain.VmRefusal;
import io.berth.inventory.domain.VmTask;
import io.berth.inventory.store.VmStore;
import io.berth.inventory.store.VmTaskStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asking for VMs to be paused, saved, kept as snapshots and let go on. Placement orders it and says
 * what came of it; one operation of a VM is under way at a time.
 */
@ApplicationScoped
public class VmOperations {
    /** Operations that are given up in one transaction. */
    private static final int GIVEN_UP_AT_ONCE = 500;

    private final UnitOfWork unitOfWork;
    private final Vms vms;
    private final VmStore store;
    private final VmTaskStore tasks;
    private final Announcements announcements;
    private final Actor actor;
    private final VmOperationsConfig config;
    private final InstantSource clock;

    VmOperations(
            UnitOfWork unitOfWork,
            Vms vms,
            VmStore store,
            VmTaskStore tasks,
            Announcements announcements,
            Actor actor,
            VmOperationsConfig config,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.vms = vms;
        this.store = store;
        this.tasks = tasks;
        this.announcements = announcements;
        this.actor = actor;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Asks placement to have something done with a VM. A snapshot of a VM that no host holds is
     * given up at once.
     *
     * @param snapshot the one that it is about, if any
     * @param assignment what placement last said of the VM
     * @param expected the revision that the caller decided from; null for any
     */
    public Verdict<VmTask> ask(
            VmId id,
            VmAction action,
            @Nullable SnapshotName snapshot,
            @Nullable VmAssignment assignment,
            @Nullable Revision expected) {
        return unitOfWork.run(() ->
                switch (vms.forChange(id, expected)) {
                    case Verdict.Refused<Vm>(var refusals) -> new Verdict.Refused<>(refusals);
                    case Verdict.Accepted<Vm>(Vm vm) -> {
                        VmLifecycle state = VmLifecycle.of(vm.wanted(), assignment);
                        List<Located> refusals =
                                new ArrayList<>(vm.refusals(action, snapshot, state));
                        tasks.open(id)
                                .ifPresent(open ->
                                        refusals.add(
                                                new Located(
                                                        "",
                                                        new VmRefusal.OperationUnderWay(
                                                                id,
                                                                VmOperation.of(open.action()),
                                                                open.id()))));
                        yield refusals.isEmpty()
                                ? new Verdict.Accepted<>(begin(vm, action, snapshot, isHeld(state)))
                                : new Verdict.Refused<>(refusals);
                    }
                });
    }

    /** Whether some host holds a VM in this state. */
    private static boolean isHeld(VmLifecycle state) {
        return switch (state) {
            case RUNNING, PAUSED, SAVED, MIGRATING -> true;
            case DEFINED, STOPPED, STARTING, STOPPING, LOST, FAILED -> false;
        };
    }

    private VmTask begin(Vm vm, VmAction action, @Nullable SnapshotName snapshot, boolean held) {
        Instant now = now();
        CommandId command = CommandId.random();
        VmTask task = tasks.insert(command, vm.id(), action, snapshot, now, actor.current());
        if (held) {
            announcements.request(
                    new OperateVmRequested(
                            vm.id(),
                            vm.home().domain(),
                            command,
                            action,
                            snapshot,
                            now.plus(config.validFor())));
            return task;
        }
        tasks.ended(command, VmTask.State.DONE, now, null, "no host holds the VM");
        takeEffect(task, now);
        return tasks.find(command.value()).orElseThrow();
    }

    /** Placement has told the host. In a transaction. */
    public void ordered(VmOperationOrdered ordered) {
        tasks.ordered(ordered.command(), ordered.host(), ordered.epoch());
    }

    /** Placement has not told the host, and will not. In a transaction. */
    public void refused(VmOperationRefused refused) {
        tasks.hold(refused.command())
                .filter(VmTask::open)
                .ifPresent(task ->
                        tasks.ended(
                                task.id(),
                                VmTask.State.REFUSED,
                                now(),
                                refused.reason().name(),
                                refused.detail()));
    }

    /**
     * What came of it. In a transaction. That it was done counts also where it had been given up.
     */
    public void settled(VmOperationSettled settled) {
        VmTask task = tasks.hold(settled.command()).orElse(null);
        if (task == null || task.state() == VmTask.State.DONE) {
            return;
        }
        Instant now = now();
        if (settled.outcome() == VmOperationSettled.Outcome.DONE) {
            tasks.ended(task.id(), VmTask.State.DONE, now, null, settled.detail());
            actor.onBehalfOf(task.askedBy(), () -> takeEffect(task, now));
        } else if (task.open()) {
            tasks.ended(
                    task.id(),
                    VmTask.State.FAILED,
                    now,
                    settled.outcome().name(),
                    settled.detail());
        }
    }

    /** What a VM has of snapshots follows from what its hosts have done. */
    private Optional<Vm> takeEffect(VmTask task, Instant at) {
        SnapshotName name = task.snapshot();
        Vm vm = store.findForChange(task.vm()).orElse(null);
        if (vm == null || name == null) {
            return Optional.empty();
        }
        Vm changed =
                switch (task.action()) {
                    case SNAPSHOT -> vm.with(new VmSnapshot(name, at, task.askedBy()));
                    case DELETE_SNAPSHOT -> vm.without(name);
                    case PAUSE, RESUME, SAVE, RESTORE, RESET, REVERT -> vm;
                };
        if (!changed.equals(vm)) {
            store.update(changed);
            announcements.changed(changed.state());
        }
        return Optional.of(changed);
    }

    /** Ends what nobody has spoken of for too long; how many. */
    int giveUp() {
        return unitOfWork.run(() -> {
            Instant now = now();
            return tasks.giveUp(
                            now.minus(config.giveUpAfter()),
                            now,
                            "placement has not said what came of it within " + config.giveUpAfter(),
                            GIVEN_UP_AT_ONCE)
                    .size();
        });
    }

    /** One operation of a VM. */
    public Verdict<VmTask> find(VmId vm, String id) {
        return unitOfWork.run(() ->
                tasks.find(id)
                        .filter(task -> task.vm().equals(vm))
                        .<Verdict<VmTask>>map(Verdict.Accepted::new)
                        .orElseGet(() -> Verdict.refused(new VmRefusal.UnknownOperation(vm, id))));
    }

    /** Operations of a VM below a number, the newest first. */
    public Verdict<List<VmTask>> page(VmId vm, long below, int limit) {
        return unitOfWork.run(() ->
                store.find(vm).isEmpty()
                        ? Verdict.refused(new InventoryRefusal.NotFound(EntityKind.VM, vm.value()))
                        : new Verdict.Accepted<>(tasks.page(vm, below, limit)));
    }

    /** As the database and the events keep it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
