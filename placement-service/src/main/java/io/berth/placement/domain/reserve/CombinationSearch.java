package io.berth.placement.domain.reserve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Really re-places the VMs of every combination of R failed nodes.
 *
 * <h2>Goal</h2>
 *
 * A placement for each combination, or one combination without; the worst ones are looked at first.
 *
 * <h2>Constraints</h2>
 *
 * VMs on survivors stay where they are, as they do when a node fails. Nothing is placed beyond what
 * a node has left outside its reserve, beside a partner of its anti-affinity set, or where it is
 * not admitted.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>Nodes fail in the order of what would have to move from them. Of nodes that cannot be told
 *       apart the first of the order fails first: other choices give the same picture.
 *   <li>Combinations that begin alike share the work: when {@code {a, b}} has been placed, {@code
 *       {a, b, c}} only adds the VMs of c, and those that were placed on c. Each goes to the first
 *       node with room from a place that differs from VM to VM, so that they do not crowd.
 *   <li>Where that leaves a VM over, the whole combination is packed anew, largest first into the
 *       nodes with the least room; then by {@link CompleteSearch}, which decides.
 *   <li>A combination without placement ends the search even when it has fewer than R nodes: with
 *       more failures there are more VMs and fewer nodes, and a placement for the larger
 *       combination would hold for the smaller one.
 *   <li>With the {@linkplain Proofs proofs} of an earlier judgement, combinations that a change
 *       does not touch are passed over.
 * </ol>
 *
 * <p>Complexity: O(C(F, R) · V/F) looks in the common case, each one subtraction ({@link Packed}).
 */
final class CombinationSearch {
    private static final int Q = Quantity.COUNT;

    /** Spreads the VMs over the nodes; any odd number would do. */
    private static final int SPREAD = 37;

    private final Problem problem;
    private final SearchBudget budget;
    private final CompleteSearch complete;
    private final int[] order;
    private final boolean[] twins;
    private final int[] tightestFirst;
    private final long[] size;
    private final long[] fitting;
    private final Level[] levels;
    private final long[] used;
    private final long @Nullable [] usedBefore;
    private final long changed;
    private int combination;
    private long steps;
    private long refuted;
    private boolean isRefuted;
    private boolean isUndecided;
    private long undecided;

    /** A partial combination with the placement of its VMs. */
    private static final class Level {
        private final long[] left;
        private final long[] holders;
        private int[] vm = new int[64];
        private int[] at = new int[64];
        private int placed;
        private long used;
        private boolean valid;

        Level(int nodes, int sets) {
            left = new long[nodes];
            holders = new long[sets];
        }

        void copy(Level other) {
            System.arraycopy(other.left, 0, left, 0, left.length);
            System.arraycopy(other.holders, 0, holders, 0, holders.length);
            used = other.used;
            placed = 0;
            valid = true;
        }

        void put(int which, int node) {
            if (placed == vm.length) {
                vm = Arrays.copyOf(vm, placed * 2);
                at = Arrays.copyOf(at, placed * 2);
            }
            vm[placed] = which;
            at[placed++] = node;
            used |= 1L << node;
        }
    }

