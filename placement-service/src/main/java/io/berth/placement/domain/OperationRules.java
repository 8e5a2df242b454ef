package io.berth.placement.domain;

import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.hosts.VmOperationEnded;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.OperateVmRequested;
import io.berth.contracts.placement.Standstill;
import io.berth.contracts.placement.VmOperationOrdered;
import io.berth.contracts.placement.VmOperationRefused;
import io.berth.contracts.placement.VmOperationRefused.Reason;
import io.berth.contracts.placement.VmOperationSettled.Outcome;
import io.berth.contracts.telemetry.VmPower;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.recover.Replacement;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.VmOrder;
import io.berth.placement.domain.vm.VmRow;
import org.jspecify.annotations.Nullable;

/**
 * What hosts are told to do with VMs that they hold, beside starting and stopping them. Nothing
 * here moves a VM or changes its epoch: a VM that is paused or saved keeps its host, its room and
 * its place in {@link Replacement}, and is lost with its host like one that executes.
 *
 * <p>An order is given only for a VM that its host has reported, to a host that may also start VMs.
 * It ends in every case: by the host's answer, by its deadline, or because the VM leaves the host
 * ({@link Draft#put(VmRow)} tells so). What a VM is then follows from what the host says of it,
 * never from what was ordered.
 */
final class OperationRules {
    /** As the event allows. */
    private static final int MAX_DETAIL = 512;

    private final PlacementPolicy policy;

    private record Objection(Reason reason, String detail) {}

    OperationRules(PlacementPolicy policy) {
        this.policy = policy;
    }

    void requested(Draft draft, OperateVmRequested request) {
        VmRow vm = draft.vm(request.vm());
        if (vm != null && vm.conduct().order(request.command()) != null) {
            return;
        }
        Objection objection = objection(draft, vm, request);
        if (vm == null || objection != null) {
            refuse(draft, request, objection);
            return;
        }
        VmOrder order = new VmOrder(request.command(), request.action(), request.snapshot(), null);
        HostRow host = draft.host(vm.requiredHost());
        draft.put(vm.ordered(order, draft.now().plus(policy.operationDeadline())));
        draft.announce(
                new VmOperationOrdered(
                        vm.vm(),
                        draft.domain(),
                        order.command(),
                        order.action(),
                        order.snapshot(),
                        host.host(),
                        vm.epoch()));
        draft.command(
                new OperateVm(
                        host.host(),
                        order.command(),
                        host.tenure(),
                        vm.vm(),
                        vm.epoch(),
                        order.action(),
                        order.snapshot()));
    }

    private static @Nullable Objection objection(
            Draft draft, @Nullable VmRow vm, OperateVmRequested request) {
        if (vm == null) {
            return new Objection(
                    Reason.UNKNOWN_VM, "nobody has asked to run it in " + draft.domain());
        }
        if (draft.now().isAfter(request.until())) {
            return new Objection(Reason.EXPIRED, "asked for until " + request.until());
        }
        if (vm.state() == AssignmentState.MIGRATING) {
            return new Objection(Reason.BUSY, "it is on its way to another host");
        }
        if (vm.state() != AssignmentState.RUNNING) {
            return new Objection(Reason.NOT_RUNNING, "its assignment is " + vm.state());
        }
        VmOrder open = vm.conduct().openOrder();
        if (open != null) {
            return new Objection(Reason.BUSY, open.action() + " is under way");
        }
        HostRow host = draft.host(vm.requiredHost());
        if (!host.mayReceive()) {
            return new Objection(
                    Reason.HOST_NOT_READY,
                    "host %s is %s, its tenure %s is %s"
                            .formatted(
                                    host.host(),
                                    host.status(),
                                    host.tenure(),
                                    host.tenureOpen() ? "in force" : "not in force"));
        }
        Standstill standstill = vm.conduct().standstill();
        return isPossible(request.action(), standstill)
                ? null
                : new Objection(
                        Reason.WRONG_STATE,
                        "it is " + (standstill == null ? VmPower.RUNNING : standstill));
    }

