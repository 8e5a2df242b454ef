package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;

/**
 * An instance of a vault has the root key and serves.
 *
 * @param instance which one
 * @param method what opened it
 * @param refused how many attempts were refused since an instance was last unsealed by hand
 * @param principal who unsealed it; the service itself when it opened by itself
 */
@EventType("io.berth.keyvault.vault-unsealed.v1")
public record VaultUnsealed(
        String vault, String instance, UnsealMethod method, long refused, Principal principal)
        implements VaultEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VaultUnsealed {
        Require.text("vault", vault, MAX_VAULT);
        Require.text("instance", instance, MAX_INSTANCE);
        Require.present("method", method);
        Require.range("refused", refused, 0, Long.MAX_VALUE);
        Require.present("principal", principal);
    }
}
