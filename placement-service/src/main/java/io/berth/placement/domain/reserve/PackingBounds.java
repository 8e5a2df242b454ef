package io.berth.placement.domain.reserve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Shows of some VMs that no placement on the survivors exists, or says nothing.
 *
 * <h2>The argument</h2>
 *
 * A node takes at most so many VMs of a group as would fit if, for each resource, it were given the
 * smallest of those that fit there at all. If with these numbers not every VM of the group can be
 * given a node on which it fits alone, no placement exists: Hall's condition, with places in place
 * of nodes. It sees what adding up does not: twelve large VMs, and eleven nodes with room for one
 * of them each, beside any amount of room for small ones.
 *
 * <h2>Steps</h2>
 *
 * The groups are the k largest VMs by each resource, by the largest part of what the nodes have,
 * and the k with the fewest nodes, for every k. A VM more never lowers a number, so that what has
 * been given stays given, and each VM is one search for an augmenting path.
 *
 * <p>Complexity: O(V² · N) at most for each of the orders, and in most cases near V · N. Source:
 * Hopcroft and Karp's augmenting paths, with capacities.
 */
final class PackingBounds {
    private static final int Q = Problem.RESOURCES;

    private final Problem problem;
    private final int[] items;
    private final long[] open;
    private final int[] holds;
    private final int[] capacity;
    private int[] node = new int[0];
    private int[] order = new int[0];

    /** The nodes that have been asked to make room for the VM in question. */
    private long asked;

    private long steps;

    /**
     * Bounds for these VMs.
     *
     * @param items largest first
     * @param open the nodes on which each fits alone
     */
    PackingBounds(Problem problem, int[] items, long[] open) {
        this.problem = problem;
        this.items = items;
        this.open = open;
        this.holds = new int[problem.nodes];
        this.capacity = new int[problem.nodes];
    }

    /** What was spent so far, in looks at a VM or node. */
    long steps() {
        return steps;
    }

    /** Whether the VMs cannot be placed. */
    boolean exceeded() {
        for (int q = 0; q < Q; q++) {
            if (volumeExceeded(q)) {
                return true;
            }
        }
        for (Comparator<Integer> by : orders()) {
            if (placesExceeded(
                    IntStream.range(0, items.length)
                            .boxed()
                            .sorted(by)
                            .mapToInt(Integer::intValue)
                            .toArray())) {
                return true;
            }
        }
        return false;
    }

    private List<Comparator<Integer>> orders() {
        Comparator<Integer> bySize = Comparator.naturalOrder();
        Comparator<Integer> byNodes = Comparator.comparingInt(i -> Long.bitCount(open[i]));
        List<Comparator<Integer>> orders = new ArrayList<>(List.of(bySize, byNodes));
        for (int q = 0; q < Q; q++) {
            int resource = q;
            orders.add(Comparator.comparingLong(i -> -problem.size[items[i] * Q + resource]));
        }
        return orders;
    }

    /** Whether more is needed than all nodes that can take anything have together. */
    private boolean volumeExceeded(int q) {
        long needed = 0;
        long useful = 0;
        for (int i = 0; i < items.length; i++) {
            needed += problem.size[items[i] * Q + q];
            useful |= open[i];
        }
        long there = 0;
        for (; useful != 0; useful &= useful - 1) {
            there += Math.max(0, problem.free[Long.numberOfTrailingZeros(useful) * Q + q]);
        }
        return needed > there;
    }

    private boolean placesExceeded(int[] by) {
        order = by;
        node = new int[by.length];
        Arrays.fill(node, Problem.NONE);
        Arrays.fill(holds, 0);
        Arrays.fill(capacity, 0);
        for (int k = 0; k < by.length; k++) {
            for (long rest = open[by[k]]; rest != 0; rest &= rest - 1) {
                int each = Long.numberOfTrailingZeros(rest);
                capacity[each] = capacity(each, k + 1);
            }
            asked = 0;
            if (!give(k)) {
                return true;
            }
        }
        return false;
    }

    /** How many of the first {@code count} VMs a node takes at most. */
    private int capacity(int at, int count) {
        int fewest = count;
        long[] sizes = new long[count];
        steps += (long) count * Q;
        for (int q = 0; q < Q; q++) {
            int fitting = 0;
            for (int k = 0; k < count; k++) {
                if ((open[order[k]] >>> at & 1) != 0) {
                    sizes[fitting++] = problem.size[items[order[k]] * Q + q];
                }
            }
            Arrays.sort(sizes, 0, fitting);
            long left = problem.free[at * Q + q];
            int taken = 0;
            while (taken < fitting && sizes[taken] <= left) {
                left -= sizes[taken++];
            }
            fewest = Math.min(fewest, taken);
        }
        return fewest;
    }

    /** Gives a VM a place, where needed by giving others another one; false if that fails. */
    private boolean give(int which) {
        long nodes = open[order[which]];
        steps += order.length;
        for (long rest = nodes; rest != 0; rest &= rest - 1) {
            int to = Long.numberOfTrailingZeros(rest);
            if (holds[to] < capacity[to]) {
                holds[to]++;
                node[which] = to;
                return true;
            }
        }
        for (long rest = nodes & ~asked; rest != 0; rest = nodes & ~asked & (rest - 1)) {
            int to = Long.numberOfTrailingZeros(rest);
            asked |= 1L << to;
            for (int other = 0; other < order.length; other++) {
                if (node[other] == to && give(other)) {
                    node[which] = to;
                    return true;
                }
            }
        }
        return false;
    }
}
