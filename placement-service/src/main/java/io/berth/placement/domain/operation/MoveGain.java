package io.berth.placement.domain.operation;

import io.berth.contracts.Require;

/**
 * What moving one VM to spread the load is worth: scores are those of ratings, 0 (full) to 1
 * (empty), of the host as it is.
 *
 * @param gain by how much the potential of the two hosts falls
 * @param price what copying its memory costs, in the same unit
 * @param memory to copy, in MiB
 */
public record MoveGain(
        double sourceBefore,
        double sourceAfter,
        double targetBefore,
        double targetAfter,
        double gain,
        double price,
        long memory) {
    private static final double DIGITS = 1e6;

    /**
     * Kept to six digits, as people read them.
     *
     * @throws IllegalArgumentException when the memory is negative
     */
    public MoveGain {
        Require.range("gain.memory", memory, 0, Long.MAX_VALUE);
        sourceBefore = rounded(sourceBefore);
        sourceAfter = rounded(sourceAfter);
        targetBefore = rounded(targetBefore);
        targetAfter = rounded(targetAfter);
        gain = rounded(gain);
        price = rounded(price);
    }

    /** To six digits, as people read it. */
    public static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }
}
