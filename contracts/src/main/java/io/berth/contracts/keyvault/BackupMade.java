package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import java.time.Instant;

/**
 * A backup of the vault is on the disk, whole.
 *
 * @param backup its id, which is the name of its file
 * @param takenAt it holds what the database held then
 * @param rings how many it holds
 * @param keys how many wrapped keys of them it holds
 * @param bytes length of its file
 */
@EventType("io.berth.keyvault.backup-made.v1")
public record BackupMade(
        String vault,
        String backup,
        Instant takenAt,
        long rings,
        long keys,
        long bytes,
        Principal principal)
        implements VaultEvent {
    /** Longest id of a backup. */
    public static final int MAX_BACKUP = 64;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public BackupMade {
        Require.text("vault", vault, MAX_VAULT);
        Require.text("backup", backup, MAX_BACKUP);
        Require.present("takenAt", takenAt);
        Require.range("rings", rings, 0, Long.MAX_VALUE);
        Require.range("keys", keys, 0, Long.MAX_VALUE);
        Require.range("bytes", bytes, 1, Long.MAX_VALUE);
        Require.present("principal", principal);
    }
}
