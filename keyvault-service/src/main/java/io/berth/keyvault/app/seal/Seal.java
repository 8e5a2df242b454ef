package io.berth.keyvault.app.seal;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.keyvault.RootKeyRewrapped;
import io.berth.contracts.keyvault.UnsealRefusal;
import io.berth.contracts.keyvault.UnsealRefused;
import io.berth.contracts.keyvault.VaultInitialised;
import io.berth.contracts.keyvault.VaultSealed;
import io.berth.contracts.keyvault.VaultUnsealed;
import io.berth.keyvault.app.Audit;
import io.berth.keyvault.app.Rings;
import io.berth.keyvault.app.Vault;
import io.berth.keyvault.app.seal.UnsealKeys.Made;
import io.berth.keyvault.crypto.AuditKey;
import io.berth.keyvault.crypto.MemoryKey;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.crypto.RootKeyException;
import io.berth.keyvault.crypto.UnsealKey;
import io.berth.keyvault.crypto.WrappedRootKey;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.SealRefusal;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.keyvault.domain.seal.Proof;
import io.berth.keyvault.domain.seal.SealState;
import io.berth.keyvault.domain.seal.SealState.Waiting;
import io.berth.keyvault.domain.seal.Unsealing;
import io.berth.keyvault.domain.seal.Wanted;
import io.berth.keyvault.store.AuditStore;
import io.berth.keyvault.store.RingStore;
import io.berth.keyvault.store.VaultRow;
import io.berth.keyvault.store.VaultStore;
import io.berth.kit.config.ServiceConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Seals and unseals this instance, and changes what opens the root key. The wrapped root key and
 * what opens it are in the database, the same for all instances; whether an instance is unsealed,
 * and which shares it was given, is soft state of each.
 *
 * <p>A root key is made only while the database does not know any: a database that knows one has,
 * or may have, keys that no other opens. Instances that start together take turns by a lock in the
 * database, so that one makes the key and all others find it.
 */
@ApplicationScoped
public class Seal {
    private static final Logger LOG = Logger.getLogger(Seal.class);

    private final VaultStore store;
    private final RingStore ringStore;
    private final AuditStore trail;
    private final UnsealKeys keys;
    private final Proving proving;
    private final Vault vault;
    private final Audit audit;
    private final Rings rings;
    private final String instance;
    private volatile long seals;

    /** All that it needs. */
    public Seal(
            VaultStore store,
            RingStore ringStore,
            AuditStore trail,
            UnsealKeys keys,
            Proving proving,
            Vault vault,
            Audit audit,
            Rings rings,
            ServiceConfig service) {
        this.store = store;
        this.ringStore = ringStore;
        this.trail = trail;
        this.keys = keys;
        this.proving = proving;
        this.vault = vault;
        this.audit = audit;
        this.rings = rings;
        this.instance = service.instance();
    }

    /**
     * What came of a request.
     *
     * @param shares to be shown to their keepers now and never again
     */
    public record Done(SealState state, List<String> shares) {
        @Override
        public String toString() {
            return "Done[" + state + "]";
        }
    }

    /**
     * Opens what opens without anybody: a new vault where the settings name a file, and one whose
     * method is a file or a token that answers, unless an administrator sealed it.
     *
     * @throws RootKeyException when the file is missing, open to others, no key, or another vault's
     */
    public synchronized void begin() {
        if (vault.isOpen()) {
            return;
        }
        if (store.find().isEmpty() && keys.hasFile()) {
            initialise(keys.make(new Wanted.File()), Vault.ITSELF);
        }
        Optional<VaultRow> known = store.find();
        if (vault.isOpen() || known.isEmpty()) {
            return;
        }
        VaultRow row = known.get();
        vault.close(waiting(row));
        if (row.order() != null) {
            LOG.warnf("the vault stays sealed: %s", row.order());
            return;
        }
        switch (row.unsealing()) {
            case Unsealing.File _ -> openWithFile(row, Vault.ITSELF);
            case Unsealing.Token how -> openWithToken(row, how);
            case Unsealing.Passphrase _, Unsealing.Shares _ ->
                    LOG.warnf("the vault is sealed; it is opened by %s", row.unsealing().method());
        }
    }

