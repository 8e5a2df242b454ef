package io.berth.keyvault.app.backup;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.KeyRotated;
import io.berth.contracts.keyvault.VaultRestored;
import io.berth.keyvault.app.Audit;
import io.berth.keyvault.app.PublishedHeads;
import io.berth.keyvault.app.Vault;
import io.berth.keyvault.app.backup.BackupForm.Content;
import io.berth.keyvault.app.backup.BackupForm.Head;
import io.berth.keyvault.app.backup.BackupForm.Line;
import io.berth.keyvault.app.seal.Proving;
import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.crypto.AuditKey;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.crypto.RootKeyException;
import io.berth.keyvault.crypto.WrappedRootKey;
import io.berth.keyvault.domain.BackupRefusal;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.KeyState;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Place;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.SealRefusal;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.keyvault.domain.backup.BackupId;
import io.berth.keyvault.domain.seal.Proof;
import io.berth.keyvault.store.AuditStore;
import io.berth.keyvault.store.BackupLog;
import io.berth.keyvault.store.BackupStore;
import io.berth.keyvault.store.BackupStore.Table;
import io.berth.keyvault.store.RingStore;
import io.berth.keyvault.store.VaultRow;
import io.berth.keyvault.store.VaultStore;
import io.berth.kit.faults.TransientFaults;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Makes an empty installation the vault again that a backup is of.
 *
 * <p><b>No use of a key is counted twice.</b> How often a key was used after the backup nobody
 * knows. So each ring gets a new key, and none of those before protects again. Numbers that the
 * lost database may have given to keys after the backup are passed over: what was protected under
 * such a key is refused as of an unknown key, and not opened with another one of the same number.
 *
 * <p><b>The audit trail goes on</b> after the newest entry that the topic was told of, on its hash;
 * that is the end of what can be verified from outside. Its first entry says which entries are
 * lost. The entries themselves are on the topic.
 */
@ApplicationScoped
public class Restoring {
    private static final Logger LOG = Logger.getLogger(Restoring.class);

    /** Numbers that are passed over: more than anybody rotates a ring between two backups. */
    private static final long PASSED_OVER = 1000;

    /** Clocks of broker and database may differ by as much. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private final BackupFiles files;
    private final BackupStore store;
    private final BackupLog log;
    private final VaultStore vaultStore;
    private final AuditStore auditStore;
    private final RingStore ringStore;
    private final KeptKeys kept;
    private final PublishedHeads published;
    private final Audit audit;
    private final Vault vault;
    private final Proving proving;
    private final InstantSource clock;

    Restoring(
            BackupFiles files,
            BackupStore store,
            BackupLog log,
            VaultStore vaultStore,
            AuditStore auditStore,
            RingStore ringStore,
            KeptKeys kept,
            PublishedHeads published,
            Audit audit,
            Vault vault,
            Proving proving,
            InstantSource clock) {
        this.files = files;
        this.store = store;
        this.log = log;
        this.vaultStore = vaultStore;
        this.auditStore = auditStore;
        this.ringStore = ringStore;
        this.kept = kept;
        this.published = published;
        this.audit = audit;
        this.vault = vault;
        this.proving = proving;
        this.clock = clock;
    }

    /**
     * What came back.
     *
     * @param lastEntry the newest entry of the audit trail that the backup knew
     * @param continuedFrom the trail goes on after this one
     * @param withoutBytes keys that came back without their bytes: of a container that the instance
     *     which took the backup did not reach
     */
    public record Restored(
            BackupId backup,
            Instant takenAt,
            long rings,
            long keys,
            long withoutBytes,
            long lastEntry,
            long continuedFrom) {}

    /** What a backup holds, and the root key of its vault. */
    private record Readable(Content content, RootKey root, VaultRow row) {}

    /** A restored vault that is not used yet. */
    private record Opened(Restored what, AuditKey auditKey) {}

