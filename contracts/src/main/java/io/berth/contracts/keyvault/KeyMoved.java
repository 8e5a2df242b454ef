package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;

/**
 * The wrapped bytes of a key are kept in another container now. What it protected opens as before.
 *
 * @param from where they were: {@code postgres}, {@code ldap}, or {@code local:} and a node
 * @param to where they are
 * @param principal who asked for the keys to be moved
 */
@EventType("io.berth.keyvault.key-moved.v1")
public record KeyMoved(RingId ring, KeyVersion version, String from, String to, Principal principal)
        implements RingEvent {
    /** Longest name of a place: {@code local:} and a DNS label. */
    public static final int MAX_PLACE = 69;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public KeyMoved {
        Require.present("ring", ring);
        Require.present("version", version);
        Require.text("from", from, MAX_PLACE);
        Require.text("to", to, MAX_PLACE);
        Require.present("principal", principal);
    }
}
