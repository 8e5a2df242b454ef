package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A host group: a node of the tree under a management group. Shorter than other identifiers, so
 * that the {@linkplain DomainId#standalone domain} of its stand-alone hosts is one, too.
 */
public record HostGroupId(@JsonValue String value) implements Comparable<HostGroupId> {
    /** Longest host group identifier, in characters. */
    public static final int MAX_LENGTH =
            Identifiers.MAX_LENGTH - DomainId.STANDALONE_PREFIX.length();

    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     *     or longer than {@link #MAX_LENGTH}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public HostGroupId {
        Identifiers.check("HostGroupId", value, MAX_LENGTH);
    }

    @Override
    public int compareTo(HostGroupId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
