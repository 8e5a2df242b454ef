package io.berth.keyvault.crypto;

import com.google.crypto.tink.subtle.Random;
import io.berth.keyvault.domain.seal.Unsealing;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The root key as the database holds it: wrapped under an unseal key and bound to the vault and to
 * all that stands beside it about how it is opened.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WrappedRootKey(UUID tenant, Unsealing unsealing, byte[] bytes) {

    /** A fresh root key. */
    public static WrappedRootKey fresh(UUID tenant, Unsealing unsealing, UnsealKey key) {
        return wrap(tenant, unsealing, key, Random.randBytes(RootKey.BYTES));
    }

    /** A root key that there is already; its bytes are overwritten. */
    public static WrappedRootKey wrap(
            UUID tenant, Unsealing unsealing, UnsealKey key, byte[] rootKey) {
        try {
            return new WrappedRootKey(
                    tenant, unsealing, key.wrap(rootKey, Canonical.rootKey(tenant, unsealing)));
        } finally {
            Arrays.fill(rootKey, (byte) 0);
        }
    }

    /** The root key, open; empty when this key did not wrap it, or something was changed. */
    public Optional<RootKey> open(UnsealKey key) {
        return unwrap(key)
                .map(rootKey -> {
                    try {
                        return RootKey.of(rootKey);
                    } finally {
                        Arrays.fill(rootKey, (byte) 0);
                    }
                });
    }

    /** The same root key under another unseal key; empty when {@code from} did not wrap it. */
    public Optional<WrappedRootKey> rewrap(UnsealKey from, Unsealing how, UnsealKey to) {
        return unwrap(from).map(rootKey -> wrap(tenant, how, to, rootKey));
    }

    private Optional<byte[]> unwrap(UnsealKey key) {
        return key.unwrap(bytes, Canonical.rootKey(tenant, unsealing))
                .filter(rootKey -> rootKey.length == RootKey.BYTES);
    }

    @Override
    public String toString() {
        return "WrappedRootKey[" + unsealing.method() + "]";
    }
}
