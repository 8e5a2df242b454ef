package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;

/**
 * Something else opens a vault from now on, and what did before opens it no more. The root key is
 * the same.
 *
 * @param from what opened it
 * @param to what opens it; the same as {@code from} when only its content changed
 * @param principal who asked for it
 */
@EventType("io.berth.keyvault.root-key-rewrapped.v1")
public record RootKeyRewrapped(
        String vault, UnsealMethod from, UnsealMethod to, Principal principal)
        implements VaultEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RootKeyRewrapped {
        Require.text("vault", vault, MAX_VAULT);
        Require.present("from", from);
        Require.present("to", to);
        Require.present("principal", principal);
    }
}
