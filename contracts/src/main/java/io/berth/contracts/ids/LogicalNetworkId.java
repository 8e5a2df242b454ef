package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A logical network: what adapters of VMs are connected to, whatever switch carries it. */
public record LogicalNetworkId(@JsonValue String value) implements Comparable<LogicalNetworkId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LogicalNetworkId {
        Identifiers.check("LogicalNetworkId", value);
    }

    @Override
    public int compareTo(LogicalNetworkId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
