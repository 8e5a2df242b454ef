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
 *   <li>Bounds: a VM that fits nowhere; more needed than all survivors have together; for each
 *       size, more VMs at least that large than the survivors hold of that size.
 *   <li>Backtracking. The VM with the fewest nodes left is placed first, on each of them in turn; a
 *       node that cannot be told apart from one tried before is passed over; a branch ends when a
 *       VM has no node left or the survivors have too little together.
 * </ol>
 *
 * The last step is complete, because it leaves out only what cannot differ.
 *
 * <p>Complexity: exponential in the VMs that move, hence the limit. Source: branch and bound for
 * vector bin packing with heterogeneous bins, with the usual bounds by volume and by count.
 */
final class CompleteSearch {
    private static final int Q = Problem.RESOURCES;

    /** Most VMs that backtracking is tried with: it goes one call deeper for each. */
    private static final int MOST_ITEMS = 1024;

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
    private int[] items = new int[0];
    private int[] at = new int[0];
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
        if (boundsExceeded()) {
            return Result.INFEASIBLE;
        }
        return items.length > MOST_ITEMS ? Result.UNDECIDED : descend(items.length);
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
            long needed = problem.size[vm * Q + q];
            lacking = needed > left[node * Q + q] ? q : lacking;
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
            int best = Problem.NONE;
            double least = Double.MAX_VALUE;
            for (long rest = candidates(items[i]); rest != 0; rest &= rest - 1) {
                int node = Long.numberOfTrailingZeros(rest);
                double slack = slack(items[i], node);
                if (slack < least) {
                    least = slack;
                    best = node;
                }
            }
            if (best == Problem.NONE) {
                return i;
            }
            place(i, best);
        }
        return items.length;
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
        long open = problem.admitted[vm] & survivors;
        int set = problem.set[vm];
        open &= set == Problem.NONE ? -1L : ~holders[set];
        long fitting = 0;
        for (long rest = open; rest != 0; rest &= rest - 1) {
            int node = Long.numberOfTrailingZeros(rest);
            steps++;
            fitting |= problem.fits(vm, node, left) ? 1L << node : 0;
        }
        return fitting;
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

    private boolean boundsExceeded() {
        for (int vm : items) {
            if (candidates(vm) == 0) {
                return true;
            }
        }
        for (int q = 0; q < Q; q++) {
            if (volumeExceeded(q) || countExceeded(q)) {
                return true;
            }
        }
        return false;
    }

    private boolean volumeExceeded(int q) {
        long needed = 0;
        for (int i = 0; i < items.length; i++) {
            needed += at[i] == Problem.NONE ? problem.size[items[i] * Q + q] : 0;
        }
        long there = 0;
        for (long rest = survivors; rest != 0; rest &= rest - 1) {
            there += Math.max(0, left[Long.numberOfTrailingZeros(rest) * Q + q]);
        }
        return needed > there;
    }

    /** Whether there are more VMs of some size and above than would fit if all had that size. */
    private boolean countExceeded(int q) {
        long[] sizes = new long[items.length];
        for (int i = 0; i < items.length; i++) {
            sizes[i] = problem.size[items[i] * Q + q];
        }
        Arrays.sort(sizes);
        for (int i = sizes.length - 1; i >= 0 && sizes[i] > 0; i--) {
            long slots = 0;
            for (long rest = survivors; rest != 0; rest &= rest - 1) {
                slots += Math.max(0, left[Long.numberOfTrailingZeros(rest) * Q + q]) / sizes[i];
            }
            if (sizes.length - i > slots) {
                return true;
            }
        }
        return false;
    }

    private Result descend(int unplaced) {
        if (unplaced == 0) {
            return Result.FEASIBLE;
        }
        for (int q = 0; q < Q; q++) {
            if (volumeExceeded(q)) {
                return Result.INFEASIBLE;
            }
        }
        int item = Problem.NONE;
        long nodes = 0;
        for (int i = 0; i < items.length; i++) {
            if (at[i] == Problem.NONE) {
                long found = candidates(items[i]);
                if (item == Problem.NONE || Long.bitCount(found) < Long.bitCount(nodes)) {
                    item = i;
                    nodes = found;
                }
            }
        }
        if (steps > limit) {
            return Result.UNDECIDED;
        }
        return tryAll(item, nodes, unplaced);
    }

    private Result tryAll(int item, long nodes, int unplaced) {
        long tried = 0;
        for (long rest = nodes; rest != 0; rest &= rest - 1) {
            int node = Long.numberOfTrailingZeros(rest);
            if (!likeOneOf(node, tried)) {
                tried |= 1L << node;
                place(item, node);
                Result result = descend(unplaced - 1);
                if (result != Result.INFEASIBLE) {
                    return result;
                }
                unplace(item);
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
