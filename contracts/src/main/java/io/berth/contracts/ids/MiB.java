package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An amount of memory or disk in mebibytes; never negative, at most 2^40 (an exbibyte), so that
 * sums cannot overflow.
 */
public record MiB(@JsonValue long value) implements Comparable<MiB> {
    /** Nothing. */
    public static final MiB ZERO = new MiB(0);

    private static final long MAX = 1L << 40;

    /**
     * @throws IllegalArgumentException when negative or above 2^40
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MiB {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("MiB is " + value + "; allowed is 0 to " + MAX);
        }
    }

    /** That many gibibytes. */
    public static MiB ofGiB(long gib) {
        return new MiB(Math.multiplyExact(gib, 1024));
    }

    @Override
    public int compareTo(MiB other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value + " MiB";
    }
}
