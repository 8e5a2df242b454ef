package io.berth.placement.domain.pack;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Packs a batch in one pass, in milliseconds.
 *
 * <h2>Goals</h2>
 *
 * As many items as possible, in as few bins as possible, better than taking items one by one in the
 * order of their size: in several dimensions no single order is right, and a bin that has run out
 * of one resource should be left with little of the others.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>Bins in use come first, then the largest. One bin after the other is filled: of the items
 *       that fit it takes the one that a {@link FillRule} prefers, until none fits.
 *   <li>A kind that does not fit into what is left of a bin will not later on, and is left out
 *       until the next bin. A bin that takes nothing stays closed.
 *   <li>This is done by each of the four rules, and the best packing counts; of equal ones the
 *       first.
 * </ol>
 *
 * <h2>Worked example</h2>
 *
 * Bins of (10, 10), items A (6, 2), B (5, 5), C (4, 7), D (5, 5); in all (20, 19), so the squared
 * weights are (0.25, 0.23). By alignment an empty bin values A 0.20, B and D 0.24, C 0.26: it takes
 * C and has (6, 3) left. Only A still fits, and leaves (0, 1). The second bin takes B and D and is
 * full. Two bins, and no fewer could hold 20.
 *
 * <h2>Complexity</h2>
 *
 * With K kinds, B bins and b items in a bin: O(K b B d) for each rule, in practice a third of it.
 */
public final class BinFiller {
    private final PackingTask task;
    private final double[] parts;
    private final int[] order;

    private final int[] waiting;
    private final int[] open;
    private final double[] left;
    private final double[] weights;
    private final double[] remaining;

    private BinFiller(PackingTask task) {
        this.task = task;
        int dimensions = task.dimensions();
        parts = new double[task.kinds() * dimensions];
        for (int kind = 0; kind < task.kinds(); kind++) {
            for (int d = 0; d < dimensions; d++) {
                parts[kind * dimensions + d] = task.need(kind, d) / task.unit(d);
            }
        }
        long[] rooms = task.rooms();
        order =
                IntStream.range(0, task.bins())
                        .boxed()
                        .sorted(
                                Comparator.comparing((Integer bin) -> !task.isInUse(bin))
                                        .thenComparing(
                                                bin -> task.slack(rooms, bin),
                                                Comparator.reverseOrder())
                                        .thenComparing(bin -> bin))
                        .mapToInt(Integer::intValue)
                        .toArray();
        waiting = new int[task.kinds()];
        open = new int[task.kinds()];
        left = new double[dimensions];
        weights = new double[dimensions];
        remaining = new double[dimensions];
    }

    /** The best that one pass by each rule finds. */
    public static Packing fill(PackingTask task) {
        BinFiller filler = new BinFiller(task);
        Packing best = filler.by(FillRule.ALIGNED_SQUARED);
        for (FillRule rule : FillRule.values()) {
            Packing found = rule == FillRule.ALIGNED_SQUARED ? best : filler.by(rule);
            best = found.isBetterThan(best) ? found : best;
        }
        return best;
    }

    private Packing by(FillRule rule) {
        int[] binOf = new int[task.items()];
        Arrays.fill(binOf, Packing.NOWHERE);
        long[] rooms = task.rooms();
        Arrays.fill(remaining, 0);
        int todo = task.items();
        for (int kind = 0; kind < task.kinds(); kind++) {
            waiting[kind] = task.count(kind);
            count(kind, waiting[kind]);
        }
        for (int i = 0; i < order.length && todo > 0; i++) {
            todo -= fill(order[i], rule, rooms, binOf);
        }
        return new Packing(task, binOf);
    }

    private void count(int kind, int copies) {
        for (int d = 0; d < remaining.length; d++) {
            remaining[d] += copies * parts[kind * remaining.length + d] / task.items();
        }
    }

    /** Fills one bin; returns how many items it took. */
    private int fill(int bin, FillRule rule, long[] rooms, int[] binOf) {
        int candidates = 0;
        for (int kind = 0; kind < task.kinds(); kind++) {
            if (waiting[kind] > 0 && task.mayTake(bin, kind)) {
                open[candidates++] = kind;
            }
        }
        int taken = 0;
        while (candidates > 0) {
            for (int d = 0; d < left.length; d++) {
                left[d] = task.room(bin, d, rooms) / task.unit(d);
            }
            rule.weigh(remaining, weights);
            int best = -1;
            double highest = Double.NEGATIVE_INFINITY;
            int still = 0;
            for (int i = 0; i < candidates; i++) {
                int kind = open[i];
                if (waiting[kind] == 0 || !task.fits(kind, rooms, bin)) {
                    continue;
                }
                open[still++] = kind;
                double score = rule.score(parts, kind * left.length, left, weights);
                if (score > highest) {
                    highest = score;
                    best = kind;
                }
            }
            candidates = still;
            if (best >= 0) {
                binOf[task.firstItem(best) + --waiting[best]] = bin;
                task.take(best, rooms, bin, 1);
                count(best, -1);
                taken++;
            }
        }
        return taken;
    }
}
