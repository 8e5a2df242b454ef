package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What an alert is about: its rule, a dot and the id of its subject, such as {@code
 * host-failed.node-01}. The same trouble has the same fingerprint whenever it comes back. A rule
 * has no dot, so the first one ends it. Longer than other identifiers, since it holds two.
 */
public record AlertFingerprint(@JsonValue String value) implements Comparable<AlertFingerprint> {
    /** Longest fingerprint, in characters. */
    public static final int MAX_LENGTH = 128;

    /**
     * @throws IllegalArgumentException when the text is not an {@linkplain Identifiers identifier}
     *     of at most {@link #MAX_LENGTH} characters
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AlertFingerprint {
        Identifiers.check("AlertFingerprint", value, MAX_LENGTH);
    }

    @Override
    public int compareTo(AlertFingerprint other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
