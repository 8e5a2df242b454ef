package io.berth.placement.domain.pack;

import io.berth.contracts.Require;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Items that are to be packed into bins, all in whole numbers so that nothing is ever packed over
 * capacity by rounding. Items of the same kind ask for the same and follow each other: item numbers
 * count through all copies of the first kind, then through those of the second.
 */
public final class PackingTask {
    /** As many as VMs are planned at once and then some; more would take too long. */
    public static final int MAX_ITEMS = 100_000;

    /** As many as a fleet has hosts. */
    public static final int MAX_BINS = 20_000;

    /** More figures than anybody counts of a host. */
    public static final int MAX_DIMENSIONS = 32;

    private final int dimensions;
    private final long[] needs;
    private final long[] rooms;
    private final int[] firstItems;
    private final int[] kindOf;
    private final BitSet inUse;
    private final List<BitSet> closed;

    /** The largest room of any bin in each dimension: what parts are parts of. */
    private final double[] units;

    /**
     * Items of one kind.
     *
     * @param needs in each dimension, not negative
     * @param closed bins that may not take them
     */
    public record Kind(List<Long> needs, int count, BitSet closed) {
        /**
         * Takes copies.
         *
         * @throws IllegalArgumentException when a figure is negative
         */
        public Kind {
            needs = Require.list("needs", needs, MAX_DIMENSIONS);
            needs.forEach(need -> Require.range("needs[]", need, 0, Long.MAX_VALUE / 2));
            Require.range("count", count, 0, MAX_ITEMS);
            closed = (BitSet) closed.clone();
        }

        /** Which bins may not take them; a copy. */
        @Override
        public BitSet closed() {
            return (BitSet) closed.clone();
        }
    }

    /**
     * A bin.
     *
     * @param rooms what is left in each dimension; below zero takes nothing that asks for any
     * @param inUse whether it counts as used in any case
     */
    public record Bin(List<Long> rooms, boolean inUse) {
        /** Takes a copy. */
        public Bin {
            rooms = Require.list("rooms", rooms, MAX_DIMENSIONS);
        }
    }

    /**
     * @throws IllegalArgumentException when dimensions differ or there is too much of anything
     */
    public PackingTask(List<Kind> kinds, List<Bin> bins) {
        Require.range("bins", bins.size(), 0, MAX_BINS);
        Require.range("items", kinds.stream().mapToLong(Kind::count).sum(), 0, MAX_ITEMS);
        dimensions =
                kinds.isEmpty()
                        ? bins.isEmpty() ? 0 : bins.getFirst().rooms().size()
                        : kinds.getFirst().needs().size();
        needs = new long[kinds.size() * dimensions];
        firstItems = new int[kinds.size() + 1];
        closed = new ArrayList<>();
        for (int kind = 0; kind < kinds.size(); kind++) {
            copy("needs", kinds.get(kind).needs(), needs, kind);
            closed.add(kinds.get(kind).closed());
            firstItems[kind + 1] = firstItems[kind] + kinds.get(kind).count();
        }
        kindOf = new int[firstItems[kinds.size()]];
        for (int kind = 0; kind < kinds.size(); kind++) {
            for (int item = firstItems[kind]; item < firstItems[kind + 1]; item++) {
                kindOf[item] = kind;
            }
        }
        rooms = new long[bins.size() * dimensions];
        inUse = new BitSet();
        units = new double[dimensions];
        for (int bin = 0; bin < bins.size(); bin++) {
            copy("rooms", bins.get(bin).rooms(), rooms, bin);
            inUse.set(bin, bins.get(bin).inUse());
            for (int d = 0; d < dimensions; d++) {
                units[d] = Math.max(Math.max(units[d], 1), rooms[bin * dimensions + d]);
            }
        }
    }

    private void copy(String name, List<Long> from, long[] to, int row) {
        Require.range(name, from.size(), dimensions, dimensions);
        for (int d = 0; d < dimensions; d++) {
            to[row * dimensions + d] = from.get(d);
        }
    }

    /** How many resources an item has. */
    public int dimensions() {
        return dimensions;
    }

    public int kinds() {
        return firstItems.length - 1;
    }

    public int items() {
        return kindOf.length;
    }

    public int bins() {
        return dimensions == 0 ? 0 : rooms.length / dimensions;
    }

    public int kindOf(int item) {
        return kindOf[item];
    }

    /** The first item of a kind. */
    int firstItem(int kind) {
        return firstItems[kind];
    }

    int count(int kind) {
        return firstItems[kind + 1] - firstItems[kind];
    }

    long need(int kind, int dimension) {
        return needs[kind * dimensions + dimension];
    }

    long room(int bin, int dimension) {
        return rooms[bin * dimensions + dimension];
    }

    /** What is left in a bin by these figures. */
    long room(int bin, int dimension, long[] left) {
        return left[bin * dimensions + dimension];
    }

    /** What is left in all bins, one after the other: a copy to work on. */
    long[] rooms() {
        return rooms.clone();
    }

    /** One in each dimension is this much. */
    double unit(int dimension) {
        return units[dimension];
    }

    boolean isInUse(int bin) {
        return inUse.get(bin);
    }

    /** Whether nothing but room decides if the bin can take the kind. */
    boolean mayTake(int bin, int kind) {
        return !closed.get(kind).get(bin);
    }

    /** Whether an item of the kind fits into what {@code left} says is left in the bin. */
    boolean fits(int kind, long[] left, int bin) {
        int at = bin * dimensions;
        int of = kind * dimensions;
        for (int d = 0; d < dimensions; d++) {
            if (needs[of + d] > left[at + d] && needs[of + d] > 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it fits once an item of another kind has gone. */
    boolean fitsWithout(int kind, long[] left, int bin, int gone) {
        int at = bin * dimensions;
        int of = kind * dimensions;
        int from = gone * dimensions;
        for (int d = 0; d < dimensions; d++) {
            if (needs[of + d] > left[at + d] + needs[from + d] && needs[of + d] > 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it fits once two items of these kinds have gone. */
    boolean fitsWithout(int kind, long[] left, int bin, int gone, int also) {
        int at = bin * dimensions;
        int of = kind * dimensions;
        int one = gone * dimensions;
        int two = also * dimensions;
        for (int d = 0; d < dimensions; d++) {
            if (needs[of + d] > left[at + d] + needs[one + d] + needs[two + d]
                    && needs[of + d] > 0) {
                return false;
            }
        }
        return true;
    }

    /** Takes an item out of what is left in a bin, or gives it back with −1. */
    void take(int kind, long[] left, int bin, int sign) {
        for (int d = 0; d < dimensions; d++) {
            left[bin * dimensions + d] -= sign * needs[kind * dimensions + d];
        }
    }

    /** What is left in a bin, the sum of its parts in all dimensions. */
    double slack(long[] left, int bin) {
        double sum = 0;
        for (int d = 0; d < dimensions; d++) {
            sum += left[bin * dimensions + d] / units[d];
        }
        return sum;
    }

    /** How large an item of a kind is, the sum of its parts in all dimensions. */
    double size(int kind) {
        double sum = 0;
        for (int d = 0; d < dimensions; d++) {
            sum += needs[kind * dimensions + d] / units[d];
        }
        return sum;
    }
}
