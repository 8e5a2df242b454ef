package io.berth.contracts.keyvault;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * It was tried whether a backup opens what the database holds.
 *
 * @param backup which one; absent when there is none
 * @param takenAt when it was taken; absent when there is none, or it does not say
 * @param opened keys that are in it and are the same as in the database
 * @param missing keys of the database that records may need and that it does not give back
 */
@EventType("io.berth.keyvault.restore-drilled.v1")
public record RestoreDrilled(
        String vault,
        DrillOutcome outcome,
        @Nullable String backup,
        @Nullable Instant takenAt,
        long opened,
        long missing,
        Principal principal)
        implements VaultEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RestoreDrilled {
        Require.text("vault", vault, MAX_VAULT);
        Require.present("outcome", outcome);
        Require.optionalText("backup", backup, BackupMade.MAX_BACKUP);
        Require.range("opened", opened, 0, Long.MAX_VALUE);
        Require.range("missing", missing, 0, Long.MAX_VALUE);
        Require.present("principal", principal);
    }
}
