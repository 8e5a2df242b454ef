package io.berth.placement.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.CancelOperationRequested;
import io.berth.contracts.placement.EvacuateHostRequested;
import io.berth.contracts.placement.MigrateVmRequested;
import io.berth.contracts.placement.OptimiseDomainRequested;
import io.berth.contracts.placement.PatchClusterRequested;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.move.Draining;
import io.berth.placement.domain.move.Migrations;
import io.berth.placement.domain.move.MovePlanner;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MovePlan;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.optimise.Optimisation;
import io.berth.placement.domain.optimise.OptimisationPlanner;
import io.berth.placement.domain.patch.Patching;
import io.berth.placement.domain.place.Placer;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.recover.Replacement;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.VmOrder;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What operators asked for: taken up, followed and ended. After every input all open operations are
 * looked at, first whether their moves have come to an end, then whether more can begin; so nothing
 * needs to be remembered outside the rows, and a new owner goes on where the last one stopped.
 *
 * <p>Complexity: O(moves of open operations) for an input, plus one placement for each move that
 * begins or is tried again.
 */
final class Operations {
    private final OperationPolicy policy;
    private final MovePlanner planner;
    private final Migrations migrations;
    private final Replacement replacement;
    private final Draining draining;
    private final Optimisation optimisation;
    private final Patching patching;

    Operations(
            OperationPolicy policy,
            Rulebook rulebook,
            MovePlanner planner,
            OptimisationPlanner optimiser,
            Migrations migrations,
            Replacement replacement) {
        this.policy = policy;
        this.planner = planner;
        this.migrations = migrations;
        this.replacement = replacement;
        this.draining = new Draining(policy, planner, migrations);
        this.patching = new Patching(policy, rulebook, draining, replacement);
        this.optimisation = new Optimisation(policy, optimiser, migrations);
    }

    /** Spreads the load of the domain, or says why not. */
    void optimise(Draft draft, OptimiseDomainRequested request) {
        OperationRow row = pending(draft, OperationRow.of(request, draft.now()));
        if (row != null) {
            optimisation.begin(draft, row);
        }
    }

    /** Time has passed: what is to be done every so often may be due. */
    void onTime(Draft draft) {
        if (draft.operations().size() <= policy.maxOpen()) {
            optimisation.beginWhenDue(draft);
        }
    }

    /** Moves one VM, or says why not. */
    void migrate(Draft draft, MigrateVmRequested request) {
        OperationRow row = pending(draft, OperationRow.of(request, draft.now()));
        if (row == null) {
            return;
        }
        VmRow vm = draft.vm(request.vm());
        if (vm == null) {
            fail(draft, row, MoveReason.UNKNOWN_VM, "nobody has asked to run it in this domain");
            return;
        }
        Move move = Move.queued(vm);
        HostId target = request.target();
        if (target != null && !draft.knows(target)) {
            fail(
                    draft,
                    row,
                    MoveReason.UNKNOWN_HOST,
                    "host %s is not one of domain %s; a VM moves within its domain"
                            .formatted(target, draft.domain()));
            return;
        }
        switch (vm.state()) {
            case RUNNING -> migrate(draft, row, move, vm);
            case UNPLACEABLE, WAITING_FOR_OPERATOR -> place(draft, row, move, vm);
            case MIGRATING ->
                    fail(draft, row, MoveReason.ALREADY_MOVING, "another operation moves it");
            case PLACED,
                    WITHDRAWING,
                    WAITING_FOR_HOST,
                    STOPPING,
                    STOPPED,
                    ADOPTING,
                    ADOPTION_FAILED ->
                    fail(
                            draft,
                            row,
                            MoveReason.NOT_RUNNING,
                            "it is " + vm.state() + "; only a running VM can be moved");
        }
    }

