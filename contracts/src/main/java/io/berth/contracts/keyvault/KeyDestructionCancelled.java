package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;

/** A key is not to be destroyed after all; it stays disabled. */
@EventType("io.berth.keyvault.key-destruction-cancelled.v1")
public record KeyDestructionCancelled(RingId ring, KeyVersion version, Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public KeyDestructionCancelled {
        Require.present("ring", ring);
        Require.present("version", version);
        Require.present("principal", principal);
    }
}
