package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A host's term of office: from a grant by placement until the host is fenced or reboots. {@code
 * HostFailed} is evidence for grants up to its tenure only, so that a late word of an old death
 * cannot touch a later term.
 */
public record Tenure(@JsonValue long value) implements Comparable<Tenure> {
    /** An agent that has just booted and holds no grant. */
    public static final Tenure NONE = new Tenure(0);

    /**
     * @throws IllegalArgumentException when negative
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Tenure {
        if (value < 0) {
            throw new IllegalArgumentException("Tenure is " + value + "; it must not be negative");
        }
    }

    /** The next higher one. */
    public Tenure next() {
        return new Tenure(Math.addExact(value, 1));
    }

    /** Whether this is lower than {@code other}. */
    public boolean isBefore(Tenure other) {
        return value < other.value;
    }

    @Override
    public int compareTo(Tenure other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
