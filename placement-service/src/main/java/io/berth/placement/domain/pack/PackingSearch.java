package io.berth.placement.domain.pack;

import java.util.Arrays;

/**
 * Improves a packing for as long as it is given.
 *
 * <h2>Goals</h2>
 *
 * As many items as possible, then in as few bins as possible. Never worse than {@link BinFiller},
 * and never over capacity on the way. The same for the same task, seed and number of steps,
 * whatever the clock says.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>One bin of the best packing is emptied, mostly the one with the most left; its items wait.
 *       What no bin has taken in the first place waits, too, and then no bin is emptied.
 *   <li>The last item that waits goes where least is left after it. If it fits nowhere, it is
 *       squeezed in: of all ways to throw one or two items out of a bin so that it fits, the one is
 *       taken whose items have been hardest to find a place for the fewest times, of those alike
 *       the smallest. What is thrown out waits.
 *   <li>After each throw some items that are chosen at random change bins, alone or against each
 *       other, so that room is left elsewhere than before.
 *   <li>When nothing waits any more, one bin less is needed: the packing is the best so far, and
 *       the next bin is emptied. After a number of throws in vain another bin is tried instead. At
 *       the bound it is over.
 * </ol>
 *
 * <p>Source: the ejection pool with counters of Y. Nagata and O. Bräysy, A powerful route
 * minimization heuristic for the vehicle routing problem with time windows, 2009, with bins in
 * place of routes.
 *
 * <h2>Worked example</h2>
 *
 * One dimension, bins of 10: {6, 3}, {5, 4} and {2}. The bound is 20/10 = 2. The third bin is
 * emptied; 2 fits nowhere. It can take the place of 3 or 4 or of something larger; all counters are
 * 0, so the 3 goes: {6, 2} and {5, 4}, and 3 waits. It could take the place of 4, giving {5, 3},
 * and 4 fits beside 6 once the 2 has gone; 2 then fits beside 5 and 3: {6, 4}, {5, 3, 2}. Two bins.
 *
 * <h2>Complexity</h2>
 *
 * A step is one look whether an item fits. A throw looks at each bin and at most each pair of its
 * items, most of which the counters rule out before.
 */
public final class PackingSearch {
    /** Times in vain, for each item, before another bin is emptied. */
    private static final int PATIENCE = 20;

    /** Random changes after each throw. */
    private static final int CHANGES = 30;

    private final PackingTask task;
    private final int bound;
    private long random;
    private Packing best;

    private final int[] binOf;
    private final int[][] contents;
    private final int[] sizes;
    private final int[] placeOf;
    private final long[] left;
    private final boolean[] shut;
    private final int[] counters;
    private final int[] pool;
    private int waiting;
    private long throwsInVain;
    private long steps;
    private boolean over;

    private int thrownFrom;
    private int thrownOne;
    private int thrownTwo;

    /**
     * Starts with what {@link BinFiller} finds.
     *
     * @param seed of all that is left to chance
     */
    public PackingSearch(PackingTask task, long seed) {
        this.task = task;
        this.random = seed;
        this.best = BinFiller.fill(task);
        this.bound = PackingBound.of(task);
        int items = task.items();
        binOf = new int[items];
        placeOf = new int[items];
        counters = new int[items];
        pool = new int[items];
        contents = new int[task.bins()][4];
        sizes = new int[task.bins()];
        left = task.rooms();
        shut = new boolean[task.bins()];
        begin();
    }

    /** The best packing so far. */
    public Packing best() {
        return best;
    }

    /** No packing of all items opens fewer bins. */
    public int bound() {
        return bound;
    }

    /** How many steps it has taken. */
    public long steps() {
        return steps;
    }

    /** Whether nothing better is possible, or sought. */
    public boolean isOver() {
        return over;
    }

    /** Goes on for about so many steps, less when it is over before. */
    public void advance(long most) {
        long end = steps + most;
        while (!over && steps < end) {
            if (waiting == 0) {
                best = new Packing(task, binOf);
                begin();
            } else {
                settleOne();
            }
        }
    }

    /** From the best packing: empties a bin, or takes up what has no bin. */
    private void begin() {
        boolean all = best.placed() == task.items();
        over = task.bins() == 0 || (all && best.opened() <= bound);
        if (over) {
            return;
        }
        waiting = 0;
        throwsInVain = 0;
        Arrays.fill(sizes, 0);
        System.arraycopy(task.rooms(), 0, left, 0, left.length);
        for (int item = 0; item < binOf.length; item++) {
            int bin = best.binOf(item);
            binOf[item] = Packing.NOWHERE;
            if (bin == Packing.NOWHERE) {
                pool[waiting++] = item;
            } else {
                put(item, bin);
            }
        }
        for (int bin = 0; bin < shut.length; bin++) {
            shut[bin] = all && sizes[bin] == 0 && !task.isInUse(bin);
        }
        if (all) {
            empty(binToEmpty());
        }
    }

    private void empty(int bin) {
        shut[bin] = true;
        while (sizes[bin] > 0) {
            int item = contents[bin][0];
            remove(item);
            pool[waiting++] = item;
        }
    }

