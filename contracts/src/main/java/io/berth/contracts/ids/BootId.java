package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One life of a host's agent: a counter that the agent keeps on the host's disk and raises at each
 * start, so that two lives can be told apart and put in order without any clock.
 */
public record BootId(@JsonValue long value) implements Comparable<BootId> {
    /**
     * @throws IllegalArgumentException when below 1
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BootId {
        if (value < 1) {
            throw new IllegalArgumentException("BootId is " + value + "; it starts at 1");
        }
    }

    /** The next life. */
    public BootId next() {
        return new BootId(Math.addExact(value, 1));
    }

    /** Whether this life came before {@code other}. */
    public boolean isBefore(BootId other) {
        return value < other.value;
    }

    @Override
    public int compareTo(BootId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
