package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;

/** A ring protects with a new key; the ones before still open what they protected. */
@EventType("io.berth.keyvault.key-rotated.v1")
public record KeyRotated(RingId ring, KeyVersion from, KeyVersion to, Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public KeyRotated {
        Require.present("ring", ring);
        Require.present("from", from);
        Require.present("to", to);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(
                    "to is " + to + "; it must be higher than from, which is " + from);
        }
        Require.present("principal", principal);
    }
}
