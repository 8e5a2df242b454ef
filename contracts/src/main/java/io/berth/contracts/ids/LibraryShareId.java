package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A share of a library server. */
public record LibraryShareId(@JsonValue String value) implements Comparable<LibraryShareId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public LibraryShareId {
        Identifiers.check("LibraryShareId", value);
    }

    @Override
    public int compareTo(LibraryShareId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
