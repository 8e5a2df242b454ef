package io.berth.keyvault.crypto;

import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.keyvault.domain.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Protects records and opens them again. No state.
 *
 * <p><b>Guarantees</b>, as long as AES-256-GCM and HKDF-SHA256 hold and a ring's key is used at
 * most 2^32 times:
 *
 * <ul>
 *   <li>Without the root key nobody learns anything of a plaintext but its length.
 *   <li>A ciphertext opens for exactly the tenant, ring, key version, object and field that it was
 *       made for, and only unchanged: one bit flipped, one byte cut off, another record's name, and
 *       it is refused. Which of these it was is not told.
 *   <li>A ciphertext opens under one key only (key commitment), even for somebody who knows many
 *       keys. AES-GCM alone does not give that: who knows two keys can make one ciphertext that
 *       opens under both, to two different plaintexts.
 *   <li>The same plaintext gives another ciphertext each time.
 *   <li>The data key of one record says nothing about those of others of the same call.
 * </ul>
 *
 * <p><b>Limits.</b> Length is not hidden, nor which records were protected in one call: they carry
 * the same wrapped key. An older ciphertext of the same record opens as well as the newest: who may
 * write where it is stored can put an old password back. Who may call unprotect, or read the memory
 * of this process, sees plaintexts; Java may keep copies of them for a while.
 *
 * <p><b>Steps</b> of protecting: draw a key for the call; wrap it under the ring's key, bound to
 * tenant, ring and version; derive a commitment from it and, for each record by its number, a data
 * key that is used once; encrypt the plaintext, bound to tenant, ring, version, object and field.
 * The number is the nonce as well. Opening goes the same way back, and compares the commitment in
 * constant time before it decrypts. One use of the ring's key for each call; one for each record is
 * counted, which is never too few.
 *
 * <p><b>Cost</b> of a record: one HMAC and one AES-GCM with a new key. Form 1, which still opens,
 * wrapped a key for each record.
 */
public final class RecordCipher {
    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int TAG_BITS = 128;
    private static final int NONCE_BYTES = 12;

    private RecordCipher() {}

    /** Begins a call to protect under a ring's key. */
    public static RecordSealing begin(UUID tenant, RingKey key) {
        return new RecordSealing(tenant, key);
    }

    /** Protects a single record; the plaintext is left as it is. */
    public static Ciphertext protect(UUID tenant, RingKey key, RecordRef record, Secret plaintext) {
        return begin(tenant, key).protect(record, plaintext);
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
        try {
            Optional<byte[]> plaintext =
                    switch (ciphertext.form()) {
                        case DATA_KEY -> openFirst(tenant, ciphertext, key, record);
                        case CALL_KEY -> openSecond(tenant, ciphertext, key, record);
                    };
            return plaintext
                    .<Opening>map(bytes -> new Opening.Opened(new Secret(bytes), key.version()))
                    .orElse(new Opening.Refused(UnprotectRefusal.NOT_AUTHENTIC));
        } catch (GeneralSecurityException e) {
            return new Opening.Refused(UnprotectRefusal.NOT_AUTHENTIC);
        }
    }

    private static Optional<byte[]> openFirst(
            UUID tenant, Ciphertext ciphertext, RingKey key, RecordRef record)
            throws GeneralSecurityException {
        byte[] random = new byte[0];
        try {
            random =
                    key.cipher()
                            .decrypt(
                                    ciphertext.wrappedKey(),
                                    Canonical.dataKey(tenant, key.ring(), key.version()));
            DataKey dataKey = DataKey.of(random);
            return MessageDigest.isEqual(dataKey.commitment(), ciphertext.commitment())
                    ? Optional.of(
                            dataKey.cipher()
                                    .decrypt(
                                            ciphertext.payload(),
                                            Canonical.record(
                                                    tenant, key.ring(), key.version(), record)))
                    : Optional.empty();
        } finally {
            Arrays.fill(random, (byte) 0);
        }
    }

    private static Optional<byte[]> openSecond(
            UUID tenant, Ciphertext ciphertext, RingKey key, RecordRef record)
            throws GeneralSecurityException {
        byte[] random = new byte[0];
        byte[] dataKey = new byte[0];
        try {
            random =
                    key.cipher()
                            .decrypt(
                                    ciphertext.wrappedKey(),
                                    Canonical.callKey(tenant, key.ring(), key.version()));
            CallKey callKey = CallKey.of(random);
            if (!MessageDigest.isEqual(callKey.commitment(), ciphertext.commitment())) {
                return Optional.empty();
            }
            dataKey = callKey.dataKey(ciphertext.number());
            Cipher cipher = gcm();
            prepare(
                    cipher,
                    Cipher.DECRYPT_MODE,
                    dataKey,
                    ciphertext.number(),
                    Canonical.record(Canonical.call(tenant, key.ring(), key.version()), record));
            return Optional.of(cipher.doFinal(ciphertext.payload()));
        } finally {
            Arrays.fill(random, (byte) 0);
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    static Cipher gcm() throws GeneralSecurityException {
        return Cipher.getInstance(ALGORITHM);
    }

    /**
     * Makes a cipher ready for one record: its data key, its number as nonce, what it is bound to.
     */
    static void prepare(Cipher cipher, int mode, byte[] dataKey, int number, byte[] associated)
            throws GeneralSecurityException {
        byte[] nonce =
                ByteBuffer.allocate(NONCE_BYTES)
                        .putInt(NONCE_BYTES - Integer.BYTES, number)
                        .array();
        cipher.init(mode, new SecretKeySpec(dataKey, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
    }
}
