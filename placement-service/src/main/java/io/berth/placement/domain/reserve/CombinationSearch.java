package io.berth.placement.domain.reserve;

import io.berth.placement.domain.reserve.QuickSearch.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
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
 *       node with room from a place that differs from VM to VM, so that they do not crowd; where
 *       none has room, one that was placed before is sent elsewhere.
 *   <li>Where that leaves a VM over, the whole combination is packed anew, largest first into the
 *       nodes with the least room; then by {@link CompleteSearch}, which decides.
 *   <li>That search is short at first. What it leaves open is looked at longer after all others:
 *       any of those may refute, and then nobody need know.
 *   <li>A combination without placement ends the search even when it has fewer than R nodes: with
 *       more failures there are more VMs and fewer nodes, and a placement for the larger
 *       combination would hold for the smaller one.
 *   <li>With the {@linkplain Proofs proofs} of an earlier judgement a combination is only looked at
 *       when the change touches it, and its old placement is repaired: what still fits stays.
 * </ol>
 *
 * <p>Complexity: O(C(F, R) · V/F) looks in the common case, each one subtraction ({@link Packed}).
 */
final class CombinationSearch {
    private static final int Q = Problem.RESOURCES;

    /** Steps of the complete search at the first look at a combination. */
    private static final long BRIEFLY = 20_000;

    /** Most combinations that are kept for a longer look; with more the answer is unknown. */
    private static final int MOST_UNDECIDED = 256;

    private final Problem problem;
    private final SearchBudget budget;
    private final CompleteSearch complete;
    private final QuickSearch quick;
    private final Level[] levels;
    private final Proofs proofs;
    private final @Nullable ProofRepair repair;
    private final int[] failing;
    private final int[] start;
    private final int[] slot;
    private final long briefly;
    private int combination;
    private long completeSteps;
    private long refuted;
    private boolean isRefuted;
    private long moreUndecided;
    private final Deque<Undecided> undecided = new ArrayDeque<>();

    /** A combination that needs a longer look. */
    private record Undecided(int number, long failed, int[] failing) {}

