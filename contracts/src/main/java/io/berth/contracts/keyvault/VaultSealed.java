package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;

/**
 * Somebody sealed a vault: no instance opens or protects anything until it is unsealed for itself.
 *
 * @param principal who asked for it
 */
@EventType("io.berth.keyvault.vault-sealed.v1")
public record VaultSealed(String vault, Principal principal) implements VaultEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VaultSealed {
        Require.text("vault", vault, MAX_VAULT);
        Require.present("principal", principal);
    }
}