    CombinationSearch(Problem problem, SearchBudget budget, @Nullable Proofs before) {
        this.problem = problem;
        this.budget = budget;
        this.complete = new CompleteSearch(problem);
        long[] parts = Packed.scale(problem);
        this.size = Packed.vms(problem, parts);
        this.fitting = Packed.fitting(problem);
        this.levels = new Level[problem.reserve + 2];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = new Level(problem.nodes, problem.holders.length);
        }
        System.arraycopy(Packed.nodes(problem, parts), 0, levels[0].left, 0, problem.nodes);
        System.arraycopy(problem.holders, 0, levels[0].holders, 0, problem.holders.length);
        this.tightestFirst = tightestFirst(levels[0].left);
        Proofs comparable = comparable(before);
        this.order = comparable == null ? worstFirst() : comparable.order;
        this.twins = comparable == null ? twins(order) : comparable.twins;
        this.usedBefore = comparable == null ? null : comparable.used;
        this.changed = comparable == null ? 0 : comparable.changed(problem);
        this.used = new long[(int) Math.min(combinations(), budget.remembered())];
    }

    private @Nullable Proofs comparable(@Nullable Proofs before) {
        return before != null
                        && before.compares(problem)
                        && Arrays.equals(twins(before.order), before.twins)
                ? before
                : null;
    }

    /** C(F, R), or the largest number there is. */
    static long combinations(int functioning, int reserve) {
        long count = 1;
        for (int i = 1; i <= reserve; i++) {
            long factor = (long) functioning - reserve + i;
            if (count > Long.MAX_VALUE / factor) {
                return Long.MAX_VALUE;
            }
            count = count * factor / i;
        }
        return count;
    }

    private long combinations() {
        return combinations(problem.nodes, problem.reserve);
    }

    ExactJudgement run() {
        levels[0].valid = true;
        Level base = levels[1];
        base.copy(levels[0]);
        if (!placeAll(base, problem.homeless(), problem.all())) {
            anew(base, 0);
        }
        if (problem.reserve > 0 && !isRefuted) {
            descend(1, 0, 0);
        }
        if (isRefuted) {
            return new ExactJudgement.Refuted(complete.witness(refuted), steps);
        }
        if (isUndecided || steps > budget.steps()) {
            return new ExactJudgement.Unknown(budget.steps(), problem.hosts(undecided), steps);
        }
        return new ExactJudgement.Proven(combinations(), steps);
    }

    /** For the next judgement, after a proof; null when there were too many combinations. */
    @Nullable Proofs proofs() {
        return combinations() > used.length ? null : new Proofs(problem, order, twins, used);
    }

    /** Fails one more node, of those from this place of the order on. */
    private void descend(int depth, int from, long failed) {
        int last = problem.nodes - (problem.reserve - depth);
        for (int place = from; place < last; place++) {
            if (isRefuted || steps > budget.steps()) {
                return;
            }
            int node = order[place];
            boolean skipped = twins[place] && (failed >>> order[place - 1] & 1) == 0;
            if (!skipped) {
                long more = failed | 1L << node;
                if (depth == problem.reserve) {
                    leaf(depth, node, more);
                } else {
                    extend(depth, node, more);
                    if (!isRefuted) {
                        descend(depth + 1, place + 1, more);
                    }
                }
            }
        }
    }

    private void leaf(int depth, int node, long failed) {
        int number = combination++;
        boolean remembers = number < used.length;
        if (usedBefore != null && number < usedBefore.length && usedBefore[number] != 0) {
            if (((usedBefore[number] | failed) & changed) == 0) {
                used[number] = usedBefore[number];
                return;
            }
        }
        extend(depth, node, failed);
        Level done = levels[depth + 1];
        if (remembers && done.valid) {
            used[number] = done.used | failed;
        }
    }

    /** Goes from one level to the next: the node fails as well. */
    private void extend(int depth, int node, long failed) {
        Level from = levels[depth];
        Level to = levels[depth + 1];
        if (!from.valid || !quick(from, to, node, failed)) {
            anew(to, failed);
        }
    }

    private boolean quick(Level from, Level to, int node, long failed) {
        long survivors = problem.all() & ~failed;
        to.copy(from);
        boolean displaced = (from.used >>> node & 1) != 0;
        for (int i = 0; i < from.placed; i++) {
            if (from.at[i] != node) {
                to.put(from.vm[i], from.at[i]);
            }
        }
        if (displaced) {
            for (int i = 0; i < from.placed; i++) {
                if (from.at[i] == node && !place(to, from.vm[i], survivors)) {
                    return false;
                }
            }
        }
        return placeAll(to, problem.movers[node], survivors);
    }

    private boolean placeAll(Level level, int[] vms, long survivors) {
        for (int vm : vms) {
            if (!place(level, vm, survivors)) {
                return false;
            }
        }
        return true;
    }

    /** The first node with room, from a place that differs from VM to VM. */
    private boolean place(Level level, int vm, long survivors) {
        steps++;
        int set = problem.set[vm];
        long open = fitting[vm] & survivors;
        open &= set == Problem.NONE ? -1L : ~level.holders[set];
        int turn = (vm * SPREAD) & 63;
        long needed = size[vm];
        for (long rest = Long.rotateRight(open, turn); rest != 0; rest &= rest - 1) {
            int node = (Long.numberOfTrailingZeros(rest) + turn) & 63;
            if (Packed.fits(level.left[node], needed)) {
                take(level, vm, node, Packed.minus(level.left[node], needed));
                return true;
            }
        }
        return false;
    }

    private void take(Level level, int vm, int node, long rest) {
        level.left[node] = rest;
        level.put(vm, node);
        if (problem.set[vm] != Problem.NONE) {
            level.holders[problem.set[vm]] |= 1L << node;
        }
    }

    /** Packs a whole combination without regard to what was placed for its beginning. */
    private void anew(Level to, long failed) {
        int[] items = CompleteSearch.gather(problem, failed);
        if (tightly(to, items, problem.all() & ~failed)) {
            return;
        }
        CompleteSearch.Result result = complete.search(failed, budget.stepsPerCombination());
        steps += complete.steps();
        to.copy(levels[0]);
        switch (result) {
            case FEASIBLE -> {
                for (int i = 0; i < items.length; i++) {
                    int node = complete.placedAt(i);
                    take(to, items[i], node, Packed.minusAtMost(to.left[node], size[items[i]]));
                }
            }
            case INFEASIBLE -> {
                isRefuted = true;
                refuted = failed;
                to.valid = false;
            }
            case UNDECIDED -> {
                undecided = isUndecided ? undecided : failed;
                isUndecided = true;
                to.valid = false;
            }
        }
    }

    /** Largest first, into the node with the least room that has enough. */
    private boolean tightly(Level level, int[] items, long survivors) {
        level.copy(levels[0]);
        for (int vm : items) {
            steps++;
            int set = problem.set[vm];
            long open = fitting[vm] & survivors;
            open &= set == Problem.NONE ? -1L : ~level.holders[set];
            int chosen = Problem.NONE;
            for (int node : tightestFirst) {
                if ((open >>> node & 1) != 0 && Packed.fits(level.left[node], size[vm])) {
                    chosen = node;
                    break;
                }
            }
            if (chosen == Problem.NONE) {
                return false;
            }
            take(level, vm, chosen, Packed.minus(level.left[chosen], size[vm]));
        }
        return true;
    }

    private static int[] tightestFirst(long[] left) {
        List<Integer> nodes = new ArrayList<>();
        for (int n = 0; n < left.length; n++) {
            nodes.add(n);
        }
        nodes.sort(Comparator.comparingLong((Integer n) -> Packed.total(left[n])));
        return nodes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** By what would have to move, the most first; nodes that are alike side by side. */
    private int[] worstFirst() {
        double[] load = new double[problem.nodes];
        int[] kind = new int[problem.nodes];
        for (int n = 0; n < problem.nodes; n++) {
            for (int q = 0; q < Q; q++) {
                load[n] +=
                        (double) problem.sum(problem.movers[n], q) / Math.max(1, problem.worst[q]);
            }
            kind[n] = n;
            for (int other = 0; other < n && kind[n] == n; other++) {
                if (kind[other] == other && load[other] == load[n] && problem.alike(other, n)) {
                    kind[n] = other;
                }
            }
        }
        List<Integer> nodes = new ArrayList<>();
        for (int n = 0; n < problem.nodes; n++) {
            nodes.add(n);
        }
        nodes.sort(
                Comparator.comparingDouble((Integer n) -> -load[n])
                        .thenComparingInt(n -> kind[n])
                        .thenComparingInt(n -> n));
        return nodes.stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean[] twins(int[] of) {
        boolean[] same = new boolean[of.length];
        for (int place = 1; place < of.length; place++) {
            same[place] = problem.alike(of[place - 1], of[place]);
        }
        return same;
    }
}