    private void openWithToken(VaultRow row, Unsealing.Token how) {
        try {
            switch (proving.step(row, wrapped(row), new Proof.Nothing(), Vault.ITSELF)) {
                case Proving.Result.Opens(RootKey root, UnsealKey _) ->
                        finish(row, root, Vault.ITSELF);
                case Proving.Result.Refused(Refusal refusal, _) ->
                        LOG.warnf(
                                "key %s of the token does not open the vault: %s",
                                how.label(), refusal.wording().detail());
                case Proving.Result.More _ ->
                        throw new IllegalStateException("a token has no shares");
            }
        } catch (RootKeyException e) {
            LOG.warnf("the vault stays sealed: %s", e.getMessage());
        }
    }

    private Outcome<Done> openWithFile(VaultRow row, Principal by) {
        byte[] bytes = keys.bytesOfFile();
        try {
            RootKey root =
                    (row.rootKey() == null
                                    ? adopt(row, bytes)
                                    : wrapped(row).open(MemoryKey.of(bytes)))
                            .filter(key -> key.made(row.rootCheck(), row.tenant()))
                            .orElseThrow(() ->
                                    new RootKeyException(
                                            "it is not the key under which the keys in the"
                                                    + " database are wrapped",
                                            keys.file(),
                                            "Put the right key there, from its backup; all"
                                                + " instances of a vault read the same one. Or did"
                                                + " you mean another database?"));
            return finish(row, root, by);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** In an earlier version the file held the root key itself: it is wrapped under itself now. */
    private Optional<RootKey> adopt(VaultRow row, byte[] bytes) {
        RootKey root = RootKey.of(bytes);
        if (!root.made(row.rootCheck(), row.tenant())) {
            return Optional.empty();
        }
        WrappedRootKey wrapped =
                WrappedRootKey.wrap(
                        row.tenant(),
                        row.unsealing(),
                        MemoryKey.of(bytes),
                        Arrays.copyOf(bytes, bytes.length));
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    if (store.findForChange().orElseThrow().rootKey() == null) {
                        store.saveRootKey(wrapped.bytes(), wrapped.unsealing());
                    }
                });
        return Optional.of(root);
    }

    private static WrappedRootKey wrapped(VaultRow row) {
        byte[] bytes = row.rootKey();
        if (bytes == null) {
            throw new IllegalStateException("the row of the vault has no root key");
        }
        return new WrappedRootKey(row.tenant(), row.unsealing(), bytes);
    }

    /** Says what is to open a new vault, and unseals this instance. */
    public synchronized Outcome<Done> initialise(Wanted wanted, Principal by) {
        Optional<VaultRow> known = store.find();
        if (known.isPresent()) {
            return refused(new SealRefusal.AlreadyInitialised(known.get().unsealing().method()));
        }
        try {
            return initialise(keys.make(wanted), by);
        } catch (RootKeyException e) {
            return unusable(e);
        }
    }

    private Outcome<Done> initialise(Outcome<Made> outcome, Principal by) {
        return switch (outcome) {
            case Outcome.Refused<Made>(Refusal refusal) -> refused(refusal);
            case Outcome.Done<Made>(Made made) -> {
                UUID tenant = UUID.randomUUID();
                WrappedRootKey wrapped = WrappedRootKey.fresh(tenant, made.how(), made.key());
                RootKey root = wrapped.open(made.key()).orElseThrow();
                Optional<VaultRow> first =
                        QuarkusTransaction.requiringNew().call(() -> insert(wrapped, root, by));
                if (first.isPresent()) {
                    yield refused(
                            new SealRefusal.AlreadyInitialised(first.get().unsealing().method()));
                }
                yield withShares(finish(store.find().orElseThrow(), root, by), made.shares());
            }
        };
    }

    /** The vault that somebody else initialised first; empty when it is this one. */
    private Optional<VaultRow> insert(WrappedRootKey wrapped, RootKey root, Principal by) {
        ringStore.holdSetup();
        Optional<VaultRow> known = store.find();
        if (known.isEmpty()) {
            store.insert(wrapped.tenant(), root.check(wrapped.tenant()));
            store.saveRootKey(wrapped.bytes(), wrapped.unsealing());
            audit.append(
                    auditKey(wrapped.tenant(), root),
                    new VaultInitialised(
                            wrapped.tenant().toString(), wrapped.unsealing().method(), by));
        }
        return known;
    }

    private static Outcome<Done> withShares(Outcome<Done> outcome, List<String> shares) {
        return switch (outcome) {
            case Outcome.Refused<Done> refused -> refused;
            case Outcome.Done<Done>(Done done) ->
                    new Outcome.Done<>(new Done(done.state(), shares));
        };
    }

