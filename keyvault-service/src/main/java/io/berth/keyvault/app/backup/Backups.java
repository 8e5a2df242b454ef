package io.berth.keyvault.app.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.subtle.Random;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.BackupMade;
import io.berth.contracts.keyvault.KeyBackupTaken;
import io.berth.contracts.wire.EventCodec;
import io.berth.keyvault.app.Audit;
import io.berth.keyvault.app.KeyvaultConfig;
import io.berth.keyvault.app.Vault;
import io.berth.keyvault.app.VaultKeys;
import io.berth.keyvault.app.backup.BackupForm.Head;
import io.berth.keyvault.app.backup.BackupForm.Line;
import io.berth.keyvault.container.ContainerUnavailableException;
import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.container.KeptKeys.Kept;
import io.berth.keyvault.crypto.BackupCipher;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.keyvault.domain.backup.Backup;
import io.berth.keyvault.domain.backup.BackupId;
import io.berth.keyvault.domain.backup.Retention;
import io.berth.keyvault.store.AuditStore;
import io.berth.keyvault.store.BackupLog;
import io.berth.keyvault.store.BackupStore;
import io.berth.keyvault.store.BackupStore.Table;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.RingStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes backups: one snapshot of the database, encrypted into a file that is there whole or not at
 * all, and then remembered and audited. Who dies between the two leaves a good file behind.
 */
@ApplicationScoped
public class Backups {
    private static final Logger LOG = Logger.getLogger(Backups.class);

    private final BackupFiles files;
    private final BackupStore store;
    private final BackupLog log;
    private final AuditStore auditStore;
    private final KeyStore keyStore;
    private final RingStore ringStore;
    private final KeptKeys kept;
    private final Audit audit;
    private final Vault vault;
    private final KeyvaultConfig config;

    Backups(
            BackupFiles files,
            BackupStore store,
            BackupLog log,
            AuditStore auditStore,
            KeyStore keyStore,
            RingStore ringStore,
            KeptKeys kept,
            Audit audit,
            Vault vault,
            KeyvaultConfig config) {
        this.files = files;
        this.store = store;
        this.log = log;
        this.auditStore = auditStore;
        this.keyStore = keyStore;
        this.ringStore = ringStore;
        this.kept = kept;
        this.audit = audit;
        this.vault = vault;
        this.config = config;
    }

    /** The backups in the folder of this instance, the newest first. */
    public Outcome<List<Backup>> list() {
        return files.list();
    }

