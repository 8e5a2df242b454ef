package io.berth.placement.domain.move;

import io.berth.contracts.hosts.AbortMigration;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.StopReason;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.VmMigrating;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MovePlan;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.place.Placer;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.recover.Replacement;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.Payload;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How one VM goes from a host to another, so that at no moment two hosts may execute it.
 *
 * <ol>
 *   <li>Room is kept at the target; the source is told to bring the VM's state there. The VM stays
 *       assigned to the source at its epoch, and whatever can happen to a running VM can happen to
 *       it.
 *   <li>The source reports that it has handed the VM over: it does not execute it and never will at
 *       this epoch. That report, or the same word in its table, is the evidence, and nothing else
 *       is.
 *   <li>Only then the VM is given to the target, at the next epoch, where its state awaits it. A
 *       target that cannot take it up refuses as any host refuses a start, and the VM is placed
 *       elsewhere as usual: it boots anew.
 * </ol>
 *
 * <p>Before the hand-over the source can always go on: it is told to, and the VM stays at its
 * epoch.
 */
public final class Migrations {
    private final OperationPolicy policy;
    private final Placer placer;
    private final Replacement replacement;

    public Migrations(OperationPolicy policy, Placer placer, Replacement replacement) {
        this.policy = policy;
        this.placer = placer;
        this.replacement = replacement;
    }

    /** A VM's open operation and its move there. */
    public record Underway(OperationRow operation, Move move) {
        /** The move that a VM is on, with its operation; empty when it is on none. */
        public static Optional<Underway> of(Draft draft, VmRow vm) {
            for (OperationRow operation : draft.operations()) {
                for (Move move : operation.reservations()) {
                    if (move.vm().equals(vm.vm())) {
                        return Optional.of(new Underway(operation, move));
                    }
                }
            }
            return Optional.empty();
        }
    }

    /** Orders a running VM to go, and returns the operation as it is then. */
    public OperationRow begin(
            Draft draft, OperationRow operation, Move move, VmRow vm, MovePlan.Possible plan) {
        HostId source = vm.requiredHost();
        CommandId command = draft.freshId("migrate", source, vm.vm(), vm.epoch());
        Instant limit = draft.now().plus(policy.allowed(plan.payload()));
        OperationRow begun =
                operation.with(move.heldAt(vm.epoch()).moving(plan, command, vm.spec(), limit));
        draft.put(begun);
        draft.put(vm.migrating(draft.now().plus(policy.repeat())));
        draft.announce(
                new VmMigrating(
                        vm.vm(),
                        draft.domain(),
                        source,
                        vm.epoch(),
                        plan.target().host(),
                        plan.mode(),
                        plan.linkMbit(),
                        operation.id(),
                        plan.explanation()));
        begun.openMoveOf(vm.vm()).ifPresent(moving -> order(draft, vm, moving));
        return begun;
    }

    /** The source is to go on executing; what came of it is reported. */
    public Move abort(Draft draft, VmRow vm, Move move, MoveReason why, String text) {
        orderAbort(draft, vm, move);
        return move.aborting(why, text);
    }

    /** No answer for a while: the order is repeated, or withdrawn when it has taken too long. */
    public void overdue(Draft draft, VmRow vm) {
        draft.put(vm.due(draft.now().plus(policy.repeat())));
        Underway underway = Underway.of(draft, vm).orElse(null);
        if (underway == null || draft.host(vm.requiredHost()).status() != HostStatus.UP) {
            return;
        }
        Move move = underway.move();
        Instant until = move.until();
        if (move.state() == MoveState.ABORTING) {
            orderAbort(draft, vm, move);
        } else if (until != null && !draft.now().isBefore(until)) {
            String text = "not handed over within " + policy.allowed(move.payload());
            draft.put(
                    underway.operation().with(abort(draft, vm, move, MoveReason.TIMED_OUT, text)));
        } else {
            order(draft, vm, move);
        }
    }

    /** What the source reports of a migration. */
    public void ended(Draft draft, VmMigrationEnded report) {
        VmRow vm = draft.vm(report.vm());
        boolean authority = vm != null && vm.isOn(report.host(), report.epoch());
        switch (report.outcome()) {
            case HANDED_OVER -> {
                if (vm == null || !authority) {
                    forget(draft, report.host(), Move.of(report.vm(), null, report.epoch()));
                } else {
                    handedOver(draft, vm);
                }
            }
            case REFUSED_VM_NOT_HERE,
                    FAILED_TARGET_UNREACHABLE,
                    FAILED_BY_HYPERVISOR,
                    ABORTED,
                    STOPPED -> {
                // Why it was stopped, by order or by a fence, is told by the report that follows.
                if (vm != null && authority && vm.state() == AssignmentState.MIGRATING) {
                    stays(draft, vm, report);
                }
            }
        }
    }

    /** The same evidence in a table, should the report of it have been lost. */
    public void handedOver(Draft draft, VmTableReported table) {
        for (VmObservation seen : table.vms()) {
            VmRow vm = draft.vm(seen.vm());
            if (seen.power() == VmPower.HANDED_OVER
                    && vm != null
                    && vm.isOn(table.host(), seen.epoch())) {
                handedOver(draft, vm);
            }
        }
    }

