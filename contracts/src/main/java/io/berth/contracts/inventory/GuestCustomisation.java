package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import org.jspecify.annotations.Nullable;

/**
 * What is changed in a guest at its first start.
 *
 * @param computerName a pattern in which {@code #} stands for digits of a number; absent to use the
 *     VM's id
 * @param timeZone of the IANA database
 * @param domain that it joins; a guest joins a domain or a workgroup, or neither
 * @param productKeySet whether the key vault holds a product key for it
 * @param administratorPasswordSet whether the key vault holds a password for it
 */
public record GuestCustomisation(
        @Nullable String computerName,
        @Nullable String timeZone,
        @Nullable String domain,
        @Nullable String workgroup,
        boolean productKeySet,
        boolean administratorPasswordSet) {
    /** Longest text, in UTF-16 code units. */
    public static final int MAX_TEXT = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public GuestCustomisation {
        Require.optionalText("customisation.computerName", computerName, MAX_TEXT);
        Require.optionalText("customisation.timeZone", timeZone, MAX_TEXT);
        Require.optionalText("customisation.domain", domain, MAX_TEXT);
        Require.optionalText("customisation.workgroup", workgroup, MAX_TEXT);
    }
}
