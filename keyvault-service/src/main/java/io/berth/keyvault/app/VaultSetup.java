package io.berth.keyvault.app;

import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.crypto.AuditKey;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.crypto.RootKeyException;
import io.berth.keyvault.crypto.RootKeyFile;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.keyvault.store.AuditStore;
import io.berth.keyvault.store.RingStore;
import io.berth.keyvault.store.VaultRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
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
    private final RingStore store;
    private final AuditStore audit;
    private final KeptKeys kept;

    VaultSetup(RingStore store, AuditStore audit, KeptKeys kept) {
        this.store = store;
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
                    store.holdSetup();
                    Optional<VaultRow> known = store.vault();
                    if (known.isEmpty()) {
                        file.createIfAbsent();
                    }
                    RootKey root = file.read();
                    VaultRow vault = known.orElseGet(() -> first(root));
                    if (!root.made(vault.rootCheck(), vault.tenant())) {
                        throw new RootKeyException(
                                "it is not the key under which the keys in the database are"
                                        + " wrapped",
                                file.path(),
                                "Put the right key there, from its backup; all instances of a vault"
                                        + " read the same one. Or did you mean another database?");
                    }
                    return new VaultKeys(vault.tenant(), root, auditKey(vault, root), kept);
                });
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

    private VaultRow first(RootKey root) {
        UUID tenant = UUID.randomUUID();
        VaultRow vault = new VaultRow(tenant, root.check(tenant));
        store.insertVault(vault);
        return vault;
    }
}
