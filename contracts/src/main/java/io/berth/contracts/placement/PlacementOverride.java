package io.berth.contracts.placement;

import io.berth.contracts.Require;

/**
 * The word of an administrator that soft refusals do not count for a VM. It holds until the VM is
 * asked for anew.
 *
 * @param by who gave it
 * @param reason for people
 */
public record PlacementOverride(String by, String reason) {
    /** Longest name of who gave it, in UTF-16 code units. */
    public static final int MAX_BY = 128;

    /** Longest reason, in UTF-16 code units. */
    public static final int MAX_REASON = 512;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public PlacementOverride {
        Require.text("override.by", by, MAX_BY);
        Require.text("override.reason", reason, MAX_REASON);
    }
}
