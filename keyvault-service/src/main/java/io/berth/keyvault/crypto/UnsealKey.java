package io.berth.keyvault.crypto;

import java.util.Optional;

/** The key that wraps the root key. Where it is kept decides who can open the vault. */
public interface UnsealKey {
    /**
     * Wraps the root key.
     *
     * @param boundTo what must be told again to unwrap it
     * @throws RootKeyException when the key is out of reach
     */
    byte[] wrap(byte[] rootKey, byte[] boundTo);

    /**
     * The bytes that were wrapped, which the caller overwrites; empty when it was another key, or
     * something was changed.
     *
     * @throws RootKeyException when the key is out of reach
     */
    Optional<byte[]> unwrap(byte[] wrapped, byte[] boundTo);
}
