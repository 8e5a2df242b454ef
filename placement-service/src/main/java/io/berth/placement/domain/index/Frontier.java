package io.berth.placement.domain.index;

import java.util.Arrays;

/**
 * The parts of a {@link Tournament} that are still to be looked at, the best one on top: a binary
 * heap in arrays, because an explanation takes hundreds of parts and an object for each would cost
 * more than all else. Of the highest value comes first; of equal ones the nearest; of those the
 * lowest level, so that a host comes before what it might be found in.
 */
final class Frontier {
    private long[] values = new long[64];
    private int[] distances = new int[64];
    private int[] levels = new int[64];
    private int[] nodes = new int[64];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The level of the part on top. */
    int level() {
        return levels[0];
    }

    /** The node of the part on top. */
    int node() {
        return nodes[0];
    }

    void add(long value, int distance, int level, int node) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            distances = Arrays.copyOf(distances, 2 * size);
            levels = Arrays.copyOf(levels, 2 * size);
            nodes = Arrays.copyOf(nodes, 2 * size);
        }
        int at = size++;
        while (at > 0 && isBefore(value, distance, level, (at - 1) >> 1)) {
            move((at - 1) >> 1, at);
            at = (at - 1) >> 1;
        }
        put(at, value, distance, level, node);
    }

    /** Takes away the part on top. */
    void remove() {
        int last = --size;
        int at = 0;
        for (int child = 1; child < last; child = 2 * at + 1) {
            int other = child + 1;
            if (other < last && isBefore(values[other], distances[other], levels[other], child)) {
                child = other;
            }
            if (!isBefore(values[child], distances[child], levels[child], last)) {
                break;
            }
            move(child, at);
            at = child;
        }
        move(last, at);
    }

    private boolean isBefore(long value, int distance, int level, int other) {
        if (value != values[other]) {
            return value > values[other];
        }
        return distance != distances[other] ? distance < distances[other] : level < levels[other];
    }

    private void move(int from, int to) {
        put(to, values[from], distances[from], levels[from], nodes[from]);
    }

    private void put(int at, long value, int distance, int level, int node) {
        values[at] = value;
        distances[at] = distance;
        levels[at] = level;
        nodes[at] = node;
    }
}
