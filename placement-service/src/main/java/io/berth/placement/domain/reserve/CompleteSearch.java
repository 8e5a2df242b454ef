package io.berth.placement.domain.reserve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decides one combination for good: it finds a placement of all VMs that must move, shows that none
 * exists, or gives up when its steps are used up.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>Best fit, largest first. Most placements are found here.
 *   <li>Best fit again, but the VM with the fewest nodes left first. Where one is left over it
 *       counts double in the next round, so that it goes earlier; a few rounds of this find most of
 *       the rest.
 *   <li>{@link PackingBounds}: most that is impossible is shown here.
 *   <li>Backtracking in that same order, each VM on the nodes left to it, the fullest first. A node
 *       that cannot be told apart from one tried before is passed over. A branch ends when a VM has
 *       no node left, or when the nodes that can still take anything have too little together.
 * </ol>
 *
 * The last step is complete, because it leaves out only what cannot differ and what cannot succeed.
 *
 * <p>Complexity: exponential in the VMs that move, hence the limit; a step is one look at a VM or
 * node. Which nodes are left to a VM is kept up to date, so that placing one costs one look for
 * each of the others. Sources: branch and bound for vector bin packing with heterogeneous bins; the
 * order by remaining choices over weight of failures is that of Boussemart and others, "Boosting
 * systematic search by weighting constraints", 2004.
 */
final class CompleteSearch {
    private static final int Q = Problem.RESOURCES;

    /** Most VMs that backtracking is tried with: it goes one call deeper for each. */
    private static final int MOST_ITEMS = 1024;

    /** Rounds of the second step; later ones find little. */
    private static final int ROUNDS = 24;

    /** What came of it. */
    enum Result {
        /** {@link #placedAt} says where the VMs go. */
        FEASIBLE,
        /** There is no placement; {@link #witness} says who is stranded. */
        INFEASIBLE,
        /** The steps were used up. */
        UNDECIDED
    }

    private final Problem problem;
    private final long[] left;
    private final long[] holders;
    private final long[] spare = new long[Q];
    private int[] items = new int[0];
    private int[] at = new int[0];
    private long[] open = new long[0];
    private double[] weight = new double[0];
    private long failed;
    private long survivors;
    private long steps;
    private long limit;

    CompleteSearch(Problem problem) {
        this.problem = problem;
        this.left = new long[problem.free.length];
        this.holders = new long[problem.holders.length];
    }

    long steps() {
        return steps;
    }

    /** The VMs that move, largest first. */
    int[] items() {
        return items;
    }

    /** The node of the VM at this place of {@link #items}. */
    int placedAt(int item) {
        return at[item];
    }

    Result search(long failedNodes, long atMost) {
        begin(failedNodes);
        limit = atMost;
        if (bestFit() == items.length) {
            return Result.FEASIBLE;
        }
        reset();
        if (!open()) {
            return Result.INFEASIBLE;
        }
        for (int round = 0; round < ROUNDS && steps <= limit; round++) {
            if (scarcestFirst()) {
                return Result.FEASIBLE;
            }
            reset();
            open();
        }
        PackingBounds bounds = new PackingBounds(problem, items, open);
        boolean impossible = bounds.exceeded();
        steps += bounds.steps();
        if (impossible) {
            return Result.INFEASIBLE;
        }
        for (int q = 0; q < Q; q++) {
            spare[q] = spare(q);
        }
        return items.length > MOST_ITEMS
                ? Result.UNDECIDED
                : descend(items.length, survivors, spare);
    }

    /** The VM that best fit cannot place, with the reason of every survivor at that moment. */
    Witness witness(long failedNodes) {
        begin(failedNodes);
        int stranded = items[Math.min(bestFit(), items.length - 1)];
        List<Witness.Reason> reasons = new ArrayList<>();
        for (long rest = survivors; rest != 0; rest &= rest - 1) {
            reasons.add(reason(stranded, Long.numberOfTrailingZeros(rest)));
        }
        return new Witness(problem.hosts(failed), problem.vm(stranded), reasons);
    }

    private Witness.Reason reason(int vm, int node) {
        int set = problem.set[vm];
        if ((problem.admitted[vm] >>> node & 1) == 0) {
            return new Witness.Reason.NotAdmitted(problem.host(node));
        }
        String name = problem.picture.tenants().get(vm).antiAffinitySet();
        if (name != null && (holders[set] >>> node & 1) != 0) {
            return new Witness.Reason.Partner(problem.host(node), name);
        }
        int lacking = 0;
        for (int q = Q - 1; q >= 0; q--) {
            lacking = problem.size[vm * Q + q] > left[node * Q + q] ? q : lacking;
        }
        return new Witness.Reason.TooLittle(
                problem.host(node),
                Problem.resource(lacking),
                problem.size[vm * Q + lacking],
                left[node * Q + lacking]);
    }

