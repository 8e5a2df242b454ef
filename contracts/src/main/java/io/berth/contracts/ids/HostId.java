package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A host: one machine with a hypervisor and an agent. */
public record HostId(@JsonValue String value) implements Comparable<HostId> {
    /** Before the id of a host in the subject's alternative name of its agent's certificate. */
    public static final String URN = "urn:berth:host:";

    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public HostId {
        Identifiers.check("HostId", value);
    }

    @Override
    public int compareTo(HostId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
