package io.berth.placement.domain.ledger;

import io.berth.contracts.Require;

/**
 * An amount of processing in percent of one core: a host has 100 for each core, a VM asks for its
 * virtual processors times the utilisation expected of each.
 */
public record CorePercent(long value) implements Comparable<CorePercent> {
    private static final int PER_CORE = 100;

    /**
     * @throws IllegalArgumentException when negative
     */
    public CorePercent {
        Require.range("corePercent", value, 0, Long.MAX_VALUE);
    }

    /** All of that many cores. */
    public static CorePercent ofCores(int cores) {
        return new CorePercent((long) cores * PER_CORE);
    }

    @Override
    public int compareTo(CorePercent other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value + " percent of a core";
    }
}
