package io.berth.keyvault.app;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.crypto.AuditKey;
import io.berth.keyvault.crypto.RingKey;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.store.KeyStore.KeyName;
import io.berth.keyvault.store.RingStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The keys of one instance, open in memory: the root key and those keys of rings that were needed
 * lately. Soft state. A key never changes, so what is held here is never stale; a key that is not
 * held is read from the database, which is how an instance learns of another one's rotation.
 * Whether a key may open is not known here: that is asked of the database on each call ({@link
 * Admission}), and what may open nothing any more is taken out of here soon afterwards ({@link
 * KeyUpkeep}).
 */
public final class VaultKeys {
    /** Most keys held open: every key of 100 rings that were each rotated ten times. */
    static final int MAX_OPEN = 1000;

    private final UUID tenant;
    private final RootKey root;
    private final AuditKey auditKey;
    private final RingStore store;
    private final Map<KeyName, RingKey> open =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<KeyName, RingKey> eldest) {
                    return size() > MAX_OPEN;
                }
            };

    VaultKeys(UUID tenant, RootKey root, AuditKey auditKey, RingStore store) {
        this.tenant = tenant;
        this.root = root;
        this.auditKey = auditKey;
        this.store = store;
    }

    /** What binds the audit trail. */
    AuditKey auditKey() {
        return auditKey;
    }

    /** Which vault this is. */
    UUID tenant() {
        return tenant;
    }

    /**
     * A key of a ring; empty when the ring has none such.
     *
     * @throws UnreadableKeyException when it is stored but the root key does not open it
     */
    Optional<RingKey> find(Ring ring, KeyVersion version) {
        if (!ring.mayHave(version)) {
            return Optional.empty();
        }
        KeyName name = new KeyName(ring.id(), version);
        synchronized (open) {
            RingKey held = open.get(name);
            if (held != null) {
                return Optional.of(held);
            }
        }
        Optional<RingKey> read = read(ring.id(), version);
        read.ifPresent(key -> {
            synchronized (open) {
                open.put(name, key);
            }
        });
        return read;
    }

    /** The keys that are held. */
    List<KeyName> held() {
        synchronized (open) {
            return List.copyOf(open.keySet());
        }
    }

    /** Holds a key no longer. */
    void forget(KeyName name) {
        synchronized (open) {
            open.remove(name);
        }
    }

    /**
     * The key with which a ring protects.
     *
     * @throws UnreadableKeyException when the root key does not open it
     */
    RingKey current(Ring ring) {
        return find(ring, ring.current())
                .orElseThrow(() -> new UnreadableKeyException(ring.id(), ring.current()));
    }

    /**
     * A key as it is stored now, whatever is held in memory.
     *
     * @throws UnreadableKeyException when the root key does not open it
     */
    Optional<RingKey> read(RingId ring, KeyVersion version) {
        return store.wrappedKey(ring, version)
                .map(wrapped ->
                        root.open(wrapped, tenant, ring, version)
                                .orElseThrow(() -> new UnreadableKeyException(ring, version)));
    }

    /** A fresh key for a ring, wrapped: as it is stored. */
    byte[] newKey(RingId ring, KeyVersion version) {
        return root.newRingKey(tenant, ring, version);
    }

    /** Whether the root key still makes and opens a check. */
    boolean rootKeyWorks() {
        return root.made(root.check(tenant), tenant);
    }

    /** A stored key that the root key does not open: the database was tampered with, or damaged. */
    static final class UnreadableKeyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableKeyException(RingId ring, KeyVersion version) {
            super(
                    "Key "
                            + version
                            + " of ring "
                            + ring
                            + " is not in the database, or not as this vault's root key wrapped it;"
                            + " restore the table ring_key from a backup");
        }
    }
}
