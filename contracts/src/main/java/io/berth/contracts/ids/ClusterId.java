package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A failover cluster of hosts. It does not start with {@code standalone.}, which marks the
 * {@linkplain DomainId#standalone domains} of hosts in no cluster.
 */
public record ClusterId(@JsonValue String value) implements Comparable<ClusterId> {
    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     *     or starts with {@code standalone.}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ClusterId {
        Identifiers.check("ClusterId", value);
        if (value.startsWith(DomainId.STANDALONE_PREFIX)) {
            throw new IllegalArgumentException(
                    "ClusterId must not start with "
                            + DomainId.STANDALONE_PREFIX
                            + ": that marks the domains of stand-alone hosts");
        }
    }

    @Override
    public int compareTo(ClusterId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
