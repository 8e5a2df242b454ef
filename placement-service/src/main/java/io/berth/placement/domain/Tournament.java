package io.berth.placement.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The best host for VMs of each of several shapes, without looking at every host.
 *
 * <h2>Goals</h2>
 *
 * The same host as a scan over all of them finds, to the last bit of its score and by the same
 * tie-break, in a time that grows with the logarithm of the number of hosts; and little to do for
 * each host that changes.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>A tournament tree of sixteen children each: the leaves are the hosts in the order of the
 *       {@linkplain Ring ring}. Every node has a lane for each shape: at a leaf the host's
 *       preference, above it the highest of the children. The lanes of a node lie beside each other
 *       in memory, so that all shapes take in a change of a host together, in one pass over a few
 *       pages.
 *   <li>Before each question the tree reads the ledger's {@linkplain ChangeLog change log} from
 *       where it stopped, values each changed row anew, and then level by level each node above one
 *       that has changed. If too much has changed, everything is valued anew.
 *   <li>The answer is found from the top, the best child first. A node is left out when it has
 *       nothing better than what has been found, or nothing as good that is nearer on the ring.
 *       Hosts that this one VM may not use are passed over at the leaves: exact, and a few more
 *       nodes for each.
 * </ol>
 *
 * <h2>Example</h2>
 *
 * 10,000 hosts have leaves, then 625, 40, 3 and 1 nodes. A VM is placed: its host's leaf and four
 * nodes above are worked out, each from sixteen children in all lanes. The next question looks at
 * some seventy values of one lane.
 *
 * <h2>Complexity</h2>
 *
 * With H hosts, S shapes, c rows changed since the last question and x hosts excluded: O((c S + x)
 * log H) time, 8.6 S bytes a host.
 */
final class Tournament {
    /** Above this part of all rows changed, valuing all of them is cheaper than following. */
    private static final int REBUILD_FRACTION = 4;

    /** Children of a node, as a power of two. */
    private static final int FAN_BITS = 4;

    private static final int FAN = 1 << FAN_BITS;

    private final Ledger ledger;
    private final Ring ring = new Ring();

    /** By lane; the first {@link #used} are there. */
    private @Nullable Shape[] shapes = new Shape[4];

    private int used;

    /** From the leaves upwards, each node with as many lanes as there is room for shapes. */
    private double[][] levels = new double[0][];

    /** For each level how many nodes it has. */
    private int[] widths = new int[0];

    /**
     * For each level the nodes to be worked out anew, one bit each; all clear between questions.
     */
    private long[][] outdated = new long[0][];

    /** Rows valued already, one bit each; all clear between questions. */
    private long[] seen = new long[0];

    private int size;
    private long readUpTo;

    private int lane;
    private int start;
    private BitSet excluded = new BitSet();
    private double foundValue;
    private int foundDistance;
    private int foundRow;

