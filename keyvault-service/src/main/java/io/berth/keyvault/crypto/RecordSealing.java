package io.berth.keyvault.crypto;

import io.berth.contracts.keyvault.RecordRef;
import io.berth.keyvault.domain.Secret;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;

/**
 * Protects the records of one call: what all of them share is made once. It holds the key of the
 * call; not for several threads. See {@link RecordCipher} for what it guarantees.
 */
public final class RecordSealing {
    private final RingKey key;
    private final CallKey callKey;
    private final byte[] wrapped;
    private final byte[] commitment;
    private final byte[] shared;
    private final Cipher cipher;
    private int next;

    /** Draws the key of the call. */
    RecordSealing(UUID tenant, RingKey key) {
        this.key = key;
        this.shared = Canonical.call(tenant, key.ring(), key.version());
        byte[] random = CallKey.random();
        try {
            callKey = CallKey.of(random);
            commitment = callKey.commitment();
            wrapped =
                    key.cipher()
                            .encrypt(random, Canonical.callKey(tenant, key.ring(), key.version()));
            cipher = RecordCipher.gcm();
        } catch (GeneralSecurityException e) {
            throw new CryptoException("The cipher does not encrypt", e);
        } finally {
            Arrays.fill(random, (byte) 0);
        }
    }

    /** The plaintext as a ciphertext; the plaintext is left as it is. */
    public Ciphertext protect(RecordRef record, Secret plaintext) {
        int number = next++;
        byte[] dataKey = callKey.dataKey(number);
        try {
            RecordCipher.prepare(
                    cipher, Cipher.ENCRYPT_MODE, dataKey, number, Canonical.record(shared, record));
            return new Ciphertext(
                    Ciphertext.Form.CALL_KEY,
                    key.ring(),
                    key.version(),
                    wrapped,
                    commitment,
                    number,
                    cipher.doFinal(plaintext.reveal()));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("The cipher does not encrypt", e);
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "RecordSealing[" + key + "]";
    }
}
