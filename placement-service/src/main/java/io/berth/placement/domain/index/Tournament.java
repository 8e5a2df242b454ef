package io.berth.placement.domain.index;

import io.berth.placement.domain.fit.Shape;
import io.berth.placement.domain.ledger.ChangeLog;
import io.berth.placement.domain.ledger.Ledger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

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
 *   <li>A tournament tree of four children each: the leaves are the hosts in the order of the
 *       {@linkplain Ring ring}. Every node has a lane for each shape: at a leaf the host's
 *       preference, above it the highest of the children. The lanes of a node lie beside each
 *       other, so that all shapes take in a change of a host together: {@link Shapes} values a host
 *       for all of them at once, and the highest of four nodes is found in all lanes without a
 *       branch.
 *   <li>Before each question the tree reads the ledger's {@linkplain ChangeLog change log} from
 *       where it stopped, values each changed row anew, and then level by level each node above one
 *       that has changed. If too much has changed, everything is valued anew.
 *   <li>As long as questions are about one shape, as they are when a batch is placed largest first,
 *       only its lane follows, and the others catch up at the next question about another one:
 *       nodes above several changed hosts are then worked out once.
 *   <li>The answer is found from the top, the best child first. A node is left out when it has
 *       nothing better than what has been found, or nothing as good that is nearer on the ring.
 *       Hosts that this one VM may not use are passed over at the leaves: exact, and a few more
 *       nodes for each.
 * </ol>
 *
 * <h2>Example</h2>
 *
 * 10,000 hosts have leaves, then 2,500, 625, 157, 40, 10, 3 and 1 nodes. A VM is placed: its host's
 * leaf and seven nodes above are worked out, each from four children in all lanes. The next
 * question looks at some thirty values of one lane.
 *
 * <h2>Complexity</h2>
 *
 * With H hosts, S shapes, c rows changed since the last question and x hosts excluded: O((c S + x)
 * log H) time, 10.7 S bytes a host.
 */
final class Tournament {
    /** Above this part of all rows changed, valuing all of them is cheaper than following. */
    private static final int REBUILD_FRACTION = 4;

    /** Children of a node, as a power of two. */
    private static final int FAN_BITS = 2;

    private static final int FAN = 1 << FAN_BITS;

    private final Ledger ledger;
    private final Ring ring = new Ring();

    private final Shapes shapes = new Shapes();
    private final Frontier frontier = new Frontier();

    /** From the leaves upwards, each node with as many lanes as there is room for shapes. */
    private long[][][] levels = new long[0][][];

    /** For each level how many nodes it has. */
    private int[] widths = new int[0];

    /**
     * For each level the nodes to be worked out anew, one bit each; all clear between questions.
     */
    private long[][] outdated = new long[0][];

    /** Rows valued already, one bit each; all clear between questions. */
    private long[] seen = new long[0];

    private int size;

    /** Where in the change log all lanes have stopped reading. */
    private long readUpTo;

    /** Where the lane that was asked last has stopped. */
    private long aloneUpTo;

    private int lane = -1;
    private int start;
    private BitSet excluded = new BitSet();
    private long foundValue;
    private int foundDistance;
    private int foundRow;