    CombinationSearch(Problem problem, SearchBudget budget, @Nullable Proofs known) {
        this.problem = problem;
        this.budget = budget;
        this.complete = new CompleteSearch(problem);
        this.quick = new QuickSearch(problem, known == null ? null : known.parts);
        this.levels = new Level[problem.reserve + 2];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = quick.newLevel();
        }
        Proofs before = comparable(known);
        if (before == null) {
            int[] order = worstFirst();
            this.proofs = Proofs.of(problem, quick, order, twins(order), budget.rememberedBytes());
            this.repair = null;
        } else {
            this.proofs = before.carriedOverTo(problem, quick);
            this.repair = new ProofRepair(problem, quick, before);
        }
        this.failing = new int[problem.reserve];
        this.start = new int[problem.nodes];
        this.slot = slots();
        this.briefly = Math.min(BRIEFLY, budget.stepsPerCombination());
    }

    private @Nullable Proofs comparable(@Nullable Proofs known) {
        return known != null
                        && known.compares(problem, quick)
                        && Arrays.equals(twins(known.order), known.twins)
                ? known
                : null;
    }

    /** The place of each VM among those that move from the same node. */
    private int[] slots() {
        int[] slots = new int[problem.vms];
        for (int[] some : problem.movers) {
            for (int i = 0; i < some.length; i++) {
                slots[some[i]] = i;
            }
        }
        return slots;
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

    ExactJudgement run() {
        Level base = levels[1];
        base.copy(quick.base);
        if (!quick.placeAll(base, problem.homeless(), problem.all())
                && anew(base, 0, briefly) == CompleteSearch.Result.UNDECIDED
                && problem.reserve == 0) {
            undecided.add(new Undecided(Problem.NONE, 0, failing));
        }
        if (problem.reserve > 0 && !isRefuted) {
            descend(1, 0, 0);
        }
        lookLonger();
        long spent = steps();
        if (isRefuted) {
            return new ExactJudgement.Refuted(complete.witness(refuted), spent);
        }
        if (!undecided.isEmpty() || moreUndecided > 0 || spent > budget.steps()) {
            long first = undecided.isEmpty() ? 0 : undecided.getFirst().failed();
            return new ExactJudgement.Unknown(budget.steps(), problem.hosts(first), spent);
        }
        return new ExactJudgement.Proven(combinations(problem.nodes, problem.reserve), spent);
    }

    /** For the next judgement, after a proof. */
    Proofs proofs() {
        return proofs;
    }

    private long steps() {
        return quick.steps() + completeSteps;
    }

    /** Fails one more node, of those from this place of the order on. */
    private void descend(int depth, int from, long failed) {
        int last = problem.nodes - (problem.reserve - depth);
        for (int place = from; place < last; place++) {
            if (isRefuted || steps() > budget.steps()) {
                return;
            }
            int node = proofs.order[place];
            boolean covered =
                    proofs.twins[place] && ((failed >>> proofs.order[place - 1]) & 1) == 0;
            if (!covered) {
                failing[depth - 1] = node;
                long more = failed | 1L << node;
                if (depth < problem.reserve) {
                    levels[depth + 1].valid = false;
                    if (repair == null) {
                        extend(depth, node, more);
                    }
                    if (!isRefuted) {
                        descend(depth + 1, place + 1, more);
                    }
                } else {
                    leaf(depth, node, more);
                }
            }
        }
    }

    /** Takes up what was left open: only after all others, for any of them may refute. */
    private void lookLonger() {
        while (!isRefuted && !undecided.isEmpty() && steps() <= budget.steps()) {
            Undecided one = undecided.getFirst();
            Level done = levels[levels.length - 1];
            if (anew(done, one.failed(), budget.stepsPerCombination())
                    == CompleteSearch.Result.UNDECIDED) {
                return;
            }
            undecided.removeFirst();
            if (done.valid && proofs.remembers() && one.number() != Problem.NONE) {
                System.arraycopy(one.failing(), 0, failing, 0, failing.length);
                remember(one.number(), done);
            }
        }
    }

    private void leaf(int depth, int node, long failed) {
        int number = combination++;
        Level done = levels[depth + 1];
        if (repair == null) {
            extend(depth, node, failed);
        } else if (repair.stillHolds(number, failed, failing)) {
            return;
        } else if (repair.nudged(number, failed, failing, proofs)) {
            return;
        } else if (!repair.repaired(number, failed, failing, done)) {
            anew(done, failed, briefly);
        }
        if (!done.valid && !isRefuted) {
            if (undecided.size() < MOST_UNDECIDED) {
                undecided.add(new Undecided(number, failed, failing.clone()));
            } else {
                moreUndecided++;
            }
        }
        if (done.valid && proofs.remembers()) {
            remember(number, done);
        }
    }

    /** Goes from one level to the next: the node fails as well. */
    private void extend(int depth, int node, long failed) {
        Level from = levels[depth];
        Level to = levels[depth + 1];
        if (!from.valid || !extended(from, to, node, problem.all() & ~failed)) {
            anew(to, failed, briefly);
        }
    }

    private boolean extended(Level from, Level to, int node, long survivors) {
        to.copy(from);
        for (int i = 0; i < from.placed; i++) {
            if (from.at[i] != node) {
                to.put(from.vm[i], from.at[i]);
            }
        }
        if (((from.used >>> node) & 1) != 0) {
            for (int i = 0; i < from.placed; i++) {
                if (from.at[i] == node && !quick.placeMakingRoom(to, from.vm[i], survivors)) {
                    return false;
                }
            }
        }
        return quick.placeAll(to, problem.movers[node], survivors);
    }

    /**
     * Packs a whole combination without regard to what was placed for its beginning.
     *
     * @param atMost steps of the complete search
     */
    private CompleteSearch.Result anew(Level to, long failed, long atMost) {
        int[] items = CompleteSearch.gather(problem, failed);
        if (quick.placeTightly(to, items, problem.all() & ~failed)) {
            return CompleteSearch.Result.FEASIBLE;
        }
        CompleteSearch.Result result = complete.search(failed, atMost);
        completeSteps += complete.steps();
        switch (result) {
            case FEASIBLE -> quick.takeOver(to, complete);
            case INFEASIBLE -> {
                isRefuted = true;
                refuted = failed;
                to.valid = false;
            }
            case UNDECIDED -> to.valid = false;
        }
        return result;
    }

    private void remember(int number, Level level) {
        int next = problem.homeless().length;
        for (int node : failing) {
            start[node] = next;
            next += problem.movers[node].length;
        }
        proofs.used[number] = level.used;
        proofs.clear(number, 0);
        for (int i = 0; i < level.placed; i++) {
            int vm = level.vm[i];
            proofs.put(
                    number,
                    (problem.home[vm] < 0 ? 0 : start[problem.home[vm]]) + slot[vm],
                    level.at[i]);
        }
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