    /**
     * Restores a backup.
     *
     * @param proof what opens the vault that the backup is of
     * @throws KafkaException when the broker, which knows how far the trail reached, is away
     */
    public Outcome<Restored> restore(BackupId id, Proof proof, Principal by) {
        return switch (read(id, proof, by)) {
            case Outcome.Refused<Readable>(Refusal refusal) -> new Outcome.Refused<>(refusal);
            case Outcome.Done<Readable>(Readable readable) -> restore(id, by, readable);
        };
    }

    private Outcome<Restored> restore(BackupId id, Principal by, Readable readable) {
        Head head = readable.content().head();
        Optional<Map.Entry<Long, String>> told =
                published.newest(head.vault(), head.takenAt().minus(CLOCKS), clock.instant());
        ChainHead from = continued(head, told);
        Outcome<Opened> outcome =
                QuarkusTransaction.requiringNew().call(() -> restore(id, by, readable, from));
        return switch (outcome) {
            case Outcome.Refused<Opened>(Refusal refusal) -> new Outcome.Refused<>(refusal);
            case Outcome.Done<Opened>(Opened opened) -> {
                vault.open(
                        head.vault(),
                        readable.root(),
                        opened.auditKey(),
                        readable.row().unsealing().method());
                LOG.warnf("vault %s is restored from backup %s by %s", head.vault(), id, by);
                yield new Outcome.Done<>(opened.what());
            }
        };
    }

    private Outcome<Readable> read(BackupId id, Proof proof, Principal by) {
        return switch (files.head(id)) {
            case Outcome.Refused<Head>(Refusal refusal) -> new Outcome.Refused<>(refusal);
            case Outcome.Done<Head>(Head head) -> read(id, head, proof, by);
        };
    }

    private Outcome<Readable> read(BackupId id, Head head, Proof proof, Principal by) {
        if (!head.schema().equals(store.schema())) {
            return new Outcome.Refused<>(
                    new BackupRefusal.BackupOfAnotherVersion(id, head.schema(), store.schema()));
        }
        Optional<VaultRow> row = row(head);
        if (row.isEmpty()) {
            return new Outcome.Refused<>(new BackupRefusal.BackupUnderAnotherRootKey(id));
        }
        return switch (root(row.get(), proof, by)) {
            case Outcome.Refused<RootKey>(Refusal refusal) -> new Outcome.Refused<>(refusal);
            case Outcome.Done<RootKey>(RootKey root) ->
                    switch (files.read(id, root)) {
                        case Outcome.Refused<Content>(Refusal refusal) ->
                                new Outcome.Refused<>(refusal);
                        case Outcome.Done<Content>(Content content) ->
                                new Outcome.Done<>(new Readable(content, root, row.get()));
                    };
        };
    }

    /** A head is proven only with its lines; a row that is none opens nothing. */
    private Optional<VaultRow> row(Head head) {
        try {
            return Optional.of(vaultStore.of(head.vaultRow().toString()))
                    .filter(row -> row.tenant().equals(head.vault()) && row.rootKey() != null);
        } catch (RuntimeException e) {
            if (TransientFaults.isTransient(e)) {
                throw e;
            }
            LOG.warnf(e, "the row of the vault in backup %s cannot be read", head.id());
            return Optional.empty();
        }
    }

    private Outcome<RootKey> root(VaultRow row, Proof proof, Principal by) {
        WrappedRootKey wrapped =
                new WrappedRootKey(
                        row.tenant(), row.unsealing(), Objects.requireNonNull(row.rootKey()));
        try {
            return switch (proving.whole(row, wrapped, proof, by)) {
                case Proving.Result.Opens(RootKey root, var _) -> new Outcome.Done<>(root);
                case Proving.Result.Refused(Refusal refusal, var _) ->
                        new Outcome.Refused<>(refusal);
                case Proving.Result.More _ ->
                        throw new IllegalStateException("what is given at once has no more");
            };
        } catch (RootKeyException e) {
            return new Outcome.Refused<>(
                    new SealRefusal.SourceUnusable(String.valueOf(e.getMessage())));
        }
    }

