package io.berth.placement.domain.fit;

import io.berth.contracts.Require;

/**
 * How good a host is for a VM that it can take, on its own and not relative to others.
 *
 * @param score 0 to 1: the mean over the resources of what would be left there, as a part of what
 *     is usable
 */
public record Rating(double score) implements Comparable<Rating> {
    private static final int HALF_STARS = 10;
    private static final double LEAST = 0.5;
    private static final double DIGITS = 1e6;

    /**
     * @throws IllegalArgumentException when the score is out of range
     */
    public Rating {
        Require.range("score", score, 0, 1);
    }

    /**
     * 0.5 to 5 in half-star steps: five times the score, floored. A host that can take the VM gets
     * at least half a star, because zero stars mean that there is a reason against it.
     */
    public double stars() {
        return Math.max(LEAST, Math.floor(score * HALF_STARS) / 2);
    }

    /** The score to six digits, as it is written into an explanation. */
    public double roundedScore() {
        return Math.round(score * DIGITS) / DIGITS;
    }

    @Override
    public int compareTo(Rating other) {
        return Double.compare(score, other.score);
    }
}
