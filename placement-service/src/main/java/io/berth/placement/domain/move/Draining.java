package io.berth.placement.domain.move;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.BlockedVms;
import io.berth.contracts.placement.Refusal;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MovePlan;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Moves the VMs of an evacuated host away, a few at a time.
 *
 * <h2>Goals</h2>
 *
 * Every VM leaves the host, first to be restarted first, each to the host that is best for it at
 * that moment; VMs of one affinity set to one host that takes them all, if there is any.
 *
 * <h2>Constraints</h2>
 *
 * At most so many VMs leave the host at once, and so many go from it to one other; a VM that does
 * not run yet waits until it does, and one that its host is doing something else with until that is
 * done. What is paused, saved or just being taken up stays, and is said to. What runs there outside
 * of Berth is not Berth's to move.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>VMs that have come since (they were there before their host rebooted) join the end.
 *   <li>While there is leave for more, the next waiting VM that runs is planned and ordered. When
 *       its best host takes enough from here already, it waits for the next turn.
 *   <li>One that no host can take is blocked, with all reasons, and tried again after a while; or
 *       it is refused for good where that was asked for.
 * </ol>
 *
 * <h2>Worked example</h2>
 *
 * Host A has VMs 1 to 6, B and C are empty, at most two go to one host and three leave at once. 1
 * goes to B, 2 to C, 3 to B; 4 waits. When 2 has arrived, 4 goes to C, and so on.
 *
 * <h2>Complexity</h2>
 *
 * O(V) for V VMs of the host in each turn, and one placement for each VM that is ordered or tried
 * again; those are as many as may leave at once, beside the blocked ones every so often.
 */
public final class Draining {
    private final OperationPolicy policy;
    private final MovePlanner planner;
    private final Migrations migrations;

    public Draining(OperationPolicy policy, MovePlanner planner, Migrations migrations) {
        this.policy = policy;
        this.planner = planner;
        this.migrations = migrations;
    }

    /** Begins what can begin. */
    public void goOn(Draft draft, OperationRow operation) {
        HostId host = Objects.requireNonNull(operation.host());
        boolean retry = isDue(operation.nextTry(), draft.now());
        OperationRow row = some(draft, operation, host, retry, Guard.NONE);
        boolean blocked = row.any(move -> move.state() == MoveState.BLOCKED);
        Instant next = retry || row.nextTry() == null ? draft.now().plus(policy.retry()) : null;
        draft.put(
                !blocked ? row.tryingAgainAt(null) : next == null ? row : row.tryingAgainAt(next));
    }

    /**
     * What else stands against a move, and who wants to know of those that begin.
     *
     * @param against of a VM and a host that could take it
     */
    public record Guard(
            BiFunction<VmId, HostId, Optional<Refusal>> against, BiConsumer<VmId, HostId> begun) {
        static final Guard NONE = new Guard((vm, host) -> Optional.empty(), (vm, host) -> {});
    }

    /** Begins what can begin of one host, and returns the operation as it is then. */
    public OperationRow some(
            Draft draft, OperationRow operation, HostId host, boolean retry, Guard guard) {
        OperationRow row = withNewcomers(draft, operation, host);
        long leaving = leaving(row, host);
        for (Move move : row.moves()) {
            if (leaving >= policy.perHost()) {
                break;
            }
            boolean waits = move.state() == MoveState.QUEUED;
            if (!host.equals(move.source())) {
                continue;
            }
            if (!waits && !(retry && move.state() == MoveState.BLOCKED)) {
                continue;
            }
            VmRow vm = draft.vm(move.vm());
            if (vm != null) {
                row = tryOne(draft, row, move, vm, guard);
                leaving = leaving(row, host);
            }
        }
        draft.put(row);
        return row;
    }

    private OperationRow tryOne(Draft draft, OperationRow row, Move move, VmRow vm, Guard guard) {
        boolean refuses = row.wish().blocked() == BlockedVms.REFUSE;
        if (!draft.host(vm.requiredHost()).mayReceive()) {
            String text = MovePlanner.notReady(draft, vm.requiredHost());
            return row.with(left(draft, refuses, move, MoveReason.SOURCE_NOT_READY, text));
        }
        if (vm.isBeingAdopted()) {
            String text = "its host is taking it up from outside of Berth";
            return row.with(left(draft, refuses, move, MoveReason.NOT_RUNNING, text));
        }
        if (vm.conduct().standstill() != null) {
            String text = MovePlanner.standsStill(vm);
            return row.with(left(draft, refuses, move, MoveReason.STANDS_STILL, text));
        }
        if (vm.state() != AssignmentState.RUNNING || vm.conduct().openOrder() != null) {
            return row;
        }
        MovePlan found =
                planner.leaving(
                        draft, vm, row.wish(), host -> guard.against().apply(vm.vm(), host));
        return switch (found) {
            case MovePlan.Possible plan -> {
                HostId target = plan.target().host();
                if (moving(row, vm.requiredHost(), target) >= policy.perPair()) {
                    yield row;
                }
                guard.begun().accept(vm.vm(), target);
                yield migrations.begin(draft, row, move, vm, plan);
            }
            case MovePlan.Impossible no ->
                    row.with(
                            refuses
                                    ? move.refusedBy(
                                            MoveState.REFUSED,
                                            no.reason(),
                                            no.text(),
                                            no.refused(),
                                            draft.now())
                                    : move.blocked(no.reason(), no.text(), no.refused()));
            case MovePlan.Admitted _ -> row;
        };
    }

    /** It stays where it is, for now or for good. */
    private static Move left(Draft draft, boolean forGood, Move move, MoveReason why, String text) {
        return forGood
                ? move.ended(MoveState.REFUSED, why, text, draft.now())
                : move.blocked(why, text, List.of());
    }

    private static OperationRow withNewcomers(Draft draft, OperationRow row, HostId host) {
        Set<VmId> open = new HashSet<>();
        Set<VmId> settled = new HashSet<>();
        for (Move move : row.moves()) {
            if (!move.state().over()) {
                open.add(move.vm());
            } else if (move.state() == MoveState.REFUSED
                    || move.state() == MoveState.FAILED
                    || move.state() == MoveState.CANCELLED) {
                settled.add(move.vm());
            }
        }
        List<Move> all = new ArrayList<>(row.moves());
        for (VmRow vm : draft.vmsOn(host)) {
            if (!open.contains(vm.vm())
                    && !settled.contains(vm.vm())
                    && all.size() < OperationRow.MAX_MOVES) {
                all.add(Move.queued(vm));
            }
        }
        return row.withMoves(all);
    }

    private static long leaving(OperationRow row, HostId host) {
        return row.reservations().stream().filter(move -> host.equals(move.source())).count();
    }

    private static long moving(OperationRow row, HostId source, HostId target) {
        return row.reservations().stream()
                .filter(move -> source.equals(move.source()) && target.equals(move.target()))
                .count();
    }

    private static boolean isDue(@Nullable Instant at, Instant now) {
        return at != null && !now.isBefore(at);
    }
}
