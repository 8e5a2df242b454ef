package io.berth.mover.wire;

import java.time.Duration;

/**
 * How often a broken transfer goes on by itself.
 *
 * @param connections in all, 1 or more; after them the cycle is given back to whoever planned it
 * @param pause between two of them, long enough for the target to see that the last one broke
 */
public record Tries(int connections, Duration pause) {
    /** For a link that comes back within some seconds. */
    public static final Tries USUAL = new Tries(5, Duration.ofSeconds(2));

    /**
     * @throws IllegalArgumentException when a number is out of range
     */
    public Tries {
        if (connections < 1 || connections > 100 || pause.isNegative()) {
            throw new IllegalArgumentException(
                    "1 to 100 connections, given %d with pauses of %s"
                            .formatted(connections, pause));
        }
    }
}
