package io.berth.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * Heuristics of the literature for vector bin packing, each in its plainest form, to measure
 * Berth's against. Sizes are parts of a bin.
 *
 * <p>Sources: R. Panigrahy et al., Heuristics for vector bin packing, 2011 (sum, product, dot
 * product, norm, weights of mean demand); M. Gabay, S. Zaourar, Vector bin packing with
 * heterogeneous bins, 2016 (weights that follow what is left).
 */
enum PublishedHeuristics {
    /** First fit, the largest sum of weighted sizes first. */
    FIRST_FIT_SUM("FFD sum") {
        @Override
        int bins(double[][] items) {
            return oneByOne(items, bySum(items), false);
        }
    },
    /** Best fit in the same order. */
    BEST_FIT_SUM("BFD sum") {
        @Override
        int bins(double[][] items) {
            return oneByOne(items, bySum(items), true);
        }
    },
    /** First fit, the largest product first. */
    FIRST_FIT_PRODUCT("FFD product") {
        @Override
        int bins(double[][] items) {
            return oneByOne(
                    items,
                    item -> Arrays.stream(item).map(size -> size + 1e-9).reduce(1, (a, b) -> a * b),
                    false);
        }
    },
    /** Bin by bin, the largest dot product of size and what is left. */
    DOT_PRODUCT("dot product") {
        @Override
        int bins(double[][] items) {
            return binByBin(items, (size, left) -> size * left, false);
        }
    },
    /** Bin by bin, the least square of what is left afterwards. */
    NORM("L2 norm") {
        @Override
        int bins(double[][] items) {
            return binByBin(items, (size, left) -> -(left - size) * (left - size), false);
        }
    },
    /** Bin by bin, the dot product with weights of what is still to be packed and left. */
    ADAPTIVE("adaptive dot") {
        @Override
        int bins(double[][] items) {
            return binByBin(items, (size, left) -> size * left, true);
        }
    };

    private static final double TOLERANCE = 1e-9;

    private final String title;

    PublishedHeuristics(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** How many bins it needs. */
    abstract int bins(double[][] items);

    /** What an item counts when items are put in order. */
    private interface Size {
        double of(double[] item);
    }

    /** As they come, into the bin where least would be left: what CONSOLIDATE does. */
    static int consolidate(double[][] items) {
        return oneByOne(items, item -> 0, true);
    }

    private static Size bySum(double[][] items) {
        double[] weights = means(items);
        return item -> {
            double sum = 0;
            for (int d = 0; d < item.length; d++) {
                sum += weights[d] * item[d];
            }
            return sum;
        };
    }

    private static double[] means(double[][] items) {
        double[] means = new double[items.length == 0 ? 0 : items[0].length];
        for (double[] item : items) {
            for (int d = 0; d < means.length; d++) {
                means[d] += item[d] / items.length;
            }
        }
        return means;
    }

    private static int oneByOne(double[][] items, Size order, boolean bestFit) {
        double[] sizes = Arrays.stream(items).mapToDouble(order::of).toArray();
        int[] sorted =
                IntStream.range(0, items.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -sizes[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        List<double[]> bins = new ArrayList<>();
        for (int i : sorted) {
            double[] chosen = null;
            double least = Double.POSITIVE_INFINITY;
            for (double[] bin : bins) {
                double left = Arrays.stream(bin).sum();
                if (left < least && fits(items[i], bin)) {
                    chosen = bin;
                    least = bestFit ? left : Double.NEGATIVE_INFINITY;
                }
            }
            if (chosen == null) {
                chosen = new double[items[i].length];
                Arrays.fill(chosen, 1);
                bins.add(chosen);
            }
            take(items[i], chosen, 1);
        }
        return bins.size();
    }

    private static int binByBin(double[][] items, DoubleBinaryOperator value, boolean adaptive) {
        List<double[]> waiting = new ArrayList<>(Arrays.asList(items));
        double[] weights = means(items);
        double[] demand = means(items);
        int bins = 0;
        while (!waiting.isEmpty()) {
            bins++;
            double[] left = new double[demand.length];
            Arrays.fill(left, 1);
            int best;
            do {
                if (adaptive) {
                    weights = demand.clone();
                }
                best = best(waiting, left, weights, value);
                if (best >= 0) {
                    double[] item = waiting.remove(best);
                    take(item, left, 1);
                    take(item, demand, 1.0 / items.length);
                }
            } while (best >= 0);
        }
        return bins;
    }

    private static int best(
            List<double[]> waiting, double[] left, double[] weights, DoubleBinaryOperator value) {
        int best = -1;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < waiting.size(); i++) {
            double[] item = waiting.get(i);
            if (fits(item, left)) {
                double sum = 0;
                for (int d = 0; d < item.length; d++) {
                    sum += weights[d] * value.applyAsDouble(item[d], left[d]);
                }
                if (sum > highest) {
                    highest = sum;
                    best = i;
                }
            }
        }
        return best;
    }

    private static boolean fits(double[] item, double[] left) {
        for (int d = 0; d < item.length; d++) {
            if (item[d] > left[d] + TOLERANCE) {
                return false;
            }
        }
        return true;
    }

    private static void take(double[] item, double[] from, double part) {
        for (int d = 0; d < item.length; d++) {
            from[d] -= part * item[d];
        }
    }
}
