package io.berth.monitoring.domain.alert;

import io.berth.contracts.keyvault.AuditHeadPublished;
import io.berth.contracts.keyvault.BackupMade;
import io.berth.contracts.keyvault.CensusHolderRemoved;
import io.berth.contracts.keyvault.CensusReported;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.KeyBackupOverdue;
import io.berth.contracts.keyvault.KeyBackupTaken;
import io.berth.contracts.keyvault.KeyDestroyed;
import io.berth.contracts.keyvault.KeyDestructionCancelled;
import io.berth.contracts.keyvault.KeyDestructionScheduled;
import io.berth.contracts.keyvault.KeyDisabled;
import io.berth.contracts.keyvault.KeyEnabled;
import io.berth.contracts.keyvault.KeyMoved;
import io.berth.contracts.keyvault.KeyRotated;
import io.berth.contracts.keyvault.RecordsProtected;
import io.berth.contracts.keyvault.RecordsRewrapped;
import io.berth.contracts.keyvault.RecordsUnprotected;
import io.berth.contracts.keyvault.RestoreDrillOverdue;
import io.berth.contracts.keyvault.RestoreDrilled;
import io.berth.contracts.keyvault.RingChanged;
import io.berth.contracts.keyvault.RingCreated;
import io.berth.contracts.keyvault.RootKeyRewrapped;
import io.berth.contracts.keyvault.UnprotectRefused;
import io.berth.contracts.keyvault.UnsealRefused;
import io.berth.contracts.keyvault.VaultInitialised;
import io.berth.contracts.keyvault.VaultRestored;
import io.berth.contracts.keyvault.VaultSealed;
import io.berth.contracts.keyvault.VaultUnsealed;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What facts of the key vault are worth telling: keys that no backup holds, or gives back. */
public final class KeySignals {
    private KeySignals() {}

    /** The signals of a fact. */
    public static List<Signal> of(KeyAuditEvent fact) {
        return switch (fact) {
            case KeyBackupOverdue e ->
                    List.of(
                            new Signal.Raise(
                                    AlertRule.KEY_BACKUP_OVERDUE,
                                    e.ring().value(),
                                    null,
                                    "Key %s of ring %s is in no backup younger than %s; %s"
                                            .formatted(
                                                    e.version(),
                                                    e.ring(),
                                                    e.allowed(),
                                                    last(e.lastBackup()))));
            case KeyBackupTaken e ->
                    List.of(
                            new Signal.Resolve(
                                    AlertRule.KEY_BACKUP_OVERDUE,
                                    e.ring().value(),
                                    "a backup holds the keys up to " + e.version()));
            case RestoreDrilled e -> drilled(e);
            case RestoreDrillOverdue e ->
                    List.of(
                            new Signal.Raise(
                                    AlertRule.RESTORE_DRILL_OVERDUE,
                                    e.vault(),
                                    null,
                                    "No restore drill of key vault %s has passed for %s; %s"
                                            .formatted(
                                                    e.vault(),
                                                    e.allowed(),
                                                    lastPassed(e.lastPassed()))));
            case RingCreated _,
                    RingChanged _,
                    KeyRotated _,
                    KeyDisabled _,
                    KeyEnabled _,
                    KeyDestructionScheduled _,
                    KeyDestructionCancelled _,
                    KeyDestroyed _,
                    KeyMoved _,
                    CensusReported _,
                    CensusHolderRemoved _,
                    RecordsProtected _,
                    RecordsUnprotected _,
                    RecordsRewrapped _,
                    UnprotectRefused _,
                    VaultInitialised _,
                    VaultSealed _,
                    VaultUnsealed _,
                    UnsealRefused _,
                    RootKeyRewrapped _,
                    BackupMade _,
                    VaultRestored _,
                    AuditHeadPublished _ ->
                    List.of();
        };
    }

    private static List<Signal> drilled(RestoreDrilled e) {
        return switch (e.outcome()) {
            case PASSED ->
                    List.of(
                            new Signal.Resolve(
                                    AlertRule.RESTORE_DRILL_FAILED,
                                    e.vault(),
                                    "a drill opened all %d keys".formatted(e.opened())),
                            new Signal.Resolve(
                                    AlertRule.RESTORE_DRILL_OVERDUE,
                                    e.vault(),
                                    "a drill has passed"));
            case NO_BACKUP -> failed(e, "there is no backup");
            case UNREADABLE -> failed(e, "backup %s cannot be read".formatted(e.backup()));
            case KEYS_MISSING ->
                    failed(
                            e,
                            "backup %s of %s does not give back %d of %d keys"
                                    .formatted(
                                            e.backup(),
                                            e.takenAt(),
                                            e.missing(),
                                            e.opened() + e.missing()));
        };
    }

    private static List<Signal> failed(RestoreDrilled e, String why) {
        return List.of(
                new Signal.Raise(
                        AlertRule.RESTORE_DRILL_FAILED,
                        e.vault(),
                        null,
                        "The restore drill of key vault %s failed: %s".formatted(e.vault(), why)));
    }

    private static String lastPassed(@Nullable Instant time) {
        return time == null ? "none ever did" : "the last one that did is of " + time;
    }

    private static String last(@Nullable Instant lastBackup) {
        return lastBackup == null ? "there was never one" : "the last one is of " + lastBackup;
    }
}