    private void migrate(Draft draft, OperationRow row, Move move, VmRow vm) {
        HostId source = vm.requiredHost();
        VmOrder open = vm.conduct().openOrder();
        if (source.equals(row.wish().target())) {
            fail(draft, row, MoveReason.ALREADY_THERE, "it runs on " + source + " already");
        } else if (open != null) {
            fail(draft, row, MoveReason.BUSY, open.action() + " is under way");
        } else if (vm.conduct().standstill() != null) {
            fail(draft, row, MoveReason.STANDS_STILL, MovePlanner.standsStill(vm));
        } else if (!draft.host(source).mayReceive()) {
            fail(draft, row, MoveReason.SOURCE_NOT_READY, MovePlanner.notReady(draft, source));
        } else {
            switch (planner.migration(draft, vm, row.wish())) {
                case MovePlan.Possible plan ->
                        migrations.begin(
                                draft,
                                row.running(OperationKind.MIGRATE, List.of(move), false),
                                move,
                                vm,
                                plan);
                case MovePlan.Impossible no -> refuse(draft, row, OperationKind.MIGRATE, move, no);
                case MovePlan.Admitted _ -> {}
            }
        }
    }

    private void place(Draft draft, OperationRow row, Move move, VmRow vm) {
        HostId target = row.wish().target();
        if (target == null) {
            fail(
                    draft,
                    row,
                    MoveReason.TARGET_MISSING,
                    "it is " + vm.state() + "; name the host to place it on");
            return;
        }
        VmRow fresh = vm.excluding(List.of());
        switch (planner.placement(draft, fresh, target, row.wish())) {
            case MovePlan.Admitted admitted -> {
                VmRow free =
                        switch (vm.state()) {
                            case UNPLACEABLE -> fresh;
                            default -> fresh.withoutHost();
                        };
                draft.put(free);
                draft.put(
                        row.running(OperationKind.PLACE, List.of(move.placedOn(admitted)), false));
                replacement.giveToChosen(
                        draft,
                        free,
                        new Placer.Answer.Chosen(admitted.target(), admitted.explanation()));
            }
            case MovePlan.Impossible no -> refuse(draft, row, OperationKind.PLACE, move, no);
            case MovePlan.Possible _ -> {}
        }
    }

    /** Closes a host and begins to move its VMs away. */
    void evacuate(Draft draft, EvacuateHostRequested request) {
        OperationRow row = pending(draft, OperationRow.of(request, draft.now()));
        if (row == null) {
            return;
        }
        HostId host = request.host();
        if (!draft.knows(host)) {
            end(draft, row, MoveReason.UNKNOWN_HOST);
        } else if (draft.host(host).evacuated()) {
            end(draft, row, MoveReason.ALREADY_EVACUATED);
        } else {
            draft.put(draft.host(host).withEvacuated(true));
            List<Move> moves = draft.vmsOn(host).stream().map(Move::queued).toList();
            draft.put(row.running(OperationKind.EVACUATE, moves, true));
        }
    }

    /** Begins to patch the nodes of a cluster. */
    void patch(Draft draft, PatchClusterRequested request) {
        OperationRow row = pending(draft, OperationRow.of(request, draft.now()));
        if (row != null) {
            patching.begin(draft, row);
        }
    }

    /** The patch operations of the domain, which know most of what becomes of them. */
    Patching patching() {
        return patching;
    }

    /** Begins nothing more, breaks off what can be, and opens the host again. */
    void cancel(Draft draft, CancelOperationRequested request) {
        OperationRow row = draft.operation(request.operation());
        if (row == null || (row.state().over() && !row.closesHost())) {
            return;
        }
        if (row.state().over()) {
            draft.put(row.openingHost(request.requestedBy()));
        } else {
            List<Move> moves = row.moves().stream().map(move -> cancelled(draft, move)).toList();
            OperationRow cancelling = row.cancelling(request.requestedBy()).withMoves(moves);
            draft.put(patching.cancelled(draft, cancelling, row.state()));
        }
        HostId host = row.host();
        if (host != null && row.closesHost()) {
            draft.put(draft.host(host).withEvacuated(false));
            replacement.retryUnplaceable(draft);
        }
    }

    private Move cancelled(Draft draft, Move move) {
        String text = "the operation was cancelled";
        return switch (move.state()) {
            case QUEUED, BLOCKED ->
                    move.ended(MoveState.CANCELLED, MoveReason.CANCELLED, text, draft.now());
            case MOVING, ABORTING -> {
                VmRow vm = draft.vm(move.vm());
                yield vm == null || !moves(vm, move)
                        ? move
                        : migrations.abort(draft, vm, move, MoveReason.CANCELLED, text);
            }
            case RESUMING, DONE, BOOTED_ANEW, LEFT, REFUSED, FAILED, CANCELLED -> move;
        };
    }

