package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest key of a ring is in no backup that is young enough: who loses the key vault's database
 * now loses what that key protects.
 *
 * @param version the newest key of the ring
 * @param lastBackup when the ring was last in a backup; absent when never
 * @param allowed how old a backup may become
 * @param principal the service itself
 */
@EventType("io.berth.keyvault.key-backup-overdue.v1")
public record KeyBackupOverdue(
        RingId ring,
        KeyVersion version,
        @Nullable Instant lastBackup,
        Duration allowed,
        Principal principal)
        implements RingEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public KeyBackupOverdue {
        Require.present("ring", ring);
        Require.present("version", version);
        Require.notNegative("allowed", allowed);
        Require.present("principal", principal);
    }
}
