package io.berth.checker;

import java.util.List;

/**
 * The search for planted secrets in every record of every topic.
 *
 * @param secrets how many were sought
 * @param records how many records were searched, keys and headers included
 * @param topics how many topics they came from
 */
public record SecretScan(int secrets, long records, int topics, List<Leak> leaks) {
    /** Nobody planted any. */
    public static final SecretScan NONE = new SecretScan(0, 0, 0, List.of());

    public SecretScan {
        leaks = List.copyOf(leaks);
    }

    /**
     * A secret that was found.
     *
     * @param secret the name under which it was planted, never the secret itself
     * @param form how it was written, for example base64
     */
    public record Leak(Position at, String secret, String form) {}
}