    /** Every other time the bin with the most left, otherwise any that was opened. */
    private int binToEmpty() {
        int opened = 0;
        int found = -1;
        boolean any = chance(2) == 0;
        for (int bin = 0; bin < shut.length; bin++) {
            if (shut[bin] || task.isInUse(bin) || sizes[bin] == 0) {
                continue;
            }
            opened++;
            boolean better =
                    any
                            ? chance(opened) == 0
                            : found < 0 || task.slack(left, bin) > task.slack(left, found);
            found = better ? bin : found;
        }
        return found;
    }

    /** Finds a place for the item that has waited for the shortest time. */
    private void settleOne() {
        int item = pool[--waiting];
        int bin = tightest(item);
        if (bin >= 0) {
            put(item, bin);
            keepIfMore();
            return;
        }
        counters[item]++;
        if (!findThrow(item) || ++throwsInVain > (long) PATIENCE * binOf.length) {
            pool[waiting++] = item;
            begin();
            steps += task.bins();
            return;
        }
        int from = thrownFrom;
        remove(thrownOne);
        pool[waiting++] = thrownOne;
        if (thrownTwo >= 0) {
            remove(thrownTwo);
            pool[waiting++] = thrownTwo;
        }
        put(item, from);
        for (int i = 0; i < CHANGES; i++) {
            change();
        }
    }

    /** Where not everything has a place, each item more is an improvement. */
    private void keepIfMore() {
        if (waiting > 0 && binOf.length - waiting > best.placed()) {
            best = new Packing(task, binOf);
        }
    }

    private int tightest(int item) {
        int kind = task.kindOf(item);
        int found = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int bin = 0; bin < shut.length; bin++) {
            if (shut[bin] || !task.mayTake(bin, kind)) {
                continue;
            }
            steps++;
            if (task.fits(kind, left, bin)) {
                double slack = task.slack(left, bin);
                if (slack < least) {
                    least = slack;
                    found = bin;
                }
            }
        }
        return found;
    }

    /** The cheapest way to throw one or two items out so that this one fits. */
    private boolean findThrow(int item) {
        int kind = task.kindOf(item);
        double least = Double.POSITIVE_INFINITY;
        int bins = shut.length;
        int first = chance(bins);
        thrownOne = -1;
        for (int i = 0; i < bins; i++) {
            int bin = first + i < bins ? first + i : first + i - bins;
            if (!shut[bin] && task.mayTake(bin, kind)) {
                least = findThrow(kind, bin, least);
            }
        }
        return thrownOne >= 0;
    }

    private double findThrow(int kind, int bin, double below) {
        double least = below;
        int[] here = contents[bin];
        for (int i = 0; i < sizes[bin]; i++) {
            double one = cost(here[i]);
            if (one >= least) {
                continue;
            }
            int gone = task.kindOf(here[i]);
            steps++;
            if (task.fitsWithout(kind, left, bin, gone)) {
                least = one;
                thrown(bin, here[i], -1);
                continue;
            }
            for (int j = 0; j < i; j++) {
                double both = one + cost(here[j]);
                if (both >= least) {
                    continue;
                }
                steps++;
                if (task.fitsWithout(kind, left, bin, gone, task.kindOf(here[j]))) {
                    least = both;
                    thrown(bin, here[i], here[j]);
                }
            }
        }
        return least;
    }

    private void thrown(int bin, int one, int two) {
        thrownFrom = bin;
        thrownOne = one;
        thrownTwo = two;
    }

    /** How often it was hard to find a place for, then how large it is. */
    private double cost(int item) {
        return counters[item] + task.size(task.kindOf(item)) / (4 * PackingTask.MAX_DIMENSIONS);
    }

    /** Moves a random item to a random bin, in exchange for another if need be. */
    private void change() {
        int item = chance(binOf.length);
        int from = binOf[item];
        int to = chance(shut.length);
        if (from == Packing.NOWHERE || shut[to] || to == from) {
            return;
        }
        int kind = task.kindOf(item);
        steps++;
        if (!task.mayTake(to, kind)) {
            return;
        }
        if (task.fits(kind, left, to)) {
            remove(item);
            put(item, to);
            return;
        }
        if (sizes[to] == 0) {
            return;
        }
        int other = contents[to][chance(sizes[to])];
        int otherKind = task.kindOf(other);
        steps += 2;
        if (task.mayTake(from, otherKind)
                && task.fitsWithout(kind, left, to, otherKind)
                && task.fitsWithout(otherKind, left, from, kind)) {
            remove(item);
            remove(other);
            put(item, to);
            put(other, from);
        }
    }

    private void put(int item, int bin) {
        task.take(task.kindOf(item), left, bin, 1);
        if (sizes[bin] == contents[bin].length) {
            contents[bin] = Arrays.copyOf(contents[bin], 2 * sizes[bin]);
        }
        placeOf[item] = sizes[bin];
        contents[bin][sizes[bin]++] = item;
        binOf[item] = bin;
    }

    private void remove(int item) {
        int bin = binOf[item];
        task.take(task.kindOf(item), left, bin, -1);
        int last = contents[bin][--sizes[bin]];
        contents[bin][placeOf[item]] = last;
        placeOf[last] = placeOf[item];
        binOf[item] = Packing.NOWHERE;
    }

    /** A number below {@code below}; the generator is SplitMix64. */
    private int chance(int below) {
        random += 0x9e3779b97f4a7c15L;
        long mixed = (random ^ (random >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return (int) Math.floorMod(mixed ^ (mixed >>> 31), (long) below);
    }
}