    private AuditKey auditKey(Head head, RootKey root) {
        return auditStore
                .wrappedKey()
                .flatMap(wrapped -> root.openAuditKey(wrapped, head.vault()))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "backup " + head.id() + " has no key of the audit trail"));
    }

    private static ChainHead continued(Head head, Optional<Map.Entry<Long, String>> told) {
        long last = told.map(Map.Entry::getKey).filter(at -> at > head.lastEntry()).orElse(-1L);
        long sequence = last < 0 ? head.lastEntry() : last;
        String hash = last < 0 ? head.lastHash() : told.orElseThrow().getValue();
        return new ChainHead(sequence + 1, hash, sequence, hash, ChainHead.BROKEN, sequence);
    }

    private Outcome<Opened> restore(BackupId id, Principal by, Readable readable, ChainHead from) {
        Content content = readable.content();
        ringStore.holdSetup();
        log.alone();
        long inUse = store.keysInUse();
        long rotated = store.rotatedRings();
        if (inUse > 0 || rotated > 0) {
            return new Outcome.Refused<>(new BackupRefusal.VaultNotEmpty(inUse, rotated));
        }
        Optional<Refusal> exhausted = exhausted(content);
        if (exhausted.isPresent()) {
            return new Outcome.Refused<>(exhausted.get());
        }
        long seals = vaultStore.seals();
        store.clear();
        store.putVault(content.head().vaultRow().toString(), seals);
        for (Table table : Table.values()) {
            for (Line line : content.lines()) {
                if (line.table() == table && line.row() != null) {
                    store.put(table, line.row().toString());
                }
            }
        }
        Map<KeyName, byte[]> keys = Drills.keys(content);
        keys.forEach((key, wrapped) -> store.keptIn(key, kept.keep(key, wrapped).name()));
        log.remember(content.head().backup(0));
        AuditKey auditKey = auditKey(content.head(), readable.root());
        Head head = content.head();
        List<KeyAuditEvent> events = new ArrayList<>();
        events.add(
                new VaultRestored(
                        head.vault().toString(),
                        id.value(),
                        head.takenAt(),
                        head.lastEntry(),
                        from.sequence(),
                        head.rings(),
                        head.keys(),
                        by));
        for (RingId ring : store.rings()) {
            events.add(rotated(ringStore.find(ring).orElseThrow(), readable, by));
        }
        audit.begin(auditKey, from, events);
        return new Outcome.Done<>(
                new Opened(
                        new Restored(
                                id,
                                head.takenAt(),
                                head.rings(),
                                head.keys(),
                                content.lines().stream()
                                        .filter(line -> line.table() == Table.RING_KEY)
                                        .filter(line -> line.key() == null && !destroyed(line))
                                        .count(),
                                head.lastEntry(),
                                from.sequence()),
                        auditKey));
    }

    private static boolean destroyed(Line line) {
        return line.row() != null
                && line.row().path("state").asText().equals(KeyState.DESTROYED.name());
    }

    /** A ring that can have no further key could protect with none whose uses are known. */
    private static Optional<Refusal> exhausted(Content content) {
        return content.lines().stream()
                .filter(line -> line.table() == Table.RING)
                .map(Line::row)
                .filter(Objects::nonNull)
                .filter(row -> row.path("current_version").asLong() >= Ring.LAST_VERSION.value())
                .<Refusal>map(row ->
                        new Refusal.RingExhausted(
                                new RingId(row.path("id").asText()), Ring.LAST_VERSION))
                .findFirst();
    }

    private KeyRotated rotated(Ring ring, Readable readable, Principal by) {
        KeyVersion to =
                new KeyVersion(
                        Math.min(ring.current().value() + PASSED_OVER, Ring.LAST_VERSION.value()));
        Place place =
                kept.keep(
                        new KeyName(ring.id(), to),
                        readable.root().newRingKey(readable.row().tenant(), ring.id(), to));
        ringStore.rotate(ring.id(), to, place);
        return new KeyRotated(ring.id(), ring.current(), to, by);
    }
}
