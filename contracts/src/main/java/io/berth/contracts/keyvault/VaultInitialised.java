package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;

/**
 * A new vault has a root key; from now on it can have rings.
 *
 * @param method what opens it
 * @param principal who asked for it; the service itself where a file is configured
 */
@EventType("io.berth.keyvault.vault-initialised.v1")
public record VaultInitialised(String vault, UnsealMethod method, Principal principal)
        implements VaultEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VaultInitialised {
        Require.text("vault", vault, MAX_VAULT);
        Require.present("method", method);
        Require.present("principal", principal);
    }
}
