package io.berth.placement.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The best host for VMs of one shape, without looking at every host.
 *
 * <h2>Goals</h2>
 *
 * The same host as a scan over all of them finds, to the last bit of its score and by the same
 * tie-break, in a time that grows with the logarithm of the number of hosts.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>A tournament tree: the leaves are the hosts in the order of the {@linkplain Ring ring},
 *       each with its preference; an inner node has the larger of its two children.
 *   <li>Before each question the tree reads the ledger's {@linkplain ChangeLog change log} from
 *       where it stopped, values each changed row anew and carries it upwards as far as anything
 *       changes. If too much has changed, it is built anew.
 *   <li>The answer is found from the top, the better child first. A node is left out when it has
 *       nothing better than what has been found, or nothing as good that is nearer on the ring.
 *       Hosts that this one VM may not use are passed over at the leaves: exact, and a few more
 *       nodes for each.
 * </ol>
 *
 * <h2>Complexity</h2>
 *
 * With H hosts, c rows changed since the last question and x hosts excluded: O((c + x) log H) time.
 * 16 to 32 bytes a host.
 */
final class ShapeTree {
    /** Above this part of all rows changed, valuing all of them is cheaper than following. */
    private static final int REBUILD_FRACTION = 8;

    private final Ledger ledger;
    private final Ring ring;
    private final Shape shape;
    private double[] best = new double[0];
    private int[] seenAt = new int[0];
    private int round;
    private int leaves;
    private int size;
    private long readUpTo;

    private int start;
    private BitSet excluded = new BitSet();
    private double foundValue;
    private int foundDistance;
    private int foundRow;

    ShapeTree(Ledger ledger, Ring ring, Shape shape) {
        this.ledger = ledger;
        this.ring = ring;
        this.shape = shape;
    }

    /** A part of the tree on its way to the top of the queue. */
    private record Part(int node, int low, int width, double value, int distance) {
        static final Comparator<Part> BEST_FIRST =
                Comparator.comparingDouble(Part::value)
                        .reversed()
                        .thenComparingInt(Part::distance)
                        .thenComparingInt(Part::width);
    }

    /**
     * The row of the best host.
     *
     * @param from the VM's place on the ring
     * @param except rows that this VM may not use
     * @return −1 when no host can take it
     */
    int best(long from, BitSet except) {
        catchUp();
        start = ring.first(from);
        excluded = except;
        foundValue = Shape.UNFIT;
        foundDistance = Integer.MAX_VALUE;
        foundRow = -1;
        search(1, 0, leaves);
        return foundRow;
    }

    /** The rows of the best hosts, best first, at most so many. */
    List<Integer> bestOnes(long from, BitSet except, int atMost) {
        catchUp();
        start = ring.first(from);
        PriorityQueue<Part> parts = new PriorityQueue<>(Part.BEST_FIRST);
        add(parts, 1, 0, leaves);
        List<Integer> rows = new ArrayList<>();
        while (rows.size() < atMost && !parts.isEmpty()) {
            Part part = parts.remove();
            if (part.width() > 1) {
                int half = part.width() / 2;
                add(parts, 2 * part.node(), part.low(), half);
                add(parts, 2 * part.node() + 1, part.low() + half, half);
            } else if (!except.get(ring.row(part.low()))) {
                rows.add(ring.row(part.low()));
            }
        }
        return rows;
    }

    /** Rows that cannot take such a VM, in the order of the ring, at most so many. */
    List<Integer> unfit(int atMost) {
        catchUp();
        List<Integer> rows = new ArrayList<>();
        for (int position = 0; position < size && rows.size() < atMost; position++) {
            if (best[leaves + position] == Shape.UNFIT) {
                rows.add(ring.row(position));
            }
        }
        return rows;
    }

    private void add(PriorityQueue<Part> parts, int node, int low, int width) {
        if (best[node] != Shape.UNFIT) {
            parts.add(new Part(node, low, width, best[node], distance(low, width)));
        }
    }

    private void search(int node, int low, int width) {
        double value = best[node];
        if (value == Shape.UNFIT
                || value < foundValue
                || (value == foundValue && distance(low, width) >= foundDistance)) {
            return;
        }
        if (width == 1) {
            int row = ring.row(low);
            if (!excluded.get(row)) {
                foundValue = value;
                foundDistance = distance(low, 1);
                foundRow = row;
            }
            return;
        }
        int half = width / 2;
        int left = 2 * node;
        int middle = low + half;
        boolean leftFirst =
                best[left] > best[left + 1]
                        || (best[left] == best[left + 1]
                                && distance(low, half) <= distance(middle, half));
        if (leftFirst) {
            search(left, low, half);
            search(left + 1, middle, half);
        } else {
            search(left + 1, middle, half);
            search(left, low, half);
        }
    }

    /** How far the nearest leaf of a part is from the start, clockwise. */
    private int distance(int low, int width) {
        return low <= start && start < low + width ? 0 : (low - start) & (leaves - 1);
    }

    private void catchUp() {
        ring.follow(ledger);
        ChangeLog changes = ledger.changes();
        long end = changes.end();
        boolean tooMuch =
                !changes.remembers(readUpTo) || end - readUpTo > ring.size() / REBUILD_FRACTION + 8;
        if (best.length == 0 || size != ring.size() || tooMuch) {
            rebuild();
        } else {
            round++;
            for (long position = readUpTo; position < end; position++) {
                int row = changes.row(position);
                if (seenAt[row] != round) {
                    seenAt[row] = round;
                    revalue(row);
                }
            }
        }
        readUpTo = end;
    }

    private void revalue(int row) {
        int node = leaves + ring.position(row);
        double value = shape.preference(ledger, row);
        while (best[node] != value) {
            best[node] = value;
            if (node == 1) {
                return;
            }
            value = Math.max(value, best[node ^ 1]);
            node >>= 1;
        }
    }

    private void rebuild() {
        size = ring.size();
        leaves = 1;
        while (leaves < size) {
            leaves *= 2;
        }
        if (best.length != 2 * leaves) {
            best = new double[2 * leaves];
            seenAt = new int[leaves];
            round = 0;
        }
        Arrays.fill(best, leaves + size, 2 * leaves, Shape.UNFIT);
        for (int position = 0; position < size; position++) {
            best[leaves + position] = shape.preference(ledger, ring.row(position));
        }
        for (int node = leaves - 1; node > 0; node--) {
            best[node] = Math.max(best[2 * node], best[2 * node + 1]);
        }
    }
}
