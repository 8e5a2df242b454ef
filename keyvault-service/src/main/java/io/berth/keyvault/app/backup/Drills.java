package io.berth.keyvault.app.backup;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.DrillOutcome;
import io.berth.contracts.keyvault.RestoreDrilled;
import io.berth.keyvault.app.Audit;
import io.berth.keyvault.app.KeyvaultConfig;
import io.berth.keyvault.app.Vault;
import io.berth.keyvault.app.VaultKeys;
import io.berth.keyvault.app.backup.BackupForm.Content;
import io.berth.keyvault.app.backup.BackupForm.Line;
import io.berth.keyvault.container.ContainerUnavailableException;
import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.container.KeptKeys.Kept;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.domain.BackupRefusal;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.backup.BackupId;
import io.berth.keyvault.domain.backup.Drill;
import io.berth.keyvault.domain.backup.Drill.Fault;
import io.berth.keyvault.domain.backup.Drill.Lack;
import io.berth.keyvault.store.BackupLog;
import io.berth.keyvault.store.BackupStore;
import io.berth.keyvault.store.KeyStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tries backups: reads one from the disk, opens every key in it, and holds them against those that
 * the vault has. A backup passes when it gives back each key that is not destroyed, and as the same
 * key.
 */
@ApplicationScoped
public class Drills {
    private static final Logger LOG = Logger.getLogger(Drills.class);

    private final BackupFiles files;
    private final BackupStore store;
    private final BackupLog log;
    private final KeyStore keyStore;
    private final KeptKeys kept;
    private final Audit audit;
    private final Vault vault;
    private final KeyvaultConfig config;

    Drills(
            BackupFiles files,
            BackupStore store,
            BackupLog log,
            KeyStore keyStore,
            KeptKeys kept,
            Audit audit,
            Vault vault,
            KeyvaultConfig config) {
        this.files = files;
        this.store = store;
        this.log = log;
        this.keyStore = keyStore;
        this.kept = kept;
        this.audit = audit;
        this.vault = vault;
        this.config = config;
    }