    Tournament(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Gives a lane to a shape, in place of the one that had it.
     *
     * @param newLane the next free one, or one that has been given before
     */
    void enter(int newLane, Shape shape) {
        if (newLane == shapes.room()) {
            shapes.grow();
            levels = new long[0][][];
        }
        shapes.enter(newLane, shape);
        if (levels.length == 0) {
            return;
        }
        catchUp();
        for (int position = 0; position < size; position++) {
            levels[0][position][newLane] = Shapes.key(shape.preference(ledger, ring.row(position)));
        }
        for (int level = 1; level < levels.length; level++) {
            for (int node = 0; node < widths[level]; node++) {
                levels[level][node][newLane] = highestChild(newLane, level, node);
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
        foundValue = Shapes.UNFIT;
        foundDistance = Integer.MAX_VALUE;
        foundRow = -1;
        search(levels.length - 1, 0);
        return foundRow;
    }

    /** The rows of the best hosts, best first, at most so many. */
    List<Integer> bestOnes(int ofLane, long from, BitSet except, int atMost) {
        ask(ofLane, from);
        frontier.clear();
        await(levels.length - 1, 0);
        List<Integer> rows = new ArrayList<>(Math.min(atMost, size));
        while (rows.size() < atMost && !frontier.isEmpty()) {
            int level = frontier.level();
            int node = frontier.node();
            frontier.remove();
            if (level > 0) {
                int end = endOfChildren(level, node);
                for (int child = node << FAN_BITS; child < end; child++) {
                    await(level - 1, child);
                }
            } else if (!except.get(ring.row(node))) {
                rows.add(ring.row(node));
            }
        }
        return rows;
    }

    /** Rows that cannot take such a VM, in the order of the ring, at most so many. */
    List<Integer> unfit(int ofLane, int atMost) {
        ask(ofLane, 0);
        List<Integer> rows = new ArrayList<>();
        for (int position = 0; position < size && rows.size() < atMost; position++) {
            if (value(0, position) == Shapes.UNFIT) {
                rows.add(ring.row(position));
            }
        }
        return rows;
    }

    private void ask(int ofLane, long from) {
        ring.follow(ledger);
        if (ofLane != lane || !followAlone(ofLane)) {
            catchUp();
        }
        aloneUpTo = ledger.changes().end();
        lane = ofLane;
        start = ring.first(from);
    }

    /**
     * Takes in what has changed since the last question, which was about the same lane, in this
     * lane alone; the others go on waiting.
     *
     * @return whether that was possible
     */
    private boolean followAlone(int ofLane) {
        ChangeLog changes = ledger.changes();
        long end = changes.end();
        Shape shape = shapes.at(ofLane);
        if (levels.length == 0
                || size != ring.size()
                || shape == null
                || !changes.remembers(readUpTo)
                || end - aloneUpTo > FAN) {
            return false;
        }
        for (long position = aloneUpTo; position < end; position++) {
            int row = changes.row(position);
            set(ofLane, ring.position(row), Shapes.key(shape.preference(ledger, row)));
        }
        return true;
    }

    /** Changes one leaf in one lane, and the nodes above up to the first that stays as it was. */
    private void set(int ofLane, int leaf, long value) {
        levels[0][leaf][ofLane] = value;
        int node = leaf;
        for (int level = 1; level < levels.length; level++) {
            node >>= FAN_BITS;
            long highest = highestChild(ofLane, level, node);
            if (levels[level][node][ofLane] == highest) {
                return;
            }
            levels[level][node][ofLane] = highest;
        }
    }

    private long highestChild(int ofLane, int level, int node) {
        long highest = Shapes.UNFIT;
        int end = endOfChildren(level, node);
        for (int child = node << FAN_BITS; child < end; child++) {
            highest = Math.max(highest, levels[level - 1][child][ofLane]);
        }
        return highest;
    }

    private long value(int level, int node) {
        return levels[level][node][lane];
    }

    private void await(int level, int node) {
        long value = value(level, node);
        if (value != Shapes.UNFIT) {
            frontier.add(value, distance(level, node), level, node);
        }
    }

    /** Whether a node may have a better or a nearer host than what has been found. */
    private boolean mayHaveBetter(int level, int node) {
        long value = value(level, node);
        return value > foundValue
                || (value == foundValue
                        && value != Shapes.UNFIT
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
        long highest = foundValue;
        for (int child = first; child < end; child++) {
            if ((visited & (1 << (child - first))) != 0) {
                continue;
            }
            long value = value(level, child);
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
                if (shapes.value(ledger, row, levels[0][leaf])) {
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

    /** The highest of the children, in every lane. */
    private void workOut(int level, int node) {
        long[][] children = levels[level - 1];
        int child = node << FAN_BITS;
        int end = endOfChildren(level, node);
        if (end - child == FAN) {
            highest(
                    levels[level][node],
                    children[child],
                    children[child + 1],
                    children[child + 2],
                    children[child + 3],
                    shapes.used());
        } else {
            int last = end - 1;
            highest(
                    levels[level][node],
                    children[child],
                    children[Math.min(child + 1, last)],
                    children[Math.min(child + 2, last)],
                    children[last],
                    shapes.used());
        }
    }

    private static void highest(
            long[] node, long[] one, long[] two, long[] three, long[] four, int lanes) {
        for (int i = 0; i < lanes; i++) {
            node[i] = Math.max(Math.max(one[i], two[i]), Math.max(three[i], four[i]));
        }
    }

    private void layOut() {
        size = ring.size();
        seen = new long[(size >> 6) + 1];
        List<long[][]> all = new ArrayList<>();
        List<Integer> nodes = new ArrayList<>();
        for (int width = Math.max(size, 1); ; width = (width + FAN - 1) / FAN) {
            long[][] level = new long[width][shapes.room()];
            for (long[] node : level) {
                Arrays.fill(node, Shapes.UNFIT);
            }
            all.add(level);
            nodes.add(width);
            if (width == 1) {
                break;
            }
        }
        levels = all.toArray(long[][][]::new);
        widths = nodes.stream().mapToInt(Integer::intValue).toArray();
        outdated = new long[levels.length][];
        for (int level = 0; level < levels.length; level++) {
            outdated[level] = new long[(widths[level] >> 6) + 1];
        }
    }

    private void valueAll() {
        for (int position = 0; position < size; position++) {
            shapes.value(ledger, ring.row(position), levels[0][position]);
        }
        for (int level = 1; level < levels.length; level++) {
            for (int node = 0; node < widths[level]; node++) {
                workOut(level, node);
            }
        }
    }
}
