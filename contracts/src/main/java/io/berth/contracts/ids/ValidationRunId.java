package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The number of a validation run; the first is 1. */
public record ValidationRunId(@JsonValue long value) implements Comparable<ValidationRunId> {
    /**
     * @throws IllegalArgumentException when less than 1
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ValidationRunId {
        if (value < 1) {
            throw new IllegalArgumentException("ValidationRunId is " + value + "; allowed is 1 up");
        }
    }

    @Override
    public int compareTo(ValidationRunId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
