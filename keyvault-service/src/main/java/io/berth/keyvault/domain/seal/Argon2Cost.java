package io.berth.keyvault.domain.seal;

/**
 * What one guess of a passphrase costs with Argon2id. Bounded at both ends: below the least it is
 * no hindrance, above the most somebody who can write the database could stop an instance by asking
 * for all of its memory.
 *
 * @param memoryKib memory in KiB
 * @param passes how often the memory is gone through
 * @param lanes how many parts of it may be computed side by side
 */
public record Argon2Cost(int memoryKib, int passes, int lanes) {
    /** RFC 9106, 4: the second recommended option, for machines that have not 2 GiB to spare. */
    public static final Argon2Cost RECOMMENDED = new Argon2Cost(64 * 1024, 3, 4);

    private static final int MIN_MEMORY_KIB = 19 * 1024;
    private static final int MAX_MEMORY_KIB = 512 * 1024;
    private static final int MAX_PASSES = 16;
    private static final int MAX_LANES = 16;

    /**
     * @throws IllegalArgumentException when it is out of bounds
     */
    public Argon2Cost {
        range("memory", memoryKib, MIN_MEMORY_KIB, MAX_MEMORY_KIB);
        range("passes", passes, 2, MAX_PASSES);
        range("lanes", lanes, 1, MAX_LANES);
    }

    private static void range(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "Argon2id " + what + " is " + value + "; allowed is " + min + " to " + max);
        }
    }
}
