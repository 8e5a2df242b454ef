package io.berth.placement.domain.pack;

/**
 * Which item a bin takes next. Sizes are parts of the largest bin; {@code w} is what is still to be
 * packed in a dimension, so that a scarce dimension counts most.
 *
 * <p>Source: R. Panigrahy, K. Talwar, L. Uyeda, U. Wieder, Heuristics for vector bin packing,
 * Microsoft Research 2011, where weights are the mean demand and fixed. Here they follow what is
 * left to be packed, and count squared as well.
 */
enum FillRule {
    /** The one whose shape is most like the shape of what is left: Σ w² · need · left. */
    ALIGNED_SQUARED(true, true),
    /** The same with plain weights: Σ w · need · left. */
    ALIGNED(true, false),
    /** The one that leaves least, squared: −Σ w² · (left − need)². */
    TIGHTEST_SQUARED(false, true),
    /** The same with plain weights: −Σ w · (left − need)². */
    TIGHTEST(false, false);

    private final boolean aligned;
    private final boolean squared;

    FillRule(boolean aligned, boolean squared) {
        this.aligned = aligned;
        this.squared = squared;
    }

    /**
     * What dimensions weigh now.
     *
     * @param waiting what is still to be packed in each dimension, as a part of all that there was
     */
    void weigh(double[] waiting, double[] weights) {
        for (int d = 0; d < weights.length; d++) {
            weights[d] = squared ? waiting[d] * waiting[d] : waiting[d];
        }
    }

    /** The higher, the sooner it is taken. */
    double score(double[] needs, int at, double[] left, double[] weights) {
        double score = 0;
        for (int d = 0; d < left.length; d++) {
            if (aligned) {
                score += weights[d] * needs[at + d] * left[d];
            } else {
                double gap = left[d] - needs[at + d];
                score -= weights[d] * gap * gap;
            }
        }
        return score;
    }
}
