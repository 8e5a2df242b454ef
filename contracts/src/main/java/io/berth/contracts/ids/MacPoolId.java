package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A pool of MAC addresses. */
public record MacPoolId(@JsonValue String value) implements Comparable<MacPoolId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MacPoolId {
        Identifiers.check("MacPoolId", value);
    }

    @Override
    public int compareTo(MacPoolId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