    /** Brings all open operations up to what has just been decided. */
    void followUp(Draft draft) {
        Optimisation.forget(draft);
        for (OperationRow row : draft.operations()) {
            if (!row.state().over() && row.state() != OperationState.PENDING) {
                draft.put(patching.reviewed(draft, row, reviewed(draft, row)));
            }
        }
        for (OperationRow row : draft.operations()) {
            if (row.state() == OperationState.RUNNING) {
                goOn(draft, row);
            }
        }
        for (OperationRow row : draft.operations()) {
            if (!row.state().over()
                    && row.state() != OperationState.PENDING
                    && Patching.hasNoMoreSteps(row)
                    && row.moves().stream().allMatch(move -> move.state().over())) {
                OperationRow over = row.over(endOf(row), draft.now());
                draft.put(Optimisation.remembered(draft, over));
            }
        }
    }

    private void goOn(Draft draft, OperationRow row) {
        switch (row.kind()) {
            case EVACUATE -> draining.goOn(draft, row);
            case OPTIMISE -> optimisation.goOn(draft, row);
            case MIGRATE, PLACE, PATCH -> {}
        }
    }

    private static OperationState endOf(OperationRow row) {
        if (row.state() == OperationState.CANCELLING) {
            return OperationState.CANCELLED;
        }
        boolean unfinished =
                Patching.hasSkipped(row)
                        || row.any(move ->
                                switch (move.state()) {
                                    case REFUSED -> row.kind() != OperationKind.OPTIMISE;
                                    case FAILED -> true;
                                    case CANCELLED -> !row.kind().emptiesHosts();
                                    case QUEUED,
                                            BLOCKED,
                                            MOVING,
                                            ABORTING,
                                            RESUMING,
                                            DONE,
                                            BOOTED_ANEW,
                                            LEFT ->
                                            false;
                                });
        return unfinished ? OperationState.FAILED : OperationState.DONE;
    }

    private OperationRow reviewed(Draft draft, OperationRow row) {
        List<Move> moves = new ArrayList<>(row.moves().size());
        for (Move move : row.moves()) {
            moves.add(
                    switch (move.state()) {
                        case MOVING, ABORTING -> underway(draft, row, move);
                        case RESUMING -> resuming(draft, move);
                        case QUEUED, BLOCKED -> waiting(draft, move);
                        case DONE, BOOTED_ANEW, LEFT, REFUSED, FAILED, CANCELLED -> move;
                    });
        }
        return row.withMoves(moves);
    }

    private Move underway(Draft draft, OperationRow row, Move move) {
        VmRow vm = draft.vm(move.vm());
        if (vm != null && moves(vm, move)) {
            HostRow target = draft.host(Objects.requireNonNull(move.target()));
            return move.state() == MoveState.ABORTING || Migrations.mayYetTake(target, move)
                    ? move
                    : migrations.abort(
                            draft,
                            vm,
                            move,
                            MoveReason.TARGET_LOST,
                            "target %s is %s and no longer waits for it"
                                    .formatted(target.host(), target.status()));
        }
        if (vm != null && stops(vm)) {
            return move.ended(
                    MoveState.CANCELLED,
                    MoveReason.VM_STOPPED,
                    "it was asked to stop",
                    draft.now());
        }
        if (vm != null && vm.state() == AssignmentState.WAITING_FOR_HOST) {
            Migrations.orderAbort(draft, vm, move);
        }
        MoveState end = row.kind().emptiesHosts() ? MoveState.LEFT : MoveState.FAILED;
        return move.ended(
                end,
                MoveReason.SOURCE_LOST,
                "its host was lost before it was handed over; it is "
                        + (vm == null ? "unknown" : vm.state()),
                draft.now());
    }