    /** Tries a backup. What came of it, good or bad, is remembered and audited. */
    public Outcome<Drill> drill(BackupId id, Principal by) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    log.alone();
                    return switch (files.ids()) {
                        case Outcome.Refused<List<BackupId>>(var refusal) ->
                                new Outcome.Refused<>(refusal);
                        case Outcome.Done<List<BackupId>>(var ids) when !ids.contains(id) ->
                                new Outcome.Refused<>(new BackupRefusal.UnknownBackup(id.value()));
                        case Outcome.Done<List<BackupId>> _ ->
                                new Outcome.Done<>(remembered(tried(id, by)));
                    };
                });
    }

    /** Tries the newest backup if one should be tried by now and nobody else just did. */
    void drillWhenDue() {
        if (!files.on()) {
            return;
        }
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    log.alone();
                    if (log.drillDue(config.backup().drill().every())
                            && files.ids()
                                    instanceof Outcome.Done<List<BackupId>>(List<BackupId> ids)) {
                        Drill drill = remembered(newest(ids));
                        if (drill.outcome() != DrillOutcome.PASSED) {
                            LOG.errorf(
                                    "the restore drill of backup %s failed: %s, %d keys are"
                                            + " not given back",
                                    drill.backup(), drill.outcome(), drill.missing());
                        }
                    }
                });
    }

    /** A newest backup that was taken but lies there no more is the one that is missed. */
    private Drill newest(List<BackupId> onDisk) {
        Optional<BackupId> newest =
                Stream.concat(onDisk.stream().limit(1), log.newest().stream())
                        .max(Comparator.naturalOrder());
        return newest.isPresent()
                ? tried(newest.get(), Vault.ITSELF)
                : new Drill(
                        keyStore.now(),
                        Vault.ITSELF,
                        DrillOutcome.NO_BACKUP,
                        null,
                        null,
                        0,
                        List.of(),
                        needed().size(),
                        null);
    }

    private Drill remembered(Drill drill) {
        BackupId backup = drill.backup();
        log.remember(drill);
        audit.append(
                new RestoreDrilled(
                        vault.keys().tenant().toString(),
                        drill.outcome(),
                        backup == null ? null : backup.value(),
                        drill.takenAt(),
                        drill.opened(),
                        drill.missing(),
                        drill.by()));
        return drill;
    }

    private Drill tried(BackupId id, Principal by) {
        Instant now = keyStore.now();
        return switch (read(id)) {
            case Outcome.Refused<Content>(Refusal refusal) ->
                    new Drill(
                            now,
                            by,
                            DrillOutcome.UNREADABLE,
                            id,
                            null,
                            0,
                            List.of(),
                            needed().size(),
                            refusal.wording());
            case Outcome.Done<Content>(Content content) -> compared(id, by, now, content);
        };
    }

    /** What is in a backup that could be restored as it is. */
    private Outcome<Content> read(BackupId id) {
        VaultKeys keys = vault.keys();
        return switch (files.head(id)) {
            case Outcome.Refused<BackupForm.Head>(Refusal refusal) ->
                    new Outcome.Refused<>(refusal);
            case Outcome.Done<BackupForm.Head>(BackupForm.Head head)
                    when !head.vault().equals(keys.tenant()) ->
                    new Outcome.Refused<>(
                            new BackupRefusal.BackupOfAnotherVault(
                                    id, head.vault(), keys.tenant()));
            case Outcome.Done<BackupForm.Head>(BackupForm.Head head)
                    when !head.schema().equals(store.schema()) ->
                    new Outcome.Refused<>(
                            new BackupRefusal.BackupOfAnotherVersion(
                                    id, head.schema(), store.schema()));
            case Outcome.Done<BackupForm.Head> _ -> files.read(id, keys.root());
        };
    }

    private List<KeyName> needed() {
        return store.rings().stream().flatMap(ring -> store.needed(ring).stream()).toList();
    }

    private Drill compared(BackupId id, Principal by, Instant now, Content content) {
        Map<KeyName, byte[]> inBackup = keys(content);
        List<Lack> lacks = new ArrayList<>();
        long opened = 0;
        for (KeyName key : needed()) {
            Fault fault = fault(key, inBackup.get(key));
            if (fault == null) {
                opened++;
            } else {
                lacks.add(new Lack(key, fault));
            }
        }
        return new Drill(
                now,
                by,
                lacks.isEmpty() ? DrillOutcome.PASSED : DrillOutcome.KEYS_MISSING,
                id,
                content.head().takenAt(),
                opened,
                lacks,
                lacks.size(),
                null);
    }

    /** The wrapped keys in a backup. */
    static Map<KeyName, byte[]> keys(Content content) {
        Map<KeyName, byte[]> keys = new HashMap<>();
        for (Line line : content.lines()) {
            if (line.table() == BackupStore.Table.RING_KEY
                    && line.row() != null
                    && line.key() != null) {
                keys.put(
                        new KeyName(
                                new RingId(line.row().path("ring").asText()),
                                new KeyVersion(line.row().path("version").asLong())),
                        line.key());
            }
        }
        return keys;
    }

    private @Nullable Fault fault(KeyName key, byte @Nullable [] fromBackup) {
        if (fromBackup == null) {
            return Fault.NOT_IN_BACKUP;
        }
        RootKey root = vault.keys().root();
        if (!opens(key, fromBackup)) {
            return Fault.DOES_NOT_OPEN;
        }
        try {
            return switch (kept.find(key)) {
                case Kept.Wrapped(byte[] own) when opens(key, own) ->
                        root.same(fromBackup, own, vault.keys().tenant(), key.ring(), key.version())
                                ? null
                                : Fault.ANOTHER_KEY;
                case Kept.Wrapped _, Kept.Elsewhere _, Kept.Missing _ -> Fault.NOT_TO_COMPARE;
            };
        } catch (ContainerUnavailableException e) {
            return Fault.NOT_TO_COMPARE;
        }
    }

    private boolean opens(KeyName key, byte[] wrapped) {
        return vault.keys()
                .root()
                .open(wrapped, vault.keys().tenant(), key.ring(), key.version())
                .isPresent();
    }
}
