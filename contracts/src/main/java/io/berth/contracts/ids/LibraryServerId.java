package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A server that keeps templates, images and disks to deploy from. */
public record LibraryServerId(@JsonValue String value) implements Comparable<LibraryServerId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LibraryServerId {
        Identifiers.check("LibraryServerId", value);
    }

    @Override
    public int compareTo(LibraryServerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
