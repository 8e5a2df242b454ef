package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A set of updates that hosts must have. */
public record UpdateBaselineId(@JsonValue String value) implements Comparable<UpdateBaselineId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UpdateBaselineId {
        Identifiers.check("UpdateBaselineId", value);
    }

    @Override
    public int compareTo(UpdateBaselineId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
