package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.RunAsAccountId;
import org.jspecify.annotations.Nullable;

/**
 * An account that work is done as. Its password is no part of it: the key vault protects it.
 *
 * @param domain of the user; absent for a local one
 * @param passwordSet whether the key vault holds its password
 */
@EventType("io.berth.inventory.run-as-account-state.v1")
public record RunAsAccountState(
        RunAsAccountId account,
        String user,
        @Nullable String domain,
        @Nullable String description,
        boolean passwordSet,
        long revision)
        implements FabricState {
    /** Longest user or domain name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /** Longest description, in UTF-16 code units. */
    public static final int MAX_DESCRIPTION = 512;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RunAsAccountState {
        Require.present("account", account);
        Require.text("user", user, MAX_NAME);
        Require.optionalText("domain", domain, MAX_NAME);
        Require.optionalText("description", description, MAX_DESCRIPTION);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "run-as-account/" + account;
    }
}
