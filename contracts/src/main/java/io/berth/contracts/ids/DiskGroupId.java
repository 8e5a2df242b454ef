package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A disk group: the spindles of an array that LUNs are spread over. */
public record DiskGroupId(@JsonValue String value) implements Comparable<DiskGroupId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DiskGroupId {
        Identifiers.check("DiskGroupId", value);
    }

    @Override
    public int compareTo(DiskGroupId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
