package io.berth.keyvault.app;

import io.berth.keyvault.app.VaultKeys.Found;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.SealRefusal;
import io.berth.keyvault.store.RingStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whether this instance can open what is stored, tried for real and without spending a use. */
@ApplicationScoped
public class SelfTest {
    private final RingStore store;
    private final Vault vault;

    SelfTest(RingStore store, Vault vault) {
        this.store = store;
        this.vault = vault;
    }

    /** What the root key and the newest ring key do. */
    public sealed interface Finding {
        /** The root key encrypts and decrypts, and opens the newest stored key. */
        record Works(Optional<Ring> newest) implements Finding {}

        /** It does not. */
        record Broken(String what) implements Finding {}
    }

    /**
     * Encrypts and decrypts with the root key, and opens the newest ring key as the database holds
     * it now.
     *
     * @throws RuntimeException when the database cannot be read
     */
    public Finding run() {
        if (!vault.isOpen()) {
            return new Finding.Broken(
                    new SealRefusal.VaultSealed(vault.state()).wording().detail());
        }
        VaultKeys keys = vault.keys();
        if (!keys.rootKeyWorks()) {
            return new Finding.Broken("the root key does not open what it encrypted");
        }
        Optional<Ring> newest = store.newestRing();
        if (newest.isEmpty()) {
            return new Finding.Works(newest);
        }
        Ring ring = newest.get();
        try {
            return switch (keys.read(ring.id(), ring.current())) {
                case Found.Here _ -> new Finding.Works(newest);
                // Another node keeps it for itself: that says nothing of this instance.
                case Found.Elsewhere _ -> new Finding.Works(newest);
                case Found.Absent _ ->
                        new Finding.Broken(
                                "key " + ring.current() + " of ring " + ring.id() + " is missing");
            };
        } catch (VaultKeys.UnreadableKeyException e) {
            return new Finding.Broken(String.valueOf(e.getMessage()));
        }
    }
}
