package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A key ring: keys of one purpose, of which the newest protects and all open. */
public record RingId(@JsonValue String value) implements Comparable<RingId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RingId {
        Identifiers.check("RingId", value);
    }

    @Override
    public int compareTo(RingId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