    /** Whether a VM can be operated so while it stands like this. */
    static boolean isPossible(VmAction action, @Nullable Standstill standstill) {
        return switch (action) {
            case PAUSE, RESET -> standstill == null;
            case RESUME -> standstill == Standstill.PAUSED;
            case SAVE -> standstill != Standstill.SAVED;
            case RESTORE -> standstill == Standstill.SAVED;
            case SNAPSHOT, REVERT, DELETE_SNAPSHOT -> true;
        };
    }

    private static void refuse(
            Draft draft, OperateVmRequested request, @Nullable Objection objection) {
        if (objection != null) {
            draft.announce(
                    new VmOperationRefused(
                            request.vm(),
                            draft.domain(),
                            request.command(),
                            request.action(),
                            request.snapshot(),
                            objection.reason(),
                            objection.detail()));
        }
    }

    /** The host answers. One that no longer holds the VM with authority has nothing to say. */
    void ended(Draft draft, VmOperationEnded report) {
        VmRow vm = draft.vm(report.vm());
        HostRow host = draft.host(report.host());
        boolean earlierLife = host.boot() != null && report.boot().isBefore(host.boot());
        if (vm == null || earlierLife || !vm.isOn(report.host(), report.epoch())) {
            return;
        }
        VmRow seen = report.power() == null ? vm : seen(vm, report.power());
        VmOrder order = seen.conduct().order(report.command());
        if (order != null && order.awaitsAnswer()) {
            seen = settle(draft, seen, order, outcome(report), detail(report));
        }
        draft.put(seen);
    }

    /** The host has not answered in time. */
    void timedOut(Draft draft, VmRow vm, VmOrder order) {
        draft.put(
                settle(
                        draft,
                        vm,
                        order,
                        Outcome.TIMED_OUT,
                        "no answer of host %s within %s"
                                .formatted(vm.requiredHost(), policy.operationDeadline())));
    }

    private static VmRow settle(
            Draft draft, VmRow vm, VmOrder order, Outcome outcome, String detail) {
        draft.tellSettled(vm, order, outcome, detail);
        return vm.settled(order.ended(outcome));
    }

    /** The row of a VM that its host holds and sees like this. */
    static VmRow seen(VmRow vm, VmPower power) {
        if (vm.state() != AssignmentState.RUNNING) {
            return vm;
        }
        return switch (power) {
            case RUNNING, PAUSED, SAVED -> vm.standing(standstill(power));
            case STOPPED, HANDED_OVER -> vm;
        };
    }

    /** Whether a host that sees a VM like this has what it takes to let it go on. */
    static boolean isHeld(VmPower power) {
        return switch (power) {
            case RUNNING, PAUSED, SAVED -> true;
            case STOPPED, HANDED_OVER -> false;
        };
    }

    /** How a VM stands that is held so. */
    static @Nullable Standstill standstill(VmPower power) {
        return switch (power) {
            case PAUSED -> Standstill.PAUSED;
            case SAVED -> Standstill.SAVED;
            case RUNNING, STOPPED, HANDED_OVER -> null;
        };
    }

    private static Outcome outcome(VmOperationEnded report) {
        return switch (report.outcome()) {
            case DONE -> Outcome.DONE;
            case INTERRUPTED -> Outcome.INTERRUPTED;
            case REFUSED_STALE_EPOCH,
                    REFUSED_NOT_HERE,
                    REFUSED_WRONG_TENURE,
                    REFUSED_FENCED,
                    REFUSED_WRONG_STATE,
                    REFUSED_BUSY,
                    REFUSED_BY_HYPERVISOR ->
                    Outcome.REFUSED_BY_HOST;
        };
    }

    private static String detail(VmOperationEnded report) {
        String prefix =
                report.outcome() == VmOperationEnded.Outcome.DONE ? "" : report.outcome() + ": ";
        String text = prefix + report.detail();
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
    }
}