    private void begin(long failedNodes) {
        failed = failedNodes;
        survivors = problem.all() & ~failed;
        items = gather(problem, failed);
        at = new int[items.length];
        open = new long[items.length];
        weight = new double[items.length];
        Arrays.fill(weight, 1);
        steps = 0;
        reset();
    }

    private void reset() {
        System.arraycopy(problem.free, 0, left, 0, left.length);
        System.arraycopy(problem.holders, 0, holders, 0, holders.length);
        for (int s = 0; s < holders.length; s++) {
            holders[s] &= ~failed;
        }
        Arrays.fill(at, Problem.NONE);
    }

    /** The VMs that must move when these nodes fail, largest first. */
    static int[] gather(Problem problem, long failed) {
        int count = problem.homeless().length;
        for (long rest = failed; rest != 0; rest &= rest - 1) {
            count += problem.movers[Long.numberOfTrailingZeros(rest)].length;
        }
        long[] byRank = new long[count];
        int next = 0;
        for (int vm : problem.homeless()) {
            byRank[next++] = (long) problem.rank[vm] << Integer.SIZE | vm;
        }
        for (long rest = failed; rest != 0; rest &= rest - 1) {
            for (int vm : problem.movers[Long.numberOfTrailingZeros(rest)]) {
                byRank[next++] = (long) problem.rank[vm] << Integer.SIZE | vm;
            }
        }
        Arrays.sort(byRank);
        int[] items = new int[count];
        for (int i = 0; i < count; i++) {
            items[i] = (int) byRank[i];
        }
        return items;
    }

    /** Returns how many were placed before the first that could not be. */
    private int bestFit() {
        for (int i = 0; i < items.length; i++) {
            int best = tightest(items[i], candidates(items[i]));
            if (best == Problem.NONE) {
                return i;
            }
            place(i, best);
        }
        return items.length;
    }

    /** Of these nodes the one that would have the least left. */
    private int tightest(int vm, long nodes) {
        int best = Problem.NONE;
        double least = Double.MAX_VALUE;
        for (long rest = nodes; rest != 0; rest &= rest - 1) {
            int node = Long.numberOfTrailingZeros(rest);
            double slack = slack(vm, node);
            steps++;
            if (slack < least) {
                least = slack;
                best = node;
            }
        }
        return best;
    }

    /** How much a node would have left, in parts of what can need room at once. */
    private double slack(int vm, int node) {
        double slack = 0;
        for (int q = 0; q < Q; q++) {
            if (problem.worst[q] > 0) {
                double rest = left[node * Q + q] - problem.size[vm * Q + q];
                slack += Math.min(1, rest / problem.worst[q]);
            }
        }
        return slack;
    }

    private long candidates(int vm) {
        long closed = problem.set[vm] == Problem.NONE ? 0 : holders[problem.set[vm]];
        long fitting = 0;
        for (long rest = problem.admitted[vm] & survivors & ~closed; rest != 0; rest &= rest - 1) {
            int node = Long.numberOfTrailingZeros(rest);
            steps++;
            fitting |= problem.fits(vm, node, left) ? 1L << node : 0;
        }
        return fitting;
    }

    /** Works out the nodes left to each VM; false when one has none. */
    private boolean open() {
        boolean all = true;
        for (int i = 0; i < items.length; i++) {
            open[i] = candidates(items[i]);
            all &= open[i] != 0;
        }
        return all;
    }

    /** The VM with the fewest nodes left for its weight; −1 when all are placed. */
    private int scarcest() {
        int item = Problem.NONE;
        double fewest = Double.MAX_VALUE;
        steps += items.length;
        for (int i = 0; i < items.length; i++) {
            if (at[i] == Problem.NONE) {
                double choices = Long.bitCount(open[i]) / weight[i];
                if (choices < fewest) {
                    fewest = choices;
                    item = i;
                }
            }
        }
        return item;
    }

    private boolean scarcestFirst() {
        for (int item = scarcest(); item != Problem.NONE; item = scarcest()) {
            if (open[item] == 0) {
                weight[item] *= 2;
                return false;
            }
            int node = tightest(items[item], open[item]);
            place(item, node);
            narrow(item, node);
        }
        return true;
    }

