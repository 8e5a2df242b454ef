package io.berth.keyvault.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** An unseal key whose bytes this process has seen: from a file, a passphrase or shares. */
public final class MemoryKey implements UnsealKey {
    /** Length of the key: AES-256. */
    public static final int BYTES = 32;

    private final Aead cipher;

    private MemoryKey(Aead cipher) {
        this.cipher = cipher;
    }

    /**
     * Takes a copy; the caller overwrites the bytes.
     *
     * @throws IllegalArgumentException when there are not exactly {@value #BYTES}
     */
    public static MemoryKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "an unseal key has " + BYTES + " bytes, not " + bytes.length);
        }
        try {
            return new MemoryKey(new AesGcmJce(bytes));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("This Java runtime has no AES-256-GCM", e);
        }
    }

    @Override
    public byte[] wrap(byte[] rootKey, byte[] boundTo) {
        try {
            return cipher.encrypt(rootKey, boundTo);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("The unseal key does not encrypt", e);
        }
    }

    @Override
    public Optional<byte[]> unwrap(byte[] wrapped, byte[] boundTo) {
        try {
            return Optional.of(cipher.decrypt(wrapped, boundTo));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "MemoryKey";
    }
}