    /** Takes a backup now, and removes those that are no longer needed. */
    public Outcome<Backup> take(Principal by) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    log.alone();
                    return takeAlone(by);
                });
    }

    /** Takes a backup if one should be taken by now and nobody else just did. */
    void takeWhenDue() {
        if (!files.on()) {
            return;
        }
        boolean taken =
                QuarkusTransaction.requiringNew()
                        .call(() -> {
                            log.alone();
                            return log.due(config.backup().every())
                                    && done(takeAlone(Vault.ITSELF));
                        });
        if (taken) {
            LOG.debug("a backup was due and is taken");
        }
    }

    private static boolean done(Outcome<Backup> outcome) {
        return switch (outcome) {
            case Outcome.Done<Backup> _ -> true;
            case Outcome.Refused<Backup>(var refusal) -> {
                LOG.errorf(
                        "no backup is taken: %s. %s",
                        refusal.wording().detail(), refusal.wording().hint());
                yield false;
            }
        };
    }

    /** A backup, and the newest key of each ring that it holds. */
    private record Written(Backup backup, List<KeyName> newest) {}

    private Outcome<Backup> takeAlone(Principal by) {
        Outcome<Written> outcome;
        try {
            outcome = write(by);
        } catch (ContainerUnavailableException e) {
            outcome =
                    new Outcome.Refused<>(
                            new Refusal.ContainerUnavailable(
                                    e.place(), String.valueOf(e.getMessage())));
        }
        return switch (outcome) {
            case Outcome.Refused<Written>(var refusal) -> new Outcome.Refused<>(refusal);
            case Outcome.Done<Written>(Written written) -> {
                QuarkusTransaction.requiringNew().run(() -> remember(written));
                LOG.infof(
                        "backup %s holds %d keys of %d rings",
                        written.backup().id(), written.backup().keys(), written.backup().rings());
                removeSurplus();
                yield new Outcome.Done<>(written.backup());
            }
        };
    }

    private void remember(Written written) {
        Backup backup = written.backup();
        log.remember(backup);
        for (KeyName newest : written.newest()) {
            if (ringStore.findForChange(newest.ring()).isPresent()
                    && log.holds(newest, backup.takenAt())) {
                audit.append(new KeyBackupTaken(newest.ring(), newest.version(), backup.by()));
            }
        }
        audit.append(
                new BackupMade(
                        backup.vault().toString(),
                        backup.id().value(),
                        backup.takenAt(),
                        backup.rings(),
                        backup.keys(),
                        backup.bytes(),
                        backup.by()));
    }

    /** One snapshot of the database into one file. */
    private Outcome<Written> write(Principal by) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    auditStore.snapshot();
                    VaultKeys keys = vault.keys();
                    Instant takenAt = keyStore.now();
                    BackupId id = BackupId.at(takenAt, Random.randInt());
                    byte[] wrapped = keys.root().newBackupKey(keys.tenant(), id.value());
                    BackupCipher cipher =
                            keys.root()
                                    .openBackupKey(wrapped, keys.tenant(), id.value())
                                    .orElseThrow();
                    ChainHead last = auditStore.head();
                    Head head =
                            new Head(
                                    1,
                                    id.value(),
                                    keys.tenant(),
                                    takenAt,
                                    by.value(),
                                    store.schema(),
                                    store.count(Table.RING),
                                    store.count(Table.RING_KEY),
                                    last.sequence(),
                                    last.hash(),
                                    json(store.vaultRow()),
                                    wrapped);
                    List<KeyName> newest = new ArrayList<>();
                    return switch (files.write(
                            id,
                            out ->
                                    BackupForm.write(
                                            out, head, cipher, lines -> lines(lines, newest)))) {
                        case Outcome.Refused<Long>(var refusal) -> new Outcome.Refused<>(refusal);
                        case Outcome.Done<Long>(Long bytes) ->
                                new Outcome.Done<>(new Written(head.backup(bytes), newest));
                    };
                });
    }

    private void lines(BackupForm.Lines lines, List<KeyName> newest) throws IOException {
        List<RingId> rings = store.rings();
        for (RingId ring : rings) {
            Ring found = ringStore.find(ring).orElseThrow();
            newest.add(new KeyName(ring, found.current()));
            for (String row : store.rows(Table.RING, ring)) {
                lines.take(new Line(Table.RING, json(row), null, null));
            }
        }
        for (RingId ring : rings) {
            for (BackupStore.KeyRow row : store.keyRows(ring)) {
                lines.take(new Line(Table.RING_KEY, json(row.row()), bytes(row.name()), null));
            }
            for (String row : store.rows(Table.CENSUS, ring)) {
                lines.take(new Line(Table.CENSUS, json(row), null, null));
            }
        }
    }

    private byte @Nullable [] bytes(KeyName key) {
        return switch (kept.find(key)) {
            case Kept.Wrapped(byte[] wrapped) -> wrapped;
            case Kept.Elsewhere _, Kept.Missing _ -> null;
        };
    }

    static JsonNode json(String row) {
        try {
            return EventCodec.JSON.readTree(row);
        } catch (IOException e) {
            throw new UncheckedIOException("a row of the database is no JSON", e);
        }
    }

    /** A backup is not worth less because an old file could not be removed. */
    private void removeSurplus() {
        if (files.list() instanceof Outcome.Done<List<Backup>>(List<Backup> backups)) {
            List<Backup> own =
                    backups.stream()
                            .filter(backup -> backup.vault().equals(vault.keys().tenant()))
                            .toList();
            for (Backup old :
                    Retention.surplus(
                            own, Vault.ITSELF, config.backup().every(), config.backup().keep())) {
                if (files.remove(old.id()) instanceof Outcome.Refused<?>(var refusal)) {
                    LOG.warnf("backup %s stays: %s", old.id(), refusal.wording().detail());
                }
            }
        }
    }
}
