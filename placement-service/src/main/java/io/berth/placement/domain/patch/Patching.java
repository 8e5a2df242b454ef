package io.berth.placement.domain.patch;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.placement.PatchAnswered;
import io.berth.contracts.placement.PatchStepState;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.move.Draining;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.operation.PatchRun;
import io.berth.placement.domain.operation.PatchStep;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.recover.Replacement;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.DrainedCluster;
import io.berth.placement.domain.reserve.PatchOrder;
import io.berth.placement.domain.reserve.ReserveJudgement;
import io.berth.placement.domain.reserve.ReserveText;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Patches the nodes of a cluster in an order that keeps its reserve: each is closed and emptied,
 * left to the patch hook, looked after until it is back, and opened again.
 *
 * <h2>Goals</h2>
 *
 * Every node is patched; the reserve holds throughout; nothing is begun while something is wrong.
 *
 * <h2>Constraints</h2>
 *
 * At most {@code atOnce} nodes are closed. A node is begun with only when no other has stopped, no
 * node of the cluster is down, and the reserve holds with it away, judged as of now; a VM goes only
 * where it holds afterwards as well ({@link PatchGuard}). An operator may set both aside with a
 * reason. Whatever the cluster, one operation at a time patches it.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>{@link #reviewed After every input}: what is empty is handed to the hook; what was patched,
 *       is up and has a grant in force is opened; what takes too long has stopped. Moves of nodes
 *       that are done with are kept as counts.
 *   <li>{@link #turn In a turn}, which comes with the facts of the cluster within a second of any
 *       change: the order is made ({@link PatchOrder}) if it is not yet, VMs leave the nodes that
 *       are being emptied, and the next node is begun with or said why not.
 * </ol>
 *
 * <h2>Complexity</h2>
 *
 * O(nodes + moves) after every input; in a turn some tens of judgements of the reserve at most.
 */
public final class Patching {
    private final OperationPolicy policy;
    private final Rulebook rulebook;
    private final Draining draining;
    private final Replacement replacement;

    public Patching(
            OperationPolicy policy, Rulebook rulebook, Draining draining, Replacement replacement) {
        this.policy = policy;
        this.rulebook = rulebook;
        this.draining = draining;
        this.replacement = replacement;
    }

    /** Takes a request up. */
    public void begin(Draft draft, OperationRow row) {
        PatchRun run = Objects.requireNonNull(row.patch());
        boolean other =
                draft.operations().stream()
                        .anyMatch(each ->
                                each.kind() == OperationKind.PATCH
                                        && each.state() != OperationState.PENDING
                                        && !each.id().equals(row.id()));
        if (other) {
            draft.put(row.failed(MoveReason.ALREADY_PATCHING, draft.now()));
        } else if (!run.wish().nodes().stream().allMatch(draft::knows)) {
            draft.put(row.failed(MoveReason.UNKNOWN_HOST, draft.now()));
        } else {
            draft.put(
                    row.running(OperationKind.PATCH, List.of(), false)
                            .patching(run.turningAt(draft.now())));
        }
    }

    /** Goes on with what can go on. */
    public void turn(Draft draft, Input.PatchTurn facts) {
        for (OperationRow row : draft.operations()) {
            PatchRun run = row.patch();
            if (run != null && row.state() == OperationState.RUNNING) {
                draft.put(turned(draft, row, run, facts));
            }
        }
    }

    private OperationRow turned(
            Draft draft, OperationRow before, PatchRun known, Input.PatchTurn facts) {
        ClusterPicture picture = PatchGuard.picture(draft, facts, rulebook);
        PatchRun run = known.steps().isEmpty() ? planned(draft, known, facts, picture) : known;
        OperationRow row = before.patching(run);
        boolean retry = run.retries(draft.now());
        PatchGuard guard =
                new PatchGuard(
                        DrainedCluster.of(
                                picture,
                                PatchRun.away(draft.operations()),
                                PatchGuard.targets(draft)),
                        row.wish().override() != null);
        for (PatchStep step : run.steps()) {
            if (step.state() == PatchStepState.DRAINING) {
                row = draining.some(draft, row, step.host(), retry, guard.ofMoves());
            }
        }
        row = next(draft, row, guard, facts.cluster());
        return row.patching(scheduled(draft, row, retry));
    }

    /** With the moment at which it is looked at again, should nothing happen before. */
    private PatchRun scheduled(Draft draft, OperationRow row, boolean retried) {
        PatchRun run = run(row);
        Instant later = draft.now().plus(policy.retry());
        boolean blocked = row.any(move -> move.state() == MoveState.BLOCKED);
        Instant retryAt =
                !blocked ? null : retried || run.retryAt() == null ? later : run.retryAt();
        boolean waits =
                run.any(PatchStepState.QUEUED) || row.any(move -> move.state() == MoveState.QUEUED);
        Instant turn =
                retryAt != null && (!waits || retryAt.isBefore(later))
                        ? retryAt
                        : waits ? later : null;
        return run.turningAt(turn).retryingAt(retryAt);
    }

    private static PatchRun planned(
            Draft draft, PatchRun run, Input.PatchTurn facts, ClusterPicture picture) {
        Set<HostId> wanted = new HashSet<>(facts.cluster().nodes());
        if (!run.wish().nodes().isEmpty()) {
            wanted.retainAll(run.wish().nodes());
        }
        return run.withSteps(
                PatchOrder.of(picture, wanted, run.wish().atOnce(), PatchGuard.BUDGET).stream()
                        .map(turn -> PatchStep.queued(turn.host(), turn.why(), draft.now()))
                        .toList());
    }

    private OperationRow next(
            Draft draft, OperationRow before, PatchGuard guard, ClusterState cluster) {
        OperationRow row = before;
        while (true) {
            PatchRun run = run(row);
            PatchStep step =
                    run.steps().stream()
                            .filter(each -> each.state() == PatchStepState.QUEUED)
                            .findFirst()
                            .orElse(null);
            String stopped = stopped(run);
            boolean full = run.closed() >= run.wish().atOnce();
            if (step == null || full || !stopped.isEmpty()) {
                return row.patching(run.waiting(stopped, run.nextTurn()));
            }
            String against = against(draft, row, step.host(), cluster);
            if (!against.isEmpty()) {
                return row.patching(run.waiting(against, run.nextTurn()));
            }
            ReserveJudgement judgement = guard.without(step.host());
            String reserve = "with %s away %s".formatted(step.host(), ReserveText.of(judgement));
            if (judgement.overCommitted() && row.wish().override() == null) {
                return row.patching(run.waiting(reserve, run.nextTurn()));
            }
            draft.put(draft.host(step.host()).withEvacuated(true));
            guard.begun(step.host(), judgement);
            PatchStep begun = step.become(PatchStepState.DRAINING, reserve, draft.now());
            row =
                    draining.some(
                            draft,
                            row.patching(run.with(begun).waiting("", run.nextTurn())),
                            step.host(),
                            true,
                            guard.ofMoves());
        }
    }

    private static String stopped(PatchRun run) {
        return run.steps().stream()
                .filter(step -> step.state() == PatchStepState.STOPPED)
                .map(step -> "node %s has stopped: %s".formatted(step.host(), step.detail()))
                .findFirst()
                .orElse("");
    }

    /** What stands against beginning with a node, beside the reserve; empty when nothing does. */
    private static String against(
            Draft draft, OperationRow row, HostId host, ClusterState cluster) {
        PatchRun run = run(row);
        HostRow node = draft.host(host);
        if (node.evacuated()) {
            return "another operation empties node %s".formatted(host);
        }
        if (!node.mayReceive()) {
            return "node %s is %s%s; it is begun with when it is up and has a grant"
                    .formatted(host, node.status(), node.tenureOpen() ? "" : " without a grant");
        }
        VmId coming = PatchGuard.coming(draft, host);
        if (coming != null) {
            return "VM %s is on its way to node %s".formatted(coming, host);
        }
        for (HostId other : row.wish().override() == null ? cluster.nodes() : List.<HostId>of()) {
            if (!run.closes(other) && isDown(draft.host(other))) {
                return "node %s is %s; no other is begun with while it is down"
                        .formatted(other, draft.host(other).status());
            }
        }
        return "";
    }

    private static boolean isDown(HostRow host) {
        return switch (host.status()) {
            case UNREACHABLE, ISOLATED, FAILED -> true;
            case UNKNOWN, UP, SUSPECT -> false;
        };
    }

    /** What the hook or a person has said of a node. */
    public void answered(Draft draft, PatchAnswered answer) {
        OperationRow row = draft.operation(answer.operation());
        PatchRun run = row == null ? null : row.patch();
        if (row == null || run == null || row.state().over()) {
            return;
        }
        PatchStep step = run.step(answer.host()).orElse(null);
        if (step == null || !PatchStep.expects(step.state(), answer.outcome())) {
            return;
        }
        String text =
                answer.detail().isEmpty()
                        ? "%s said %s".formatted(answer.answeredBy(), answer.outcome())
                        : answer.detail();
        PatchRun next =
                run.with(
                        switch (answer.outcome()) {
                            case PATCHED ->
                                    step.become(PatchStepState.VALIDATING, text, draft.now());
                            case FAILED -> stopped(draft, row, step, text);
                            case SKIP -> {
                                open(draft, step);
                                yield step.become(PatchStepState.SKIPPED, text, draft.now());
                            }
                            case WAIT -> waitAgain(draft, step, text);
                        });
        draft.put(withoutFailures(row, step.host()).patching(next.turningAt(draft.now())));
    }

    /** What could not be moved is tried anew. */
    private static OperationRow withoutFailures(OperationRow row, HostId host) {
        return row.withMoves(
                row.moves().stream()
                        .filter(move -> !host.equals(move.source()) || !isFailure(move))
                        .toList());
    }

    private static boolean isFailure(Move move) {
        return switch (move.state()) {
            case REFUSED, FAILED, CANCELLED -> true;
            case QUEUED, BLOCKED, MOVING, ABORTING, RESUMING, DONE, BOOTED_ANEW, LEFT -> false;
        };
    }

    private PatchStep waitAgain(Draft draft, PatchStep step, String text) {
        PatchStepState next =
                switch (step.state()) {
                    case VALIDATING -> PatchStepState.VALIDATING;
                    case QUEUED, DRAINING, PATCHING, RETURNED, STOPPED, SKIPPED, CANCELLED ->
                            step.boot() == null ? PatchStepState.DRAINING : PatchStepState.PATCHING;
                };
        return step.become(next, text, draft.now());
    }

    /**
     * Ends what a cancelled operation has begun: nodes that are being emptied, and those that wait
     * for an answer, open at once; those with the hook when it has answered, or when it is
     * cancelled a second time.
     *
     * @param before the state that it was cancelled in
     */
    public OperationRow cancelled(Draft draft, OperationRow row, OperationState before) {
        PatchRun run = row.patch();
        if (run == null) {
            return row;
        }
        boolean all = before == OperationState.CANCELLING;
        List<PatchStep> steps = new ArrayList<>();
        for (PatchStep step : run.steps()) {
            boolean ends =
                    switch (step.state()) {
                        case QUEUED, DRAINING, STOPPED -> true;
                        case PATCHING, VALIDATING -> all;
                        case RETURNED, SKIPPED, CANCELLED -> false;
                    };
            steps.add(ends ? cancelled(draft, step) : step);
        }
        return row.patching(run.withSteps(steps).waiting("", null));
    }

    private PatchStep cancelled(Draft draft, PatchStep step) {
        if (step.state().closes()) {
            open(draft, step);
        }
        return step.become(PatchStepState.CANCELLED, "the operation was cancelled", draft.now());
    }

    private void open(Draft draft, PatchStep step) {
        if (step.state().closes()) {
            draft.put(draft.host(step.host()).withEvacuated(false));
            replacement.retryUnplaceable(draft);
        }
    }

    /** A cancelled operation has nobody to ask. */
    private PatchStep stopped(Draft draft, OperationRow row, PatchStep step, String text) {
        if (row.state() == OperationState.CANCELLING) {
            open(draft, step);
            return step.become(PatchStepState.CANCELLED, text, draft.now());
        }
        return step.become(PatchStepState.STOPPED, text, draft.now());
    }

    /**
     * Brings the nodes of a patch operation up to what has just been decided.
     *
     * @param before as it was before its moves were
     */
    public OperationRow reviewed(Draft draft, OperationRow before, OperationRow row) {
        PatchRun run = row.patch();
        if (run == null) {
            return row;
        }
        PatchRun now = run;
        for (PatchStep step : run.steps()) {
            PatchStep next = reviewed(draft, row, step);
            if (!next.equals(step)) {
                now = now.with(next);
            }
        }
        OperationRow folded = folded(draft, row, now);
        Instant deadline = run(folded).deadline();
        boolean news = !folded.equals(before) || isNews(draft, row);
        if (news && folded.state() == OperationState.RUNNING) {
            folded = folded.patching(run(folded).turningAt(draft.now()));
        }
        return folded.tryingAgainAt(deadline);
    }

    /** Whether this decision has changed it otherwise than by a turn, which sets the next one. */
    private static boolean isNews(Draft draft, OperationRow row) {
        OperationRow known = draft.base().operation(row.id());
        PatchRun run = known == null ? null : known.patch();
        return known != null
                && run != null
                && !known.equals(row)
                && Objects.equals(run.nextTurn(), run(row).nextTurn());
    }

    private PatchStep reviewed(Draft draft, OperationRow row, PatchStep step) {
        HostRow host = draft.host(step.host());
        return switch (step.state()) {
            case DRAINING -> emptied(draft, row, step, host);
            case PATCHING -> {
                BootId life = host.boot();
                boolean reborn =
                        run(row).wish().rebootMeansPatched()
                                && host.mayReceive()
                                && step.boot() != null
                                && life != null
                                && step.boot().isBefore(life);
                yield reborn
                        ? validated(
                                draft,
                                row,
                                step.become(
                                        PatchStepState.VALIDATING,
                                        "its agent lives a new life",
                                        draft.now()),
                                host)
                        : inTime(draft, row, step, "no word of the patch hook");
            }
            case VALIDATING -> validated(draft, row, step, host);
            case QUEUED, RETURNED, STOPPED, SKIPPED, CANCELLED -> step;
        };
    }

    private PatchStep emptied(Draft draft, OperationRow row, PatchStep step, HostRow host) {
        if (isDown(host)) {
            return stopped(
                    draft, row, step, "it is %s while it was emptied".formatted(host.status()));
        }
        for (Move move : row.moves()) {
            VmRow vm = draft.vm(move.vm());
            if (isFailure(move)
                    && step.host().equals(move.source())
                    && vm != null
                    && vm.isOn(step.host())) {
                return stopped(
                        draft,
                        row,
                        step,
                        "VM %s could not be moved: %s".formatted(move.vm(), move.detail()));
            }
        }
        boolean open = row.any(move -> !move.state().over() && step.host().equals(move.source()));
        boolean empty =
                draft.vmsOn(step.host()).isEmpty()
                        && host.unmanaged().isEmpty()
                        && PatchGuard.coming(draft, step.host()) == null;
        return open || !empty ? step : step.emptied(host.boot(), draft.now());
    }

    private PatchStep validated(Draft draft, OperationRow row, PatchStep step, HostRow host) {
        HostDescription description = draft.ledger().description(step.host());
        boolean well =
                host.mayReceive()
                        && description != null
                        && !description.specification().maintenance();
        if (!well) {
            return inTime(draft, row, step, "patched, but not back");
        }
        open(draft, step);
        return step.become(PatchStepState.RETURNED, "up with tenure " + host.tenure(), draft.now());
    }

    private PatchStep inTime(Draft draft, OperationRow row, PatchStep step, String what) {
        Instant limit = step.since().plus(run(row).wish().patchLimit());
        return draft.now().isBefore(limit)
                ? step
                : stopped(
                        draft,
                        row,
                        step,
                        "%s within %s".formatted(what, run(row).wish().patchLimit()));
    }

    /** Moves of nodes that are done with end, and are then kept as counts. */
    private static OperationRow folded(Draft draft, OperationRow row, PatchRun run) {
        List<Move> kept = new ArrayList<>();
        PatchRun counting = run;
        for (Move each : row.moves()) {
            PatchStep step = each.source() == null ? null : run.step(each.source()).orElse(null);
            Move move = step != null && step.state().over() ? given(each, draft.now()) : each;
            if (step != null && move.state().over() && doneWith(step.state())) {
                counting = counting.with(counting.step(step.host()).orElse(step).counting(move));
            } else {
                kept.add(move);
            }
        }
        return row.withMoves(kept).patching(counting);
    }

    private static boolean doneWith(PatchStepState state) {
        return switch (state) {
            case QUEUED, PATCHING, VALIDATING, RETURNED, SKIPPED, CANCELLED -> true;
            case DRAINING, STOPPED -> false;
        };
    }

    /** Nobody begins it any more. */
    private static Move given(Move move, Instant now) {
        return switch (move.state()) {
            case QUEUED, BLOCKED ->
                    move.ended(
                            MoveState.CANCELLED,
                            MoveReason.CANCELLED,
                            "its node is no longer emptied",
                            now);
            case MOVING, ABORTING, RESUMING, DONE, BOOTED_ANEW, LEFT, REFUSED, FAILED, CANCELLED ->
                    move;
        };
    }

    /** Whether nothing is left to do with any node; so it is with other kinds. */
    public static boolean hasNoMoreSteps(OperationRow row) {
        PatchRun run = row.patch();
        return run == null
                || (run.steps().isEmpty()
                        ? row.state() == OperationState.CANCELLING
                        : run.steps().stream().allMatch(step -> step.state().over()));
    }

    /** Whether a node was left unpatched. */
    public static boolean hasSkipped(OperationRow row) {
        PatchRun run = row.patch();
        return run != null && run.any(PatchStepState.SKIPPED);
    }

    private static PatchRun run(OperationRow row) {
        return Objects.requireNonNull(row.patch());
    }
}
