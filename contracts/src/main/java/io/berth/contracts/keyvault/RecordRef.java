package io.berth.contracts.keyvault;

import io.berth.contracts.Require;

/**
 * Which secret of which object: what a ciphertext is bound to. Letters, digits and, after the
 * first, {@code . _ / -}, so that it can stand in a log line as it is.
 *
 * @param object for example {@code host/node-03}; 1 to 128 characters
 * @param field for example {@code bmc.password}; 1 to 64 characters
 */
public record RecordRef(String object, String field) {
    /** Longest object, in characters. */
    public static final int MAX_OBJECT = 128;

    /** Longest field, in characters. */
    public static final int MAX_FIELD = 64;

    /**
     * @throws IllegalArgumentException when a part is missing, too long or has an illegal character
     */
    public RecordRef {
        check("object", object, MAX_OBJECT);
        check("field", field, MAX_FIELD);
    }

    private static void check(String name, String text, int max) {
        Require.text(name, text, max);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && (i == 0 || "._/-".indexOf(c) < 0)) {
                throw new IllegalArgumentException(
                        "%s has an illegal character at position %d (U+%04X); allowed are letters, digits and, after the first, . _ / -"
                                .formatted(name, i, (int) c));
            }
        }
    }
}
