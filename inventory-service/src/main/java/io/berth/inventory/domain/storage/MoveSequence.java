package io.berth.inventory.domain.storage;

import io.berth.inventory.domain.storage.Consolidation.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves in their order; where a disk comes from follows from the moves before.
 *
 * @param cost of the layout that they lead to
 */
record MoveSequence(List<Step> steps, Cost cost) {
    MoveSequence {
        steps = List.copyOf(steps);
    }

    /** Most times that all moves are gone through when tidying. */
    private static final int MAX_PASSES = 4;

    /** A disk goes to a volume. */
    record Step(int disk, int volume) {}

    /** The sequence, if each of its moves is possible when its turn comes. */
    static Optional<MoveSequence> of(ConsolidationProblem problem, List<Step> steps) {
        return replayed(new DiskLayout(problem), steps);
    }

    /**
     * @param layout as before the first move
     */
    private static Optional<MoveSequence> replayed(DiskLayout layout, List<Step> steps) {
        long moved = 0;
        for (Step step : steps) {
            if (!layout.fits(step.disk(), step.volume())) {
                return Optional.empty();
            }
            layout.move(step.disk(), step.volume());
            moved += layout.size(step.disk());
        }
        return Optional.of(new MoveSequence(steps, layout.cost(steps.size(), moved)));
    }

    /**
     * Leaves out moves that turned out to be needless: a detour of a disk that was moved twice, or
     * one that made room which nobody took. Tries to drop each move, the last one first, and to
     * send each disk that moves again straight to where it ends; {@link #MAX_PASSES} times over,
     * since one move left out may make another needless.
     */
    MoveSequence tidied(ConsolidationProblem problem) {
        DiskLayout layout = new DiskLayout(problem);
        int[] start = layout.positions();
        MoveSequence best = this;
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            Cost before = best.cost;
            for (int i = best.steps.size() - 1; i >= 0; i--) {
                for (List<Step> shorter : best.without(i)) {
                    layout.restore(start);
                    Optional<MoveSequence> tried = replayed(layout, shorter);
                    if (tried.isPresent() && tried.get().cost.compareTo(best.cost) < 0) {
                        best = tried.get();
                        break;
                    }
                }
            }
            if (best.cost.equals(before)) {
                break;
            }
        }
        return best;
    }

    private List<List<Step>> without(int index) {
        List<Step> dropped = new ArrayList<>(steps);
        Step step = dropped.remove(index);
        for (int later = index; later < dropped.size(); later++) {
            if (dropped.get(later).disk() == step.disk()) {
                List<Step> straight = new ArrayList<>(dropped);
                Step last = straight.remove(later);
                straight.add(index, last);
                return List.of(dropped, straight);
            }
        }
        return List.of(dropped);
    }
}