    private static Move resuming(Draft draft, Move move) {
        VmRow vm = draft.vm(move.vm());
        if (vm == null) {
            return move;
        }
        Move next = resumed(draft, move, vm);
        HostId source = move.source();
        if (next.state().over() && source != null) {
            Migrations.forget(draft, source, move);
        }
        return next;
    }

    private static Move resumed(Draft draft, Move move, VmRow vm) {
        boolean asMeant =
                vm.epoch().equals(move.epoch().next())
                        && vm.isOn(Objects.requireNonNull(move.target()));
        return switch (vm.state()) {
            case RUNNING, MIGRATING ->
                    asMeant
                            ? move.ended(
                                    MoveState.DONE, MoveReason.NONE, move.detail(), draft.now())
                            : move.ended(
                                    MoveState.BOOTED_ANEW,
                                    MoveReason.TARGET_DID_NOT_RESUME,
                                    "it runs on %s, where it booted anew"
                                            .formatted(vm.requiredHost()),
                                    draft.now());
            case PLACED, WITHDRAWING -> move;
            case STOPPING, STOPPED, ADOPTING, ADOPTION_FAILED ->
                    move.ended(
                            MoveState.CANCELLED,
                            MoveReason.VM_STOPPED,
                            "it was asked to stop",
                            draft.now());
            case UNPLACEABLE, WAITING_FOR_HOST, WAITING_FOR_OPERATOR ->
                    move.ended(
                            MoveState.FAILED,
                            MoveReason.TARGET_DID_NOT_RESUME,
                            "the target did not take it up, and it is " + vm.state(),
                            draft.now());
        };
    }

    private static Move waiting(Draft draft, Move move) {
        VmRow vm = draft.vm(move.vm());
        HostId source = move.source();
        if (vm != null && vm.state() == AssignmentState.ADOPTION_FAILED) {
            return move.ended(
                    MoveState.REFUSED,
                    MoveReason.NOT_RUNNING,
                    "it was not taken up, and may still run there outside of Berth",
                    draft.now());
        }
        return vm != null && source != null && vm.isOn(source)
                ? move
                : move.ended(
                        MoveState.LEFT,
                        MoveReason.NONE,
                        "it is " + (vm == null ? "unknown" : vm.state()) + " elsewhere",
                        draft.now());
    }

    /** Whether the VM is under way by this very move. */
    private static boolean moves(VmRow vm, Move move) {
        return vm.state() == AssignmentState.MIGRATING && vm.epoch().equals(move.epoch());
    }

    private static boolean stops(VmRow vm) {
        return switch (vm.state()) {
            case STOPPING, STOPPED -> true;
            case PLACED,
                    RUNNING,
                    MIGRATING,
                    WITHDRAWING,
                    UNPLACEABLE,
                    WAITING_FOR_HOST,
                    WAITING_FOR_OPERATOR,
                    ADOPTING,
                    ADOPTION_FAILED ->
                    false;
        };
    }

    /** Null when the operation has been begun already; then there is nothing to do. */
    private @Nullable OperationRow pending(Draft draft, OperationRow asked) {
        OperationRow known = draft.operation(asked.id());
        if (known != null && known.state() != OperationState.PENDING) {
            return null;
        }
        if (draft.operations().size() > policy.maxOpen()) {
            end(draft, asked, MoveReason.TOO_MANY_OPERATIONS);
            return null;
        }
        return known == null ? asked : known;
    }

    private static void fail(Draft draft, OperationRow row, MoveReason why, String text) {
        List<Move> moves =
                row.moves().stream()
                        .map(move -> move.ended(MoveState.FAILED, why, text, draft.now()))
                        .toList();
        draft.put(row.withMoves(moves).over(OperationState.FAILED, draft.now()));
    }

    private static void end(Draft draft, OperationRow row, MoveReason why) {
        draft.put(row.failed(why, draft.now()));
    }

    private static void refuse(
            Draft draft, OperationRow row, OperationKind kind, Move move, MovePlan.Impossible no) {
        Move refused =
                move.refusedBy(
                        MoveState.REFUSED, no.reason(), no.text(), no.refused(), draft.now());
        draft.put(
                row.running(kind, List.of(refused), false)
                        .over(OperationState.FAILED, draft.now()));
    }
}
