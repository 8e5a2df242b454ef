package io.berth.benchmarks;

import java.util.Arrays;

/** Measured values, to be told by their percentiles. */
public final class Sample {
    private final double[] sorted;

    /**
     * @throws IllegalArgumentException when there is no value
     */
    public Sample(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a sample needs a value");
        }
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    /**
     * The smallest value that at least {@code percent} of all values do not exceed (nearest rank).
     */
    public double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(rank, 1) - 1];
    }

    /** The largest value. */
    double max() {
        return sorted[sorted.length - 1];
    }

    /** How many values. */
    int size() {
        return sorted.length;
    }
}
