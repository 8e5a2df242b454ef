package io.berth.placement.domain.optimise;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.placement.domain.move.Migrations;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.operation.Rounds;
import io.berth.placement.domain.operation.Spread;
import io.berth.placement.domain.policy.Aggressiveness;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.VmRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rounds that spread the load of a domain: begun on request or when the interval has passed,
 * carried out a few moves at a time, and remembered as long as later rounds depend on them.
 *
 * <p>All that is remembered stands in the operations' rows: when the last round was, and which VMs
 * it moved. A round that is over therefore stays with the domain's owner until {@link
 * OperationRow#nextTry}. Rounds that begin by themselves and find nothing are one row, written anew
 * each time, so that a calm domain does not fill the list of operations.
 */
public final class Optimisation {
    /** Who asks for rounds that nobody asks for. */
    public static final Principal ITSELF = new Principal("berth-placement");

    private final OperationPolicy policy;
    private final OptimisationPlanner planner;
    private final Migrations migrations;

    public Optimisation(
            OperationPolicy policy, OptimisationPlanner planner, Migrations migrations) {
        this.policy = policy;
        this.planner = planner;
        this.migrations = migrations;
    }

    /** Begins a round that somebody asks for. */
    public void begin(Draft draft, OperationRow asked) {
        OptimisePolicy settings = Movable.settings(draft);
        List<Spread.LeftOut> leftOut = new ArrayList<>();
        List<HostId> hosts = Movable.hosts(draft, leftOut);
        if (settings == null) {
            draft.put(asked.failed(MoveReason.OPTIMISATION_OFF, draft.now()));
        } else if (isUnderWay(draft)) {
            draft.put(asked.failed(MoveReason.ALREADY_OPTIMISING, draft.now()));
        } else if (hosts.size() < 2) {
            draft.put(asked.failed(MoveReason.TOO_FEW_HOSTS, draft.now()));
        } else {
            draft.put(running(asked, planner.plan(draft, settings, hosts, leftOut, false)));
        }
    }

    /** Begins a round by itself when it is time. */
    public void beginWhenDue(Draft draft) {
        OptimisePolicy settings = Movable.settings(draft);
        if (settings == null || !Rounds.isDue(settings, draft.operations(), draft.now())) {
            return;
        }
        List<Spread.LeftOut> leftOut = new ArrayList<>();
        List<HostId> hosts = Movable.hosts(draft, leftOut);
        OptimisationPlanner.Plan plan = planner.plan(draft, settings, hosts, leftOut, true);
        boolean idle = plan.moves().isEmpty();
        String what = idle ? "idle" : draft.now() + "/" + draft.moment().seed();
        OperationRow round =
                running(OperationRow.round(id(draft, what), ITSELF, draft.now()), plan);
        draft.put(idle ? remembered(draft, round.over(OperationState.DONE, draft.now())) : round);
    }

    /** Begins what can begin; what no longer gains is left where it is. */
    public void goOn(Draft draft, OperationRow operation) {
        OptimisePolicy settings = Movable.settings(draft);
        OperationRow row = operation;
        for (Move move : operation.moves()) {
            VmRow vm = move.state() == MoveState.QUEUED ? draft.vm(move.vm()) : null;
            if (vm != null && mayBegin(row, move)) {
                row = tryOne(draft, settings, row, move, vm);
                draft.put(row);
            }
        }
    }

    private OperationRow tryOne(
            Draft draft, @Nullable OptimisePolicy settings, OperationRow row, Move move, VmRow vm) {
        HostId target = Objects.requireNonNull(move.target());
        Spread spread = row.spread();
        if (settings == null || spread == null) {
            return row.with(left(draft, move, MoveReason.OPTIMISATION_OFF, "it is off by now"));
        }
        String against = hindrance(draft, row, vm);
        if (against != null) {
            return row.with(left(draft, move, MoveReason.BUSY, against));
        }
        return switch (planner.review(draft, settings, spread.doubt(), vm, target)) {
            case OptimisationPlanner.Review.Worth worth ->
                    migrations.begin(draft, row, move.gaining(worth.gain()), vm, worth.plan());
            case OptimisationPlanner.Review.Not not ->
                    row.with(left(draft, move, not.reason(), not.text()));
        };
    }

    /** What keeps the VM, beside this operation. */
    private static @Nullable String hindrance(Draft draft, OperationRow row, VmRow vm) {
        for (OperationRow other : draft.operations()) {
            if (!other.id().equals(row.id()) && other.openMoveOf(vm.vm()).isPresent()) {
                return "operation %s moves it".formatted(other.id());
            }
        }
        return Movable.standing(vm);
    }

    private static Move left(Draft draft, Move move, MoveReason why, String text) {
        return move.ended(MoveState.REFUSED, why, text, draft.now());
    }

    private boolean mayBegin(OperationRow row, Move move) {
        long leaving = 0;
        long sameWay = 0;
        for (Move other : row.reservations()) {
            if (Objects.equals(other.source(), move.source())) {
                leaving++;
                sameWay += Objects.equals(other.target(), move.target()) ? 1 : 0;
            }
        }
        return leaving < policy.perHost() && sameWay < policy.perPair();
    }

    /** A round that is over, as it is remembered: until the next has begun, and VMs have cooled. */
    public static OperationRow remembered(Draft draft, OperationRow over) {
        OptimisePolicy settings = Movable.settings(draft);
        Spread spread = over.spread();
        if (over.kind() != OperationKind.OPTIMISE || settings == null || spread == null) {
            return over;
        }
        Duration coolDown = Aggressiveness.of(spread.aggressiveness()).coolDown();
        Instant until = over.requestedAt().plus(settings.interval().multipliedBy(2));
        for (Move move : over.moves()) {
            Instant ended = move.endedAt();
            if (ended != null && move.hasMoved() && ended.plus(coolDown).isAfter(until)) {
                until = ended.plus(coolDown);
            }
        }
        return over.tryingAgainAt(until);
    }

    /** A round that is over and on which nothing depends any more is forgotten here. */
    public static void forget(Draft draft) {
        for (OperationRow row : draft.operations()) {
            Instant until = row.nextTry();
            if (row.kind() == OperationKind.OPTIMISE
                    && row.state().over()
                    && until != null
                    && !draft.now().isBefore(until)) {
                draft.put(row.tryingAgainAt(null));
            }
        }
    }

    private static boolean isUnderWay(Draft draft) {
        return draft.operations().stream()
                .anyMatch(row ->
                        row.kind() == OperationKind.OPTIMISE
                                && !row.state().over()
                                && row.state() != OperationState.PENDING);
    }

    private static OperationRow running(OperationRow asked, OptimisationPlanner.Plan plan) {
        return asked.running(OperationKind.OPTIMISE, plan.moves(), false).found(plan.spread());
    }

    private static OperationId id(Draft draft, String what) {
        byte[] text =
                "optimise/%s/%s".formatted(draft.domain(), what).getBytes(StandardCharsets.UTF_8);
        return new OperationId(UUID.nameUUIDFromBytes(text).toString());
    }
}
