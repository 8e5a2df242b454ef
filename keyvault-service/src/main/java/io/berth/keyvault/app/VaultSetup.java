package io.berth.keyvault.app;

import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.crypto.AuditKey;
import io.berth.keyvault.crypto.MemoryKey;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.crypto.RootKeyException;
import io.berth.keyvault.crypto.RootKeyFile;
import io.berth.keyvault.crypto.WrappedRootKey;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.keyvault.domain.seal.Unsealing;
import io.berth.keyvault.store.AuditStore;
import io.berth.keyvault.store.RingStore;
import io.berth.keyvault.store.VaultRow;
import io.berth.keyvault.store.VaultStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings root key and database together at the start of an instance.
 *
 * <p>A root key is made only while the database does not know any: a database that knows one has,
 * or may have, keys that no other opens. Instances that start together take turns by a lock in the
 * database, so that one makes the key and all others find it.
 */
@ApplicationScoped
class VaultSetup {
    private final VaultStore store;
    private final RingStore rings;
    private final AuditStore audit;
    private final KeptKeys kept;

    VaultSetup(VaultStore store, RingStore rings, AuditStore audit, KeptKeys kept) {
        this.store = store;
        this.rings = rings;
        this.audit = audit;
        this.kept = kept;
    }

    /**
     * The keys of this vault.
     *
     * @throws RootKeyException when the file is missing, open to others, no key, or another vault's
     */
    VaultKeys open(RootKeyFile file) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    rings.holdSetup();
                    Optional<VaultRow> known = store.find();
                    if (known.isEmpty()) {
                        file.createIfAbsent();
                    }
                    byte[] bytes = file.read();
                    try {
                        RootKey root =
                                known.isEmpty() ? first(bytes) : open(known.get(), bytes, file);
                        VaultRow vault = store.find().orElseThrow();
                        return new VaultKeys(vault.tenant(), root, auditKey(vault, root), kept);
                    } finally {
                        Arrays.fill(bytes, (byte) 0);
                    }
                });
    }

    private RootKey first(byte[] bytes) {
        UUID tenant = UUID.randomUUID();
        WrappedRootKey wrapped =
                WrappedRootKey.fresh(tenant, new Unsealing.File(), MemoryKey.of(bytes));
        RootKey root = wrapped.open(MemoryKey.of(bytes)).orElseThrow();
        store.insert(tenant, root.check(tenant));
        store.saveRootKey(wrapped.bytes(), wrapped.unsealing());
        return root;
    }

    private RootKey open(VaultRow vault, byte[] bytes, RootKeyFile file) {
        byte[] wrapped = vault.rootKey();
        return (wrapped == null
                        ? adopt(vault, bytes)
                        : new WrappedRootKey(vault.tenant(), vault.unsealing(), wrapped)
                                .open(MemoryKey.of(bytes)))
                .filter(root -> root.made(vault.rootCheck(), vault.tenant()))
                .orElseThrow(() ->
                        new RootKeyException(
                                "it is not the key under which the keys in the database are"
                                        + " wrapped",
                                file.path(),
                                "Put the right key there, from its backup; all instances of a vault"
                                        + " read the same one. Or did you mean another database?"));
    }

    /** In an earlier version the file held the root key itself: it is wrapped under itself now. */
    private Optional<RootKey> adopt(VaultRow vault, byte[] bytes) {
        RootKey root = RootKey.of(bytes);
        if (!root.made(vault.rootCheck(), vault.tenant())) {
            return Optional.empty();
        }
        WrappedRootKey wrapped =
                WrappedRootKey.wrap(
                        vault.tenant(),
                        vault.unsealing(),
                        MemoryKey.of(bytes),
                        Arrays.copyOf(bytes, bytes.length));
        store.saveRootKey(wrapped.bytes(), wrapped.unsealing());
        return Optional.of(root);
    }

    /** The key of the audit trail; a vault without a trail begins it. */
    private AuditKey auditKey(VaultRow vault, RootKey root) {
        Optional<byte[]> stored = audit.wrappedKey();
        byte[] wrapped = stored.orElseGet(() -> root.newAuditKey(vault.tenant()));
        AuditKey key =
                root.openAuditKey(wrapped, vault.tenant())
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "The key of the audit trail in the database is not"
                                                + " as the root key wrapped it; restore the"
                                                + " table vault from a backup"));
        if (stored.isEmpty()) {
            audit.begin(wrapped, ChainHead.NEW.sealed(key.seal(ChainHead.NEW)));
        }
        return key;
    }
}