    Tournament(Ledger ledger) {
        this.ledger = ledger;
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
     * Gives a lane to a shape, in place of the one that had it.
     *
     * @param newLane the next free one, or one that has been given before
     */
    void enter(int newLane, Shape shape) {
        if (newLane == shapes.length) {
            shapes = Arrays.copyOf(shapes, 2 * newLane);
            levels = new double[0][];
        }
        shapes[newLane] = shape;
        used = Math.max(used, newLane + 1);
        if (levels.length == 0) {
            return;
        }
        catchUp();
        for (int position = 0; position < size; position++) {
            levels[0][position * shapes.length + newLane] =
                    shape.preference(ledger, ring.row(position));
        }
        for (int level = 1; level < levels.length; level++) {
            for (int node = 0; node < widths[level]; node++) {
                workOut(level, node);
            }
        }
    }

    /**
     * The row of the best host for VMs of the shape in this lane.
     *
     * @param from the VM's place on the ring
     * @param except rows that this VM may not use
     * @return −1 when no host can take it
     */
    int best(int ofLane, long from, BitSet except) {
        ask(ofLane, from);
        excluded = except;
        foundValue = Shape.UNFIT;
        foundDistance = Integer.MAX_VALUE;
        foundRow = -1;
        search(levels.length - 1, 0);
        return foundRow;
    }

    /** The rows of the best hosts, best first, at most so many. */
    List<Integer> bestOnes(int ofLane, long from, BitSet except, int atMost) {
        ask(ofLane, from);
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
    List<Integer> unfit(int ofLane, int atMost) {
        ask(ofLane, 0);
        List<Integer> rows = new ArrayList<>();
        for (int position = 0; position < size && rows.size() < atMost; position++) {
            if (value(0, position) == Shape.UNFIT) {
                rows.add(ring.row(position));
            }
        }
        return rows;
    }

    private void ask(int ofLane, long from) {
        catchUp();
        lane = ofLane;
        start = ring.first(from);
    }

    private double value(int level, int node) {
        return levels[level][node * shapes.length + lane];
    }

    private void add(PriorityQueue<Part> parts, int level, int node) {
        double value = value(level, node);
        if (value != Shape.UNFIT) {
            parts.add(new Part(level, node, value, distance(level, node)));
        }
    }

    /** Whether a node may have a better or a nearer host than what has been found. */
    private boolean mayHaveBetter(int level, int node) {
        double value = value(level, node);
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
                foundValue = value(0, node);
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

    /** Of the nodes not yet visited the best, then the nearest; −1 if it has nothing better. */
    private int bestChild(int level, int first, int end, int visited) {
        int best = -1;
        double highest = foundValue;
        for (int child = first; child < end; child++) {
            if ((visited & (1 << (child - first))) != 0) {
                continue;
            }
            double value = value(level, child);
            if (value > highest
                    || (value == highest
                            && (best < 0 || distance(level, child) < distance(level, best)))) {
                best = child;
                highest = value;
            }
        }
        return best >= 0 && mayHaveBetter(level, best) ? best : -1;
    }

    private int endOfChildren(int level, int node) {
        return Math.min((node + 1) << FAN_BITS, widths[level - 1]);
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
        if (levels.length == 0 || size != ring.size()) {
            layOut();
            valueAll();
        } else if (!changes.remembers(readUpTo)
                || end - readUpTo > ring.size() / REBUILD_FRACTION + FAN) {
            valueAll();
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
                if (revalue(leaf, row)) {
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
                    workOut(level, node);
                    mark(level + 1, node >> FAN_BITS);
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

    /** Whether the host is preferred otherwise than before by any shape. */
    private boolean revalue(int leaf, int row) {
        double[] leaves = levels[0];
        int at = leaf * shapes.length;
        boolean changed = false;
        for (int i = 0; i < used; i++) {
            Shape shape = shapes[i];
            double value = shape == null ? Shape.UNFIT : shape.preference(ledger, row);
            changed |= leaves[at + i] != value;
            leaves[at + i] = value;
        }
        return changed;
    }

    /** The highest of the children, in every lane. */
    private void workOut(int level, int node) {
        double[] children = levels[level - 1];
        double[] nodes = levels[level];
        int lanes = shapes.length;
        int at = node * lanes;
        int child = node << FAN_BITS;
        int end = endOfChildren(level, node);
        System.arraycopy(children, child * lanes, nodes, at, used);
        for (child++; child < end; child++) {
            int from = child * lanes;
            for (int i = 0; i < used; i++) {
                nodes[at + i] = Math.max(nodes[at + i], children[from + i]);
            }
        }
    }

    private void layOut() {
        size = ring.size();
        seen = new long[(size >> 6) + 1];
        List<double[]> all = new ArrayList<>();
        List<Integer> nodes = new ArrayList<>();
        for (int width = Math.max(size, 1); ; width = (width + FAN - 1) / FAN) {
            double[] level = new double[width * shapes.length];
            Arrays.fill(level, Shape.UNFIT);
            all.add(level);
            nodes.add(width);
            if (width == 1) {
                break;
            }
        }
        levels = all.toArray(double[][]::new);
        widths = nodes.stream().mapToInt(Integer::intValue).toArray();
        outdated = new long[levels.length][];
        for (int level = 0; level < levels.length; level++) {
            outdated[level] = new long[(widths[level] >> 6) + 1];
        }
    }

    private void valueAll() {
        for (int position = 0; position < size; position++) {
            revalue(position, ring.row(position));
        }
        for (int level = 1; level < levels.length; level++) {
            for (int node = 0; node < widths[level]; node++) {
                workOut(level, node);
            }
        }
    }
}
