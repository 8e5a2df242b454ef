package io.berth.keyvault.app;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.container.ContainerUnavailableException;
import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.container.KeptKeys.Kept;
import io.berth.keyvault.crypto.AuditKey;
import io.berth.keyvault.crypto.RingKey;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.KeyRefusal.KeyElsewhere;
import io.berth.keyvault.domain.Place;
import io.berth.keyvault.domain.Ring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The keys of one instance, open in memory: the root key and those keys of rings that were needed
 * lately. Soft state. A key never changes, so what is held here is never stale; a key that is not
 * held is read from where it is kept, which is how an instance learns of another one's rotation.
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
    private final KeptKeys kept;
    private final Map<KeyName, RingKey> open =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<KeyName, RingKey> eldest) {
                    return size() > MAX_OPEN;
                }
            };

    /** Of an opened vault. */
    public VaultKeys(UUID tenant, RootKey root, AuditKey auditKey, KeptKeys kept) {
        this.tenant = tenant;
        this.root = root;
        this.auditKey = auditKey;
        this.kept = kept;
    }

    /** The key above all others. */
    public RootKey root() {
        return root;
    }

    /** What binds the audit trail. */
    public AuditKey auditKey() {
        return auditKey;
    }

    /** Which vault this is. */
    public UUID tenant() {
        return tenant;
    }

    /** What is known of a key. */
    sealed interface Found {
        /** It is open. */
        record Here(RingKey key) implements Found {}

        /** There is none such. */
        record Absent() implements Found {}

        /** It is kept where this instance does not reach. */
        record Elsewhere(KeyElsewhere refusal) implements Found {}
    }

    /**
     * A key of a ring.
     *
     * @throws UnreadableKeyException when it is stored but the root key does not open it
     * @throws ContainerUnavailableException when it is not held, and its container does not answer
     */
    Found find(Ring ring, KeyVersion version) {
        if (!ring.mayHave(version)) {
            return new Found.Absent();
        }
        KeyName name = new KeyName(ring.id(), version);
        synchronized (open) {
            RingKey held = open.get(name);
            if (held != null) {
                return new Found.Here(held);
            }
        }
        Found read = read(ring.id(), version);
        if (read instanceof Found.Here(RingKey key)) {
            synchronized (open) {
                open.put(name, key);
            }
        }
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
     * A key as it is stored now, whatever is held in memory.
     *
     * @throws UnreadableKeyException when the root key does not open it
     * @throws ContainerUnavailableException when its container does not answer
     */
    Found read(RingId ring, KeyVersion version) {
        return switch (kept.find(new KeyName(ring, version))) {
            case Kept.Missing _ -> new Found.Absent();
            case Kept.Elsewhere(Place place) ->
                    new Found.Elsewhere(new KeyElsewhere(ring, version, place));
            case Kept.Wrapped(byte[] wrapped) ->
                    new Found.Here(
                            root.open(wrapped, tenant, ring, version)
                                    .orElseThrow(() -> new UnreadableKeyException(ring, version)));
        };
    }

    /** Whether these bytes are this key, as the root key wrapped it. */
    public boolean opens(KeyName key, byte[] wrapped) {
        return root.open(wrapped, tenant, key.ring(), key.version()).isPresent();
    }

    /** A fresh key for a ring, wrapped: as it is stored. */
    byte[] newKey(RingId ring, KeyVersion version) {
        return root.newRingKey(tenant, ring, version);
    }

    /** Whether the root key still makes and opens a check. */
    boolean rootKeyWorks() {
        return root.made(root.check(tenant), tenant);
    }

    /** A stored key that the root key does not open: it was tampered with, or damaged. */
    static final class UnreadableKeyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableKeyException(RingId ring, KeyVersion version) {
            super(
                    "Key "
                            + version
                            + " of ring "
                            + ring
                            + " is not where its row says, or not as this vault's root key wrapped"
                            + " it; restore it from a backup");
        }
    }
}
