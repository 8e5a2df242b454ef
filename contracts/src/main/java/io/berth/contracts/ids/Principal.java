package io.berth.contracts.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.berth.contracts.Require;

/**
 * Who asked, as the token names them: 1 to 128 characters without spaces and control characters, so
 * that the name can stand in a log line and an audit trail as it is.
 */
public record Principal(@JsonValue String value) implements Comparable<Principal> {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_LENGTH = 128;

    /**
     * @throws IllegalArgumentException naming what is wrong and where
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Principal {
        Require.text("Principal", value, MAX_LENGTH);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("Principal is missing");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || (c >= 0x7F && c <= 0x9F)) {
                throw new IllegalArgumentException(
                        "Principal holds U+%04X at position %d; spaces and control characters are not allowed"
                                .formatted((int) c, i));
            }
        }
    }

    @Override
    public int compareTo(Principal other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
