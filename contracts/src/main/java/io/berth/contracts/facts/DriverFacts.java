package io.berth.contracts.facts;

import io.berth.contracts.Require;
import org.jspecify.annotations.Nullable;

/**
 * A driver that is loaded.
 *
 * @param signed whether its maker has signed it; absent where that could not be found out
 */
public record DriverFacts(String name, String version, @Nullable Boolean signed) {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 64;

    /** Longest version, in UTF-16 code units. */
    public static final int MAX_VERSION = 32;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public DriverFacts {
        Require.text("driver.name", name, MAX_NAME);
        Require.text("driver.version", version, MAX_VERSION);
    }
}
