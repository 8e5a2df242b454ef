package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;

/**
 * A backup holds all keys of a ring up to this version.
 *
 * @param principal who took it
 */
@EventType("io.berth.keyvault.key-backup-taken.v1")
public record KeyBackupTaken(RingId ring, KeyVersion version, Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public KeyBackupTaken {
        Require.present("ring", ring);
        Require.present("version", version);
        Require.present("principal", principal);
    }
}
