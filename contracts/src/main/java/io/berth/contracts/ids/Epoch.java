package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The authority to run a VM. It rises with every placement of that VM, decided by placement alone;
 * an agent refuses a lower one than it has seen and stops what it holds at a lower one.
 */
public record Epoch(@JsonValue long value) implements Comparable<Epoch> {
    /** Before the first placement. */
    public static final Epoch NONE = new Epoch(0);

    /**
     * @throws IllegalArgumentException when negative
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Epoch {
        if (value < 0) {
            throw new IllegalArgumentException("Epoch is " + value + "; it must not be negative");
        }
    }

    /** The next higher one. */
    public Epoch next() {
        return new Epoch(Math.addExact(value, 1));
    }

    /** Whether this is lower than {@code other}. */
    public boolean isBefore(Epoch other) {
        return value < other.value;
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
