package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Which copy of a relationship: 1, 2, 3 … without a gap. An agent refuses one that is not higher
 * than the last that it carried out.
 */
public record CycleNumber(@JsonValue long value) implements Comparable<CycleNumber> {
    /** The initial copy. */
    public static final CycleNumber FIRST = new CycleNumber(1);

    /**
     * @throws IllegalArgumentException when lower than 1
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CycleNumber {
        if (value < 1) {
            throw new IllegalArgumentException("CycleNumber is " + value + "; it starts at 1");
        }
    }

    /** The next higher one. */
    public CycleNumber next() {
        return new CycleNumber(Math.addExact(value, 1));
    }

    /** Whether this is lower than {@code other}. */
    public boolean isBefore(CycleNumber other) {
        return value < other.value;
    }

    @Override
    public int compareTo(CycleNumber other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
