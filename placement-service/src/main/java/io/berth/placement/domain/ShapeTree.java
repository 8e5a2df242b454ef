package io.berth.placement.domain;

import java.util.ArrayList;
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
 *       where it stopped, values each changed row anew, and then level by level each node above one
 *       that has changed. If too much has changed, it is built anew.
 *   <li>The answer is found from the top, the better child first. A node is left out when it has
 *       nothing better than what has been found, or nothing as good that is nearer on the ring.
 *       Hosts that this one VM may not use are passed over at the leaves: exact, and a few more
 *       nodes for each.
 * </ol>
 *
 * <h2>Complexity</h2>
 *
 * With H hosts, c rows changed since the last question and x hosts excluded: O((c + x) log H) time.
 * Nine bytes a host.
 */
final class ShapeTree {
    /** Above this part of all rows changed, valuing all of them is cheaper than following. */
    private static final int REBUILD_FRACTION = 8;

    /** Children of a node: two lines of a processor's cache. */
    private static final int FAN = 16;

    private static final int FAN_BITS = 4;

    private final Ledger ledger;
    private final Ring ring;
    private final Shape shape;

    /**
     * From the leaves upwards; each level has a node for sixteen of the one below, the last one.
     */
    private double[][] levels = new double[0][];

    /**
     * For each level the nodes to be worked out anew, one bit each; all clear between questions.
     */
    private long[][] outdated = new long[0][];

    /** Rows valued already, one bit each; all clear between questions. */
    private long[] seen = new long[0];

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
    private record Part(int level, int node, double value, int distance) {
        static final Comparator<Part> BEST_FIRST =
                Comparator.comparingDouble(Part::value)
                        .reversed()
                        .thenComparingInt(Part::distance)
                        .thenComparingInt(Part::level);
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
        search(levels.length - 1, 0);
        return foundRow;
    }

    /** The rows of the best hosts, best first, at most so many. */
    List<Integer> bestOnes(long from, BitSet except, int atMost) {
        catchUp();
        start = ring.first(from);
        PriorityQueue<Part> parts = new PriorityQueue<>(Part.BEST_FIRST);
        add(parts, levels.length - 1, 0);
        List<Integer> rows = new ArrayList<>();
        while (rows.size() < atMost && !parts.isEmpty()) {
            Part part = parts.remove();
            if (part.level() > 0) {
                int end = endOfChildren(part.level(), part.node());
                for (int child = part.node() << FAN_BITS; child < end; child++) {
                    add(parts, part.level() - 1, child);
                }
            } else if (!except.get(ring.row(part.node()))) {
                rows.add(ring.row(part.node()));
            }
        }
        return rows;
    }

    /** Rows that cannot take such a VM, in the order of the ring, at most so many. */
    List<Integer> unfit(int atMost) {
        catchUp();
        List<Integer> rows = new ArrayList<>();
        for (int position = 0; position < size && rows.size() < atMost; position++) {
            if (levels[0][position] == Shape.UNFIT) {
                rows.add(ring.row(position));
            }
        }
        return rows;
    }

    private void add(PriorityQueue<Part> parts, int level, int node) {
        double value = levels[level][node];
        if (value != Shape.UNFIT) {
            parts.add(new Part(level, node, value, distance(level, node)));
        }
    }

    /** Whether a node may have a better or a nearer host than what has been found. */
    private boolean mayHaveBetter(int level, int node) {
        double value = levels[level][node];
        return value > foundValue
                || (value == foundValue
                        && value != Shape.UNFIT
                        && distance(level, node) < foundDistance);
    }

    private void search(int level, int node) {
        if (!mayHaveBetter(level, node)) {
            return;
        }
        if (level == 0) {
            int row = ring.row(node);
            if (!excluded.get(row)) {
                foundValue = levels[0][node];
                foundDistance = distance(0, node);
                foundRow = row;
            }
            return;
        }
        int first = node << FAN_BITS;
        int end = endOfChildren(level, node);
        int visited = 0;
        for (int child = bestChild(level - 1, first, end, visited);
                child >= 0;
                child = bestChild(level - 1, first, end, visited)) {
            visited |= 1 << (child - first);
            search(level - 1, child);
        }
    }

