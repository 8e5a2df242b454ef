package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.inventory.ConsolidationStep.Purpose;
import io.berth.inventory.domain.storage.Consolidation.Cost;
import io.berth.inventory.domain.storage.ConsolidationProblem.Volume;
import io.berth.inventory.domain.storage.MoveSequence.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Finds moves of VMs' disks onto fewer volumes.
 *
 * <p><b>Goals</b>, the first one first: fewest volumes in use; fewest persistent reservations of
 * those; fewest moves; least data moved.
 *
 * <p><b>Constraints</b>, kept after each single move, not only at the end: capacity and IOPS of the
 * volume with its headroom; one backup policy and one DR policy per volume, so replicated VMs lie
 * with replicated ones; VMs of one anti-affinity set on different volumes; disks that are no files
 * stay; at most {@link ConsolidationProblem#maxMoves} moves. What broke a rule before may stay, but
 * nothing joins it.
 *
 * <p><b>Steps.</b> A small problem is solved exactly ({@link ExactConsolidation}). Else, for each
 * of five orders (fewest disks, least data, smallest volume, emptiest, dearest first):
 *
 * <ol>
 *   <li>Try to {@linkplain Evacuation evacuate} one volume after the other, in this order, onto
 *       those in use; begin again after each success, since room has moved. Stop when none
 *       succeeds.
 *   <li>Then open an empty volume, the largest first: what two or more smaller ones hold may fit
 *       there. Kept when fewer volumes are in use afterwards.
 *   <li>{@linkplain MoveSequence#tidied Leave out} moves that proved needless.
 * </ol>
 *
 * The best of the five is taken. Nothing is random: the same problem has the same plan.
 *
 * <p><b>Example.</b> Volumes of 100 GiB hold a: 60, b: 30 + 30, c: 40 GiB. Two of them must do. c
 * is cheapest to evacuate, and its 40 GiB fit best onto a (room 40, b has room 40 as well, the
 * first wins). Now a is full, b holds 60: one move, volumes a and b. Had a held 70, c's disk would
 * go to b. Had b been full, too, one disk of b could have made room by moving to a.
 *
 * <p><b>Complexity.</b> With V volumes and D disks an evacuation looks for a place at most 600
 * times, each among V targets and their disks; V² evacuations per order, and tidying is quadratic
 * in the moves. 60 volumes with 500 disks take about a second. <b>Bound.</b> {@link
 * Consolidation#least} is what capacity, IOPS and anti-affinity demand at least; where the plan
 * reaches it, it is proven to be best.
 *
 * <p><b>Source.</b> Variable-sized bin packing with conflicts and a start layout; best-fit
 * decreasing (Johnson 1974) with ejection chains (Glover 1996).
 */
public final class ConsolidationPlanner {
    /** Most empty volumes that are tried out after one another: the largest ones matter. */
    private static final int MAX_OPENED = 6;

    private final ConsolidationProblem problem;

    private ConsolidationPlanner(ConsolidationProblem problem) {
        this.problem = problem;
    }

    /** The plan for a problem; without moves where nothing can be gained. */
    public static Consolidation plan(ConsolidationProblem problem) {
        return ExactConsolidation.canSolve(problem) ? exactly(problem) : approximately(problem);
    }

    static Consolidation exactly(ConsolidationProblem problem) {
        MoveSequence best = ExactConsolidation.solve(problem);
        return new ConsolidationPlanner(problem).result(best, best.cost().volumes());
    }

    static Consolidation approximately(ConsolidationProblem problem) {
        ConsolidationPlanner planner = new ConsolidationPlanner(problem);
        MoveSequence best = new MoveSequence(List.of(), new DiskLayout(problem).cost(0, 0));
        for (ToLongFunction<Candidate> order : ORDERS) {
            MoveSequence found = planner.search(order).tidied(problem);
            if (found.cost().compareTo(best.cost()) < 0) {
                best = found;
            }
        }
        return planner.result(best, VolumesNeeded.atLeast(problem));
    }

    /** A volume that could be emptied. */
    private record Candidate(DiskLayout layout, Volume volume, int index) {}

    private static final List<ToLongFunction<Candidate>> ORDERS =
            List.of(
                    candidate -> candidate.layout().disksOn(candidate.index()),
                    candidate -> candidate.layout().mibOn(candidate.index()),
                    candidate -> candidate.volume().mib(),
                    candidate -> -candidate.layout().room(candidate.index()),
                    candidate -> -candidate.volume().reservations());

    private MoveSequence search(ToLongFunction<Candidate> order) {
        DiskLayout layout = new DiskLayout(problem);
        List<Step> steps = new ArrayList<>();
        emptyAll(layout, steps, -1, order);
        while (open(layout, steps, order)) {
            emptyAll(layout, steps, -1, order);
        }
        return MoveSequence.of(problem, steps)
                .orElseThrow(() -> new IllegalStateException("a move of the plan is impossible"));
    }

    /** Evacuates volumes until none can be. */
    private void emptyAll(
            DiskLayout layout, List<Step> steps, int opened, ToLongFunction<Candidate> order) {
        boolean found = true;
        while (found) {
            found = false;
            for (int volume : candidates(layout, opened, order)) {
                List<Step> moves =
                        new Evacuation(layout, volume, opened, problem.maxMoves() - steps.size())
                                .moves();
                if (!moves.isEmpty()) {
                    steps.addAll(moves);
                    found = true;
                    break;
                }
            }
        }
    }

    private List<Integer> candidates(
            DiskLayout layout, int opened, ToLongFunction<Candidate> order) {
        List<Candidate> candidates = new ArrayList<>();
        for (int v = 0; v < layout.volumes(); v++) {
            if (v != opened
                    && !layout.isEmpty(v)
                    && layout.on(v).stream().allMatch(layout::isMovable)) {
                candidates.add(new Candidate(layout, problem.volumes().get(v), v));
            }
        }
        candidates.sort(Comparator.comparingLong(order).thenComparingInt(Candidate::index));
        return candidates.stream().map(Candidate::index).toList();
    }

    /** Whether an empty volume took what several others held; then it is in use from now on. */
    private boolean open(DiskLayout layout, List<Step> steps, ToLongFunction<Candidate> order) {
        List<Integer> empty = new ArrayList<>();
        for (int v = 0; v < layout.volumes(); v++) {
            if (layout.isEmpty(v)) {
                empty.add(v);
            }
        }
        empty.sort(
                Comparator.<Integer>comparingLong(layout::room)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()));
        int[] before = layout.positions();
        Cost least = layout.cost(0, 0);
        for (int volume : empty.subList(0, Math.min(MAX_OPENED, empty.size()))) {
            List<Step> more = new ArrayList<>(steps);
            emptyAll(layout, more, volume, order);
            Cost cost = layout.cost(0, 0);
            if (cost.volumes() < least.volumes()
                    || (cost.volumes() == least.volumes()
                            && cost.reservations() < least.reservations())) {
                steps.clear();
                steps.addAll(more);
                return true;
            }
            layout.restore(before);
        }
        return false;
    }

    private Consolidation result(MoveSequence sequence, int least) {
        DiskLayout layout = new DiskLayout(problem);
        int[] start = layout.positions();
        sequence.steps().forEach(step -> layout.move(step.disk(), step.volume()));
        List<CsvId> emptied = new ArrayList<>();
        for (int v = 0; v < layout.volumes(); v++) {
            if (layout.isEmpty(v)) {
                emptied.add(problem.volumes().get(v).csv());
            }
        }
        List<Consolidation.Move> moves = new ArrayList<>();
        int[] at = start.clone();
        for (Step step : sequence.steps()) {
            CsvId from = problem.volumes().get(at[step.disk()]).csv();
            CsvId to = problem.volumes().get(step.volume()).csv();
            at[step.disk()] = step.volume();
            moves.add(
                    new Consolidation.Move(
                            problem.disks().get(step.disk()),
                            from,
                            to,
                            emptied.contains(from) ? Purpose.EMPTY_VOLUME : Purpose.MAKE_ROOM));
        }
        return new Consolidation(
                moves,
                emptied,
                problem.volumes().size(),
                sequence.cost(),
                problem.volumes().stream().mapToLong(Volume::reservations).sum(),
                Math.min(least, sequence.cost().volumes()));
    }
}
