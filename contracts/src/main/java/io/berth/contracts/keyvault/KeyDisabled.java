package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;

/** A key opens nothing from now on, in any instance, until it is enabled again. */
@EventType("io.berth.keyvault.key-disabled.v1")
public record KeyDisabled(RingId ring, KeyVersion version, Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public KeyDisabled {
        Require.present("ring", ring);
        Require.present("version", version);
        Require.present("principal", principal);
    }
}
