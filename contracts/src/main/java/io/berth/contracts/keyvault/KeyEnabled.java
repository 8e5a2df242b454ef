package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;

/** A key that was disabled opens again what it protected. */
@EventType("io.berth.keyvault.key-enabled.v1")
public record KeyEnabled(RingId ring, KeyVersion version, Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public KeyEnabled {
        Require.present("ring", ring);
        Require.present("version", version);
        Require.present("principal", principal);
    }
}