    /** The source may forget what it has handed over. */
    public static void forget(Draft draft, HostId source, Move move) {
        draft.command(
                new StopVm(
                        source,
                        draft.freshId("forget", source, move.vm(), move.epoch()),
                        move.vm(),
                        move.epoch(),
                        StopReason.STALE_EPOCH));
    }

    private void handedOver(Draft draft, VmRow vm) {
        switch (vm.state()) {
            case MIGRATING -> takeUp(draft, vm);
            case PLACED, RUNNING, WAITING_FOR_HOST -> {
                VmRow free = vm.withoutHost().excluding(List.of());
                draft.put(free);
                replacement.place(draft, free, PlacementCause.MIGRATION_FAILED);
            }
            case WITHDRAWING -> replacement.placeAfterWithdrawal(draft, vm);
            case STOPPING -> {
                replacement.stopped(draft, vm);
                replacement.retryUnplaceable(draft);
            }
            case UNPLACEABLE, WAITING_FOR_OPERATOR, STOPPED, ADOPTING, ADOPTION_FAILED -> {}
        }
    }

    private void takeUp(Draft draft, VmRow vm) {
        HostId source = vm.requiredHost();
        VmRow free = vm.withoutHost();
        Underway underway = Underway.of(draft, vm).orElse(null);
        Placer.Answer.Chosen chosen = null;
        if (underway != null) {
            Move move = underway.move();
            HostRow target = draft.host(Objects.requireNonNull(move.target()));
            if (awaits(target, move)) {
                chosen = placer.comeBack(draft, free, target);
            }
            draft.put(underway.operation().with(move.resuming()));
        }
        draft.put(free);
        if (chosen == null) {
            replacement.place(draft, free, PlacementCause.MIGRATION_FAILED);
        } else {
            replacement.giveHandedOver(draft, free, chosen, source);
        }
    }

    /** Whether the target can be told to take the VM up: it lives on under the same grant. */
    private static boolean awaits(HostRow target, Move move) {
        return target.mayReceive() && target.tenure().equals(move.targetTenure());
    }

    /** Whether the target may still come to take the VM up. */
    public static boolean mayYetTake(HostRow target, Move move) {
        return switch (target.status()) {
            case UP, SUSPECT -> target.tenureOpen() && target.tenure().equals(move.targetTenure());
            case UNKNOWN, UNREACHABLE, ISOLATED, FAILED -> false;
        };
    }

    private void stays(Draft draft, VmRow vm, VmMigrationEnded report) {
        Underway underway = Underway.of(draft, vm).orElse(null);
        if (underway == null || !report.command().equals(underway.move().command())) {
            return;
        }
        draft.put(vm.notMigrated());
        OperationRow operation = underway.operation();
        Move move = underway.move();
        String said = report.detail().isEmpty() ? "" : ": " + report.detail();
        if (move.state() == MoveState.ABORTING) {
            Move after =
                    move.reason() == MoveReason.CANCELLED || move.reason() == MoveReason.VM_STOPPED
                            ? move.ended(
                                    MoveState.CANCELLED, move.reason(), move.detail(), draft.now())
                            : unmoved(draft, operation, move, move.reason(), move.detail());
            draft.put(operation.with(after));
        } else {
            draft.put(
                    operation.with(
                            unmoved(
                                    draft,
                                    operation,
                                    move,
                                    MoveReason.SOURCE_REPORTED_FAILURE,
                                    report.outcome() + said)));
        }
    }

    /** An evacuation tries again, up to a bound; a single migration has failed. */
    private Move unmoved(
            Draft draft, OperationRow operation, Move move, MoveReason why, String text) {
        boolean again =
                operation.kind().emptiesHosts()
                        && operation.state() == OperationState.RUNNING
                        && move.attempts() < policy.attempts();
        return again
                ? move.blocked(why, text, move.refused())
                : move.ended(MoveState.FAILED, why, text, draft.now());
    }

    private static void order(Draft draft, VmRow vm, Move move) {
        CommandId command = move.command();
        HostId target = move.target();
        Payload payload = move.payload();
        if (command != null && target != null && move.mode() != null) {
            draft.command(
                    new MigrateVm(
                            vm.requiredHost(),
                            command,
                            vm.vm(),
                            vm.epoch(),
                            target,
                            move.mode(),
                            move.linkMbit(),
                            payload == null ? null : payload.storage()));
        }
    }

    /** A source that was lost and may come back is not to go on with it then. */
    public static void orderAbort(Draft draft, VmRow vm, Move move) {
        CommandId command = move.command();
        if (command != null) {
            HostId source = vm.requiredHost();
            draft.command(
                    new AbortMigration(
                            source,
                            draft.freshId("abort", source, vm.vm(), vm.epoch()),
                            vm.vm(),
                            vm.epoch(),
                            command));
        }
    }
}