    /** Of the nodes not yet visited that may have something better the best, then the nearest. */
    private int bestChild(int level, int first, int end, int visited) {
        double[] values = levels[level];
        int best = -1;
        for (int child = first; child < end; child++) {
            boolean open = (visited & 1 << (child - first)) == 0;
            if (open
                    && (best < 0
                            ? values[child] >= foundValue
                            : values[child] > values[best]
                                    || (values[child] == values[best]
                                            && distance(level, child) < distance(level, best)))) {
                best = child;
            }
        }
        return best >= 0 && mayHaveBetter(level, best) ? best : -1;
    }

    private int endOfChildren(int level, int node) {
        return Math.min((node + 1) << FAN_BITS, levels[level - 1].length);
    }

    /** How far the nearest leaf under a node is from the start, clockwise. */
    private int distance(int level, int node) {
        int low = node << (FAN_BITS * level);
        int high = Math.min((node + 1) << (FAN_BITS * level), size);
        if (low <= start && start < high) {
            return 0;
        }
        return low > start ? low - start : low - start + size;
    }

    private void catchUp() {
        ring.follow(ledger);
        ChangeLog changes = ledger.changes();
        long end = changes.end();
        boolean tooMuch =
                !changes.remembers(readUpTo) || end - readUpTo > ring.size() / REBUILD_FRACTION + 8;
        if (levels.length == 0 || size != ring.size() || tooMuch) {
            rebuild();
        } else {
            follow(changes, end);
        }
        readUpTo = end;
    }

    /** Values each changed row once, then each node above a changed one, level by level. */
    private void follow(ChangeLog changes, long end) {
        for (long position = readUpTo; position < end; position++) {
            int row = changes.row(position);
            long bit = 1L << row;
            if ((seen[row >> 6] & bit) == 0) {
                seen[row >> 6] |= bit;
                int leaf = ring.position(row);
                double value = shape.preference(ledger, row);
                if (levels[0][leaf] != value) {
                    levels[0][leaf] = value;
                    mark(1, leaf >> FAN_BITS);
                }
            }
        }
        for (long position = readUpTo; position < end; position++) {
            seen[changes.row(position) >> 6] = 0;
        }
        for (int level = 1; level < levels.length; level++) {
            long[] marked = outdated[level];
            for (int word = 0; word < marked.length; word++) {
                for (long bits = marked[word]; bits != 0; bits &= bits - 1) {
                    int node = (word << 6) + Long.numberOfTrailingZeros(bits);
                    double value = highest(level - 1, node);
                    if (levels[level][node] != value) {
                        levels[level][node] = value;
                        mark(level + 1, node >> FAN_BITS);
                    }
                }
                marked[word] = 0;
            }
        }
    }

    private void mark(int level, int node) {
        if (level < levels.length) {
            outdated[level][node >> 6] |= 1L << node;
        }
    }

    /** The highest of the children, on this level, of a node on the next. */
    private double highest(int level, int parent) {
        double[] values = levels[level];
        int end = endOfChildren(level + 1, parent);
        double highest = Shape.UNFIT;
        for (int child = parent << FAN_BITS; child < end; child++) {
            highest = Math.max(highest, values[child]);
        }
        return highest;
    }

    private void rebuild() {
        if (levels.length == 0 || size != ring.size()) {
            size = ring.size();
            seen = new long[(size >> 6) + 1];
            List<double[]> all = new ArrayList<>();
            int width = Math.max(size, 1);
            all.add(new double[width]);
            while (width > 1) {
                width = (width + FAN - 1) / FAN;
                all.add(new double[width]);
            }
            levels = all.toArray(double[][]::new);
            outdated = new long[levels.length][];
            for (int level = 0; level < levels.length; level++) {
                outdated[level] = new long[(levels[level].length >> 6) + 1];
            }
            levels[0][0] = Shape.UNFIT;
        }
        for (int position = 0; position < size; position++) {
            levels[0][position] = shape.preference(ledger, ring.row(position));
        }
        for (int level = 1; level < levels.length; level++) {
            for (int node = 0; node < levels[level].length; node++) {
                levels[level][node] = highest(level - 1, node);
            }
        }
    }
}
