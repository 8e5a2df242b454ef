package io.berth.placement.domain.pack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many bins any packing must open at least: the largest of three bounds, each of which holds
 * for itself.
 *
 * <ol>
 *   <li>Continuous: in each dimension what does not go into bins in use must go into others, the
 *       largest first.
 *   <li>Dual feasible: in each dimension, for each threshold t up to half a bin, items above 1 − t
 *       need a bin alone, those above a half need a bin each that takes only small ones beside
 *       them, and items below t are left out. Source: S. Martello, P. Toth, Lower bounds and
 *       reduction procedures for the bin packing problem, 1990 (L2).
 *   <li>Exclusion: of items of which no two fit into one bin each needs its own; a set of such
 *       items is gathered greedily, largest first.
 * </ol>
 *
 * The second and the third hold only where all bins have the same room, take everything and none is
 * in use.
 *
 * <p>Example: bins of 10 and items 6, 6, 6, 3, 3. Continuous: 24/10, so 3. With t = 3: three items
 * above a half leave 12 for the two of 3: 3 bins. Three is what it takes.
 *
 * <p>O(d n log n + n m), with m items in the excluding set; the third is left out above {@link
 * #MAX_EXCLUDING} items.
 */
final class PackingBound {
    /** Above this many items gathering the excluding set takes longer than it is worth. */
    private static final int MAX_EXCLUDING = 5000;

    private final PackingTask task;

    private PackingBound(PackingTask task) {
        this.task = task;
    }

    /** The largest bound; 0 when bins in use may hold everything. */
    static int of(PackingTask task) {
        PackingBound bound = new PackingBound(task);
        int most = 0;
        for (int d = 0; d < task.dimensions(); d++) {
            most = Math.max(most, bound.continuous(d));
        }
        if (bound.binsAreAlike()) {
            for (int d = 0; d < task.dimensions(); d++) {
                most = Math.max(most, bound.dualFeasible(d));
            }
            if (task.items() <= MAX_EXCLUDING) {
                most = Math.max(most, bound.excluding());
            }
        }
        return most;
    }

    private int continuous(int d) {
        long rest = 0;
        for (int kind = 0; kind < task.kinds(); kind++) {
            rest += task.count(kind) * task.need(kind, d);
        }
        long[] others = new long[task.bins()];
        for (int bin = 0; bin < others.length; bin++) {
            long room = Math.max(task.room(bin, d), 0);
            if (task.isInUse(bin)) {
                rest -= Math.min(room, Math.max(rest, 0));
            } else {
                others[bin] = room;
            }
        }
        Arrays.sort(others);
        int opened = 0;
        for (int i = others.length - 1; rest > 0 && i >= 0; i--) {
            rest -= others[i];
            opened++;
        }
        return opened;
    }

    private boolean binsAreAlike() {
        for (int bin = 0; bin < task.bins(); bin++) {
            if (task.isInUse(bin)) {
                return false;
            }
            for (int d = 0; d < task.dimensions(); d++) {
                if (task.room(bin, d) != task.room(0, d)) {
                    return false;
                }
            }
        }
        return task.bins() > 0;
    }

    private int dualFeasible(int d) {
        long room = task.room(0, d);
        long[] needs = new long[task.items()];
        for (int item = 0; item < needs.length; item++) {
            needs[item] = task.need(task.kindOf(item), d);
        }
        Arrays.sort(needs);
        long[] sums = new long[needs.length + 1];
        for (int i = 0; i < needs.length; i++) {
            sums[i + 1] = sums[i] + needs[i];
        }
        int half = firstAbove(needs, room / 2);
        int most = 0;
        for (int i = 0; i <= half; i++) {
            if (i > 0 && i < half && needs[i] == needs[i - 1]) {
                continue;
            }
            long threshold = i < half ? needs[i] : room / 2 + 1;
            int alone = needs.length - Math.max(firstAbove(needs, room - threshold), half);
            int large = needs.length - alone - half;
            long beside = large * room - (sums[half + large] - sums[half]);
            long small = sums[half] - sums[i] - beside;
            long more = small > 0 && room > 0 ? (small + room - 1) / room : 0;
            most = (int) Math.max(most, alone + large + more);
        }
        return Math.min(most, task.bins());
    }

    /** How many are not above {@code limit}. */
    private static int firstAbove(long[] sorted, long limit) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int excluding() {
        List<Integer> kinds = new ArrayList<>();
        for (int item = 0; item < task.items(); item++) {
            kinds.add(task.kindOf(item));
        }
        kinds.sort((one, other) -> Double.compare(task.size(other), task.size(one)));
        long[] rooms = task.rooms();
        List<Integer> set = new ArrayList<>();
        for (int kind : kinds) {
            if (set.stream().noneMatch(other -> fitTogether(kind, other, rooms))) {
                set.add(kind);
            }
        }
        return Math.min(set.size(), task.bins());
    }

    private boolean fitTogether(int kind, int other, long[] rooms) {
        task.take(other, rooms, 0, 1);
        boolean fits = task.fits(kind, rooms, 0);
        task.take(other, rooms, 0, -1);
        return fits;
    }
}