    /** Takes a node from the VMs that it no longer has room for; returns them, a bit for each. */
    private long[] narrow(int item, int node) {
        long[] narrowed = new long[(items.length + Long.SIZE - 1) / Long.SIZE];
        int set = problem.set[items[item]];
        for (int i = 0; i < items.length; i++) {
            if (at[i] == Problem.NONE && (open[i] >>> node & 1) != 0) {
                steps++;
                boolean partner = set != Problem.NONE && problem.set[items[i]] == set;
                if (partner || !problem.fits(items[i], node, left)) {
                    open[i] &= ~(1L << node);
                    narrowed[i / Long.SIZE] |= 1L << i;
                }
            }
        }
        return narrowed;
    }

    private void widen(long[] narrowed, int node) {
        for (int word = 0; word < narrowed.length; word++) {
            for (long rest = narrowed[word]; rest != 0; rest &= rest - 1) {
                open[word * Long.SIZE + Long.numberOfTrailingZeros(rest)] |= 1L << node;
            }
        }
    }

    private void place(int item, int node) {
        at[item] = node;
        shift(items[item], node, -1);
    }

    private void unplace(int item) {
        shift(items[item], at[item], 1);
        at[item] = Problem.NONE;
    }

    private void shift(int vm, int node, int sign) {
        for (int q = 0; q < Q; q++) {
            left[node * Q + q] += sign * problem.size[vm * Q + q];
        }
        int set = problem.set[vm];
        if (set != Problem.NONE) {
            holders[set] ^= 1L << node;
        }
    }

    /** What all survivors have of a resource beyond what is needed. */
    private long spare(int q) {
        long rest = 0;
        for (long nodes = survivors; nodes != 0; nodes &= nodes - 1) {
            rest += Math.max(0, left[Long.numberOfTrailingZeros(nodes) * Q + q]);
        }
        for (int vm : items) {
            rest -= problem.size[vm * Q + q];
        }
        return rest;
    }

    /**
     * Places the rest.
     *
     * @param useful nodes that could take something before the last VM was placed
     * @param spare what those have of each resource beyond what is needed
     */
    private Result descend(int unplaced, long useful, long[] spare) {
        if (unplaced == 0) {
            return Result.FEASIBLE;
        }
        long usable = 0;
        for (int i = 0; i < items.length; i++) {
            usable |= at[i] == Problem.NONE ? open[i] : 0;
        }
        long[] rest = spare;
        if ((useful & ~usable) != 0) {
            rest = spare.clone();
            for (long dead = useful & ~usable; dead != 0; dead &= dead - 1) {
                int node = Long.numberOfTrailingZeros(dead);
                for (int q = 0; q < Q; q++) {
                    rest[q] -= Math.max(0, left[node * Q + q]);
                }
            }
        }
        for (long each : rest) {
            if (each < 0) {
                return Result.INFEASIBLE;
            }
        }
        int item = scarcest();
        if (open[item] == 0) {
            weight[item]++;
            return Result.INFEASIBLE;
        }
        return steps > limit ? Result.UNDECIDED : tryAll(item, unplaced, useful & usable, rest);
    }

    private Result tryAll(int item, int unplaced, long useful, long[] rest) {
        long tried = 0;
        long nodes = open[item];
        while (nodes != 0) {
            int node = tightest(items[item], nodes);
            nodes &= ~(1L << node);
            if (!likeOneOf(node, tried)) {
                tried |= 1L << node;
                place(item, node);
                long[] narrowed = narrow(item, node);
                Result result = descend(unplaced - 1, useful, rest);
                if (result != Result.INFEASIBLE) {
                    return result;
                }
                unplace(item);
                widen(narrowed, node);
            }
        }
        return Result.INFEASIBLE;
    }

    private boolean likeOneOf(int node, long tried) {
        for (long rest = tried; rest != 0; rest &= rest - 1) {
            if (interchangeable(node, Long.numberOfTrailingZeros(rest))) {
                return true;
            }
        }
        return false;
    }

    private boolean interchangeable(int a, int b) {
        if (!Arrays.equals(left, a * Q, a * Q + Q, left, b * Q, b * Q + Q)) {
            return false;
        }
        for (long holder : holders) {
            if ((holder >>> a & 1) != (holder >>> b & 1)) {
                return false;
            }
        }
        for (int vm : items) {
            if ((problem.admitted[vm] >>> a & 1) != (problem.admitted[vm] >>> b & 1)) {
                return false;
            }
        }
        return true;
    }
}
