package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Which key of a ring: 1, 2, 3 … without a gap. */
public record KeyVersion(@JsonValue long value) implements Comparable<KeyVersion> {
    /** The key that a ring is made with. */
    public static final KeyVersion FIRST = new KeyVersion(1);

    /**
     * @throws IllegalArgumentException when lower than 1
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public KeyVersion {
        if (value < 1) {
            throw new IllegalArgumentException("KeyVersion is " + value + "; it starts at 1");
        }
    }

    /** The next higher one. */
    public KeyVersion next() {
        return new KeyVersion(Math.addExact(value, 1));
    }

    /** Whether this is lower than {@code other}. */
    public boolean isBefore(KeyVersion other) {
        return value < other.value;
    }

    @Override
    public int compareTo(KeyVersion other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
