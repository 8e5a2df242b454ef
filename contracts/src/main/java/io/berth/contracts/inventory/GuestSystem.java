package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import org.jspecify.annotations.Nullable;

/**
 * The operating system inside a VM.
 *
 * @param name by its full name, such as {@code RHEL 6.0}
 * @param integrationServices version of the integration services (components) in the guest
 */
public record GuestSystem(
        String name,
        @Nullable GuestArchitecture architecture,
        @Nullable String integrationServices) {
    /** Longest text, in UTF-16 code units. */
    public static final int MAX_TEXT = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public GuestSystem {
        Require.text("guest.name", name, MAX_TEXT);
        Require.optionalText("guest.integrationServices", integrationServices, MAX_TEXT);
    }
}