    /** Gives this instance what opens the root key, or one share of it. */
    public synchronized Outcome<Done> unseal(Proof proof, Principal by) {
        if (vault.isOpen()) {
            return refused(new SealRefusal.NotSealed());
        }
        Optional<VaultRow> known = store.find();
        if (known.isEmpty()) {
            return refused(new SealRefusal.NotInitialised());
        }
        VaultRow row = known.get();
        try {
            return switch (proving.step(row, wrapped(row), proof, by)) {
                case Proving.Result.Opens(RootKey root, UnsealKey _) -> finish(row, root, by);
                case Proving.Result.More _ -> {
                    vault.close(waiting(row));
                    yield done(List.of());
                }
                case Proving.Result.Refused(Refusal refusal, Optional<UnsealRefusal> told) -> {
                    vault.close(waiting(row));
                    told.ifPresent(reason ->
                            QuarkusTransaction.requiringNew()
                                    .run(() -> audit.tellOutside(event(row, reason, by))));
                    yield refused(refusal);
                }
            };
        } catch (RootKeyException e) {
            return unusable(e);
        }
    }

    /** The audit event, and the end of the order to stay sealed, before any key is given out. */
    private Outcome<Done> finish(VaultRow seen, RootKey root, Principal by) {
        Optional<AuditKey> auditKey =
                QuarkusTransaction.requiringNew()
                        .call(() -> {
                            ringStore.holdSetup();
                            VaultRow row = store.findForChange().orElseThrow();
                            if (row.seals() != seen.seals()
                                    || !row.unsealing().equals(seen.unsealing())) {
                                return Optional.empty();
                            }
                            AuditKey key = auditKey(row.tenant(), root);
                            if (!by.equals(Vault.ITSELF)) {
                                store.endSeal();
                            }
                            audit.append(
                                    key,
                                    new VaultUnsealed(
                                            row.tenant().toString(),
                                            instance,
                                            row.unsealing().method(),
                                            proving.tellRefused(),
                                            by));
                            return Optional.of(key);
                        });
        if (auditKey.isEmpty()) {
            return refused(new SealRefusal.ChangedMeanwhile());
        }
        proving.forget();
        seals = seen.seals();
        vault.open(seen.tenant(), root, auditKey.get(), seen.unsealing().method());
        LOG.infof("unsealed with %s by %s", seen.unsealing().method(), by);
        rings.declareConfigured();
        return done(List.of());
    }

