package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;

/**
 * A key is erased: what it protected opens never again.
 *
 * @param forced whether it was destroyed though records might still have needed it
 * @param records how many records the holders last counted under this key: what is lost
 * @param principal who asked for it
 */
@EventType("io.berth.keyvault.key-destroyed.v1")
public record KeyDestroyed(
        RingId ring, KeyVersion version, boolean forced, long records, Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public KeyDestroyed {
        Require.present("ring", ring);
        Require.present("version", version);
        Require.range("records", records, 0, Long.MAX_VALUE);
        Require.present("principal", principal);
    }
}
