package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A server that updates come from. */
public record UpdateServerId(@JsonValue String value) implements Comparable<UpdateServerId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UpdateServerId {
        Identifiers.check("UpdateServerId", value);
    }

    @Override
    public int compareTo(UpdateServerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
