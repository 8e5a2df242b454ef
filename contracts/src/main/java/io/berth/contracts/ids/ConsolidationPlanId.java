package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A plan that moves disks of VMs onto fewer volumes. Shorter than other identifiers, because the
 * commands of its steps are named after it.
 */
public record ConsolidationPlanId(@JsonValue String value)
        implements Comparable<ConsolidationPlanId> {
    /** Longest identifier, in characters. */
    public static final int MAX_LENGTH = 48;

    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ConsolidationPlanId {
        Identifiers.check("ConsolidationPlanId", value, MAX_LENGTH);
    }

    @Override
    public int compareTo(ConsolidationPlanId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
