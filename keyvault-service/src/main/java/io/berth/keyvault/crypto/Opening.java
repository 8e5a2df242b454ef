package io.berth.keyvault.crypto;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.keyvault.domain.Secret;

/** What came of opening one ciphertext. */
public sealed interface Opening {
    /**
     * It is genuine.
     *
     * @param plaintext what was protected
     * @param version the key that it was protected with
     */
    record Opened(Secret plaintext, KeyVersion version) implements Opening {}

    /** It was not opened. */
    record Refused(UnprotectRefusal reason) implements Opening {}
}
