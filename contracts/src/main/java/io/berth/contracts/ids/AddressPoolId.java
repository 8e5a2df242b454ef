package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A pool of IP addresses of one subnet. */
public record AddressPoolId(@JsonValue String value) implements Comparable<AddressPoolId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AddressPoolId {
        Identifiers.check("AddressPoolId", value);
    }

    @Override
    public int compareTo(AddressPoolId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
