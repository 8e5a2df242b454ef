package io.berth.keyvault.crypto;

import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.keyvault.domain.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Protects single records and opens them again. No state.
 *
 * <p><b>Guarantees</b>, as long as AES-256-GCM and HKDF-SHA256 hold and a ring's key is used at
 * most 2^32 times:
 *
 * <ul>
 *   <li>Without the root key nobody learns anything of a plaintext but its length.
 *   <li>A ciphertext opens for exactly the tenant, ring, key version, object and field that it was
 *       made for, and only unchanged: one bit flipped, one byte cut off, another record's name, and
 *       it is refused. Which of these it was is not told.
 *   <li>A ciphertext opens under one data key only (key commitment), even for somebody who knows
 *       many keys.
 *   <li>The same plaintext gives another ciphertext each time.
 * </ul>
 *
 * <p><b>Limits.</b> Length is not hidden. An older ciphertext of the same record opens as well as
 * the newest: who may write where it is stored can put an old password back. Who may call
 * unprotect, or read the memory of this process, sees plaintexts; Java may keep copies of them for
 * a while.
 *
 * <p><b>Steps</b> of protecting: draw a data key; wrap it under the ring's key, bound to tenant,
 * ring and version; derive encryption key and commitment from it; encrypt the plaintext, bound to
 * tenant, ring, version, object and field; overwrite the data key. Opening goes the same way back,
 * and compares the commitment in constant time before it decrypts. One use of the ring's key for
 * each record.
 */
public final class RecordCipher {
    private RecordCipher() {}

    /** The plaintext as a ciphertext; the plaintext is left as it is. */
    public static Ciphertext protect(UUID tenant, RingKey key, RecordRef record, Secret plaintext) {
        byte[] random = DataKey.random();
        try {
            DataKey dataKey = DataKey.of(random);
            return new Ciphertext(
                    key.ring(),
                    key.version(),
                    key.cipher()
                            .encrypt(random, Canonical.dataKey(tenant, key.ring(), key.version())),
                    dataKey.commitment(),
                    dataKey.cipher()
                            .encrypt(
                                    plaintext.reveal(),
                                    Canonical.record(tenant, key.ring(), key.version(), record)));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("The cipher does not encrypt", e);
        } finally {
            Arrays.fill(random, (byte) 0);
        }
    }

    /**
     * Opens a ciphertext.
     *
     * @param ring the ring that the caller asked with
     * @param key the key that the ciphertext names; null when the ring has none such
     */
    public static Opening open(
            UUID tenant,
            Ciphertext ciphertext,
            RingId ring,
            @Nullable RingKey key,
            RecordRef record) {
        if (!ciphertext.ring().equals(ring)) {
            return new Opening.Refused(UnprotectRefusal.NOT_AUTHENTIC);
        }
        if (key == null) {
            return new Opening.Refused(UnprotectRefusal.UNKNOWN_VERSION);
        }
        byte[] random = new byte[0];
        try {
            random =
                    key.cipher()
                            .decrypt(
                                    ciphertext.wrappedKey(),
                                    Canonical.dataKey(tenant, key.ring(), key.version()));
            DataKey dataKey = DataKey.of(random);
            if (!MessageDigest.isEqual(dataKey.commitment(), ciphertext.commitment())) {
                return new Opening.Refused(UnprotectRefusal.NOT_AUTHENTIC);
            }
            byte[] plaintext =
                    dataKey.cipher()
                            .decrypt(
                                    ciphertext.payload(),
                                    Canonical.record(tenant, key.ring(), key.version(), record));
            return new Opening.Opened(new Secret(plaintext), key.version());
        } catch (GeneralSecurityException e) {
            return new Opening.Refused(UnprotectRefusal.NOT_AUTHENTIC);
        } finally {
            Arrays.fill(random, (byte) 0);
        }
    }
}
