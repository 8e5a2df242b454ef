package io.berth.keyvault.domain.backup;

import io.berth.contracts.ids.Principal;
import java.time.Instant;
import java.util.UUID;

/**
 * A backup as it lies in the folder.
 *
 * @param vault which vault it is of
 * @param takenAt it holds what the database held then
 * @param by who asked for it
 * @param schema version of the database's form; it is restored on the same one
 * @param rings how many it holds
 * @param keys how many of them, destroyed ones included
 * @param lastEntry the newest entry of the audit trail then
 * @param bytes length of its file
 */
public record Backup(
        BackupId id,
        UUID vault,
        Instant takenAt,
        Principal by,
        String schema,
        long rings,
        long keys,
        long lastEntry,
        long bytes) {}
