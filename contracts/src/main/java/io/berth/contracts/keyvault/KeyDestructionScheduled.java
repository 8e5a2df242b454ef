package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import java.time.Instant;

/**
 * A key opens nothing from now on and is to be destroyed.
 *
 * @param destroyAt when it is erased, unless that is cancelled before
 * @param forced whether it is to be destroyed though records may still need it
 * @param records how many records the holders last counted under this key: what is lost
 */
@EventType("io.berth.keyvault.key-destruction-scheduled.v1")
public record KeyDestructionScheduled(
        RingId ring,
        KeyVersion version,
        Instant destroyAt,
        boolean forced,
        long records,
        Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public KeyDestructionScheduled {
        Require.present("ring", ring);
        Require.present("version", version);
        Require.present("destroyAt", destroyAt);
        Require.range("records", records, 0, Long.MAX_VALUE);
        Require.present("principal", principal);
    }
}
