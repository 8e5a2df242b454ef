package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;

/**
 * Somebody tried to open a vault, or to change what opens it, and could not.
 *
 * @param instance which one was asked
 * @param principal who tried
 */
@EventType("io.berth.keyvault.unseal-refused.v1")
public record UnsealRefused(
        String vault, String instance, UnsealRefusal reason, Principal principal)
        implements VaultEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public UnsealRefused {
        Require.text("vault", vault, MAX_VAULT);
        Require.text("instance", instance, MAX_INSTANCE);
        Require.present("reason", reason);
        Require.present("principal", principal);
    }
}
