package io.berth.inventory.domain.support;

import io.berth.inventory.domain.FaultyRule;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers from one to another, both in it.
 *
 * @param min absent where there is no least
 * @param max absent where there is no greatest
 */
public record NumberRange(@Nullable Long min, @Nullable Long max) {
    /**
     * @throws FaultyRule when nothing is in it
     */
    public NumberRange {
        if (min != null && max != null && min > max) {
            throw new FaultyRule("", "nothing lies between " + min + " and " + max);
        }
    }

    /** Whether it holds this number. */
    public boolean holds(long number) {
        return (min == null || number >= min) && (max == null || number <= max);
    }

    /** For people. */
    public String text() {
        if (min != null && min.equals(max)) {
            return min.toString();
        }
        if (min == null) {
            return max == null ? "any" : "at most " + max;
        }
        return max == null ? "at least " + min : min + " to " + max;
    }
}
