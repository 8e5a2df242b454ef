package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The replication of one VM to one host. */
public record RelationshipId(@JsonValue String value) implements Comparable<RelationshipId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RelationshipId {
        Identifiers.check("RelationshipId", value);
    }

    @Override
    public int compareTo(RelationshipId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
