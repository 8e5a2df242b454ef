package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An account that work is done as. */
public record RunAsAccountId(@JsonValue String value) implements Comparable<RunAsAccountId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RunAsAccountId {
        Identifiers.check("RunAsAccountId", value);
    }

    @Override
    public int compareTo(RunAsAccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
