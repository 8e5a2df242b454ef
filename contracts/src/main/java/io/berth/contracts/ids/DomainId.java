package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A placement domain: a cluster, or the stand-alone hosts of one host group. One owner at a time
 * decides for a whole domain, and the topics it decides from are keyed by it, so that all of a
 * domain lies in one partition.
 */
public record DomainId(@JsonValue String value) implements Comparable<DomainId> {
    static final String STANDALONE_PREFIX = "standalone.";

    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DomainId {
        Identifiers.check("DomainId", value);
    }

    /** The domain of a cluster's hosts. */
    public static DomainId of(ClusterId cluster) {
        return new DomainId(cluster.value());
    }

    /** The domain of the hosts of a group that are in no cluster. */
    public static DomainId standalone(HostGroupId group) {
        return new DomainId(STANDALONE_PREFIX + group.value());
    }

    /**
     * Whether the hosts of this domain stand alone, so that none can take over from another by
     * itself.
     */
    public boolean isStandalone() {
        return value.startsWith(STANDALONE_PREFIX);
    }

    @Override
    public int compareTo(DomainId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
