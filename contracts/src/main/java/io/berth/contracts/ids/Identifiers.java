package io.berth.contracts.ids;

import org.jspecify.annotations.Nullable;

/**
 * What every identifier has in common: 1 to 64 letters, digits, {@code . _ -}, starting with a
 * letter or digit. Short and plain, so that an identifier may stand in a topic key, a metric label,
 * a path and a log line without escaping.
 */
public final class Identifiers {
    /** Longest identifier, in characters. */
    public static final int MAX_LENGTH = 64;

    private Identifiers() {}

    /**
     * @param kind what the identifier names, for the message
     * @throws IllegalArgumentException naming the kind, the rule broken and where
     */
    public static void check(String kind, @Nullable String text) {
        check(kind, text, MAX_LENGTH);
    }

    /** As {@link #check(String, String)}, with a shorter bound. */
    static void check(String kind, @Nullable String text, int maxLength) {
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException(kind + " is missing");
        }
        if (text.length() > maxLength) {
            throw new IllegalArgumentException(
                    kind
                            + " has "
                            + text.length()
                            + " characters; at most "
                            + maxLength
                            + " are allowed");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && (i == 0 || (c != '.' && c != '_' && c != '-'))) {
                throw new IllegalArgumentException(
                        kind
                                + " has an illegal character at position "
                                + i
                                + " (U+%04X)".formatted((int) c)
                                + "; allowed are letters, digits and, after the first, . _ -");
            }
        }
    }
}
