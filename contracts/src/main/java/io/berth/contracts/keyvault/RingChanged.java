package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import java.time.Duration;
import java.util.List;

/**
 * The rules of a ring are others from now on.
 *
 * @param principals who may use the ring; nobody else may
 * @param minimumVersion keys below open nothing
 * @param rotateAfter how old a key becomes before another one takes its place
 */
@EventType("io.berth.keyvault.ring-changed.v1")
public record RingChanged(
        RingId ring,
        List<Principal> principals,
        KeyVersion minimumVersion,
        Duration rotateAfter,
        Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RingChanged {
        Require.present("ring", ring);
        principals = Require.distinct("principals", principals, RingCreated.MAX_PRINCIPALS);
        Require.present("minimumVersion", minimumVersion);
        Require.notNegative("rotateAfter", rotateAfter);
        Require.present("principal", principal);
    }
}
