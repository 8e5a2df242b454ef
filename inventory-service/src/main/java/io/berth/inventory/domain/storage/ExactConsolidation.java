package io.berth.inventory.domain.storage;

import io.berth.inventory.domain.storage.Consolidation.Cost;
import io.berth.inventory.domain.storage.MoveSequence.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * The best plan of a small problem: looks at every layout that possible moves lead to, nearest
 * first (uniform-cost search over {@code volumes ^ disks} layouts), and takes the cheapest.
 */
final class ExactConsolidation {
    /** Most layouts: all are looked at within a fraction of a second. */
    private static final double MAX_LAYOUTS = 20_000;

    private final ConsolidationProblem problem;
    private final DiskLayout layout;
    private final Map<Long, Reached> reached = new HashMap<>();

    private ExactConsolidation(ConsolidationProblem problem) {
        this.problem = problem;
        this.layout = new DiskLayout(problem);
    }

    /** A layout, how far it is away, and by which move it was reached from where. */
    private record Reached(
            int[] positions, int moves, long mib, Step by, long before, boolean first) {}

    /** Whether the problem is small enough. */
    static boolean canSolve(ConsolidationProblem problem) {
        long movable = problem.disks().stream().filter(PlacedDisk::movable).count();
        return Math.pow(problem.volumes().size(), (double) movable) <= MAX_LAYOUTS;
    }

    /** The best sequence there is. */
    static MoveSequence solve(ConsolidationProblem problem) {
        return new ExactConsolidation(problem).solve();
    }

    private MoveSequence solve() {
        PriorityQueue<Reached> next =
                new PriorityQueue<>(
                        Comparator.comparingInt(Reached::moves)
                                .thenComparingLong(Reached::mib)
                                .thenComparingLong(found -> code(found.positions())));
        Reached start =
                new Reached(
                        layout.positions(), 0, 0, new Step(0, 0), code(layout.positions()), true);
        reached.put(start.before(), start);
        next.add(start);
        Reached best = start;
        Cost least = layout.cost(0, 0);
        while (!next.isEmpty()) {
            Reached now = next.remove();
            if (!now.equals(reached.get(code(now.positions())))) {
                continue; // A shorter way here was found after this one was queued.
            }
            layout.restore(now.positions());
            Cost cost = layout.cost(now.moves(), now.mib());
            if (cost.compareTo(least) < 0) {
                best = now;
                least = cost;
            }
            if (now.moves() < problem.maxMoves()) {
                expand(now, next);
            }
        }
        return new MoveSequence(way(best), least);
    }

    private void expand(Reached from, PriorityQueue<Reached> next) {
        long before = code(from.positions());
        for (int disk = 0; disk < layout.disks(); disk++) {
            for (int volume = 0; volume < layout.volumes(); volume++) {
                if (layout.fits(disk, volume)) {
                    int[] positions = from.positions().clone();
                    positions[disk] = volume;
                    Reached found =
                            new Reached(
                                    positions,
                                    from.moves() + 1,
                                    from.mib() + layout.size(disk),
                                    new Step(disk, volume),
                                    before,
                                    false);
                    Reached known = reached.get(code(positions));
                    if (known == null
                            || found.moves() < known.moves()
                            || (found.moves() == known.moves() && found.mib() < known.mib())) {
                        reached.put(code(positions), found);
                        next.add(found);
                    }
                }
            }
        }
    }

    private List<Step> way(Reached end) {
        List<Step> steps = new ArrayList<>();
        Reached now = end;
        while (!now.first()) {
            steps.add(now.by());
            now = Objects.requireNonNull(reached.get(now.before()));
        }
        Collections.reverse(steps);
        return steps;
    }

    /** Immovable disks stay, so they need no digit of their own; with one the code still fits. */
    private long code(int[] positions) {
        long code = 0;
        for (int d = 0; d < positions.length; d++) {
            if (layout.isMovable(d)) {
                code = code * layout.volumes() + positions[d];
            }
        }
        return code;
    }
}
