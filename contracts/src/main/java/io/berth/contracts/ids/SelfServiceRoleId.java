package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A role whose members help themselves to VMs within a quota. */
public record SelfServiceRoleId(@JsonValue String value) implements Comparable<SelfServiceRoleId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SelfServiceRoleId {
        Identifiers.check("SelfServiceRoleId", value);
    }

    @Override
    public int compareTo(SelfServiceRoleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