    /** The key of the audit trail; a vault without a trail begins it. */
    private AuditKey auditKey(UUID tenant, RootKey root) {
        Optional<byte[]> stored = trail.wrappedKey();
        byte[] wrapped = stored.orElseGet(() -> root.newAuditKey(tenant));
        AuditKey key =
                root.openAuditKey(wrapped, tenant)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "The key of the audit trail in the database is not"
                                                + " as the root key wrapped it; restore the"
                                                + " table vault from a backup"));
        if (stored.isEmpty()) {
            trail.begin(wrapped, ChainHead.NEW.sealed(key.seal(ChainHead.NEW)));
        }
        return key;
    }

    /** Seals all instances: this one at once, the others when they look next. */
    public synchronized Outcome<Done> seal(Principal by) {
        if (!vault.isOpen()) {
            return refused(new SealRefusal.VaultSealed(vault.state()));
        }
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    String tenant = store.findForChange().orElseThrow().tenant().toString();
                    store.seal(by);
                    audit.append(new VaultSealed(tenant, by));
                });
        LOG.warnf("sealed by %s", by);
        vault.close(waiting(store.find().orElseThrow()));
        return done(List.of());
    }

    /** Changes what opens the root key, which stays the same. */
    public synchronized Outcome<Done> rekey(Proof current, Wanted wanted, Principal by) {
        if (!vault.isOpen()) {
            return refused(new SealRefusal.VaultSealed(vault.state()));
        }
        VaultRow row = store.find().orElseThrow();
        try {
            return switch (proving.whole(row, wrapped(row), current, by)) {
                case Proving.Result.More _ ->
                        throw new IllegalStateException("all shares come at once here");
                case Proving.Result.Refused(Refusal refusal, Optional<UnsealRefusal> told) -> {
                    told.ifPresent(reason -> audit.recordVault(event(row, reason, by)));
                    yield refused(refusal);
                }
                case Proving.Result.Opens(RootKey _, UnsealKey from) ->
                        switch (keys.make(wanted)) {
                            case Outcome.Refused<Made>(Refusal refusal) -> refused(refusal);
                            case Outcome.Done<Made>(Made made) -> rewrap(row, from, made, by);
                        };
            };
        } catch (RootKeyException e) {
            return unusable(e);
        }
    }

    private Outcome<Done> rewrap(VaultRow seen, UnsealKey from, Made made, Principal by) {
        WrappedRootKey old = wrapped(seen);
        WrappedRootKey next = old.rewrap(from, made.how(), made.key()).orElseThrow();
        boolean opens =
                next.open(made.key())
                        .filter(root -> root.made(seen.rootCheck(), seen.tenant()))
                        .isPresent();
        if (!opens) {
            throw new IllegalStateException("the root key does not open as it was wrapped anew");
        }
        boolean saved =
                QuarkusTransaction.requiringNew()
                        .call(() -> {
                            VaultRow row = store.findForChange().orElseThrow();
                            if (!Arrays.equals(row.rootKey(), old.bytes())) {
                                return false;
                            }
                            store.saveRootKey(next.bytes(), next.unsealing());
                            audit.append(
                                    new RootKeyRewrapped(
                                            seen.tenant().toString(),
                                            old.unsealing().method(),
                                            next.unsealing().method(),
                                            by));
                            return true;
                        });
        if (!saved) {
            return refused(new SealRefusal.ChangedMeanwhile());
        }
        LOG.warnf("%s opens the vault from now on, by %s", made.how().method(), by);
        vault.openedBy(made.how().method());
        return done(made.shares());
    }

    /** Learns what happened at other instances: the vault was sealed, initialised or restored. */
    public void look() {
        if (!vault.isOpen()) {
            if (vault.state() instanceof SealState.Uninitialised) {
                begin();
            }
        } else if (store.isAnother(vault.keys().tenant())) {
            openRestored();
        } else if (store.seals() > seals) {
            sealAfterAnother();
        }
    }

    private synchronized void openRestored() {
        VaultRow row = store.find().orElseThrow();
        if (vault.isOpen() && !vault.keys().tenant().equals(row.tenant())) {
            LOG.warnf("another instance restored vault %s", row.tenant());
            vault.close(waiting(row));
            begin();
        }
    }

    private synchronized void sealAfterAnother() {
        VaultRow row = store.find().orElseThrow();
        if (vault.isOpen() && row.seals() > seals) {
            LOG.warnf("sealed: %s", row.order());
            vault.close(waiting(row));
        }
    }

    /** Tries a token that did not answer again. */
    void tryToken() {
        if (vault.state() instanceof SealState.Sealed sealed && sealed.waiting() == Waiting.TOKEN) {
            begin();
        }
    }

    /** Whether this instance is sealed, and what it waits for, as the database says now. */
    public synchronized SealState state() {
        return vault.isOpen()
                ? vault.state()
                : store.find()
                        .<SealState>map(this::waiting)
                        .orElseGet(SealState.Uninitialised::new);
    }

    private SealState.Sealed waiting(VaultRow row) {
        return new SealState.Sealed(
                row.unsealing().method(),
                switch (row.unsealing()) {
                    case Unsealing.File _ -> Waiting.ADMINISTRATOR;
                    case Unsealing.Passphrase _ -> Waiting.PASSPHRASE;
                    case Unsealing.Shares _ -> Waiting.SHARES;
                    case Unsealing.Token _ ->
                            row.order() == null ? Waiting.TOKEN : Waiting.ADMINISTRATOR;
                },
                proving.given(row.unsealing()),
                row.unsealing() instanceof Unsealing.Shares shares ? shares.threshold() : 0,
                row.order());
    }

    private UnsealRefused event(VaultRow row, UnsealRefusal reason, Principal by) {
        return new UnsealRefused(row.tenant().toString(), instance, reason, by);
    }

    private Outcome<Done> done(List<String> shares) {
        return new Outcome.Done<>(new Done(vault.state(), shares));
    }

    private static Outcome<Done> refused(Refusal refusal) {
        return new Outcome.Refused<>(refusal);
    }

    private static Outcome<Done> unusable(RootKeyException e) {
        return refused(new SealRefusal.SourceUnusable(String.valueOf(e.getMessage())));
    }
}
