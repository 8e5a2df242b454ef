package io.berth.keyvault.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * What follows from the random key of one record of form 1, by HKDF-SHA256 (RFC 5869): the key that
 * encrypts, and a commitment that tells this data key from every other without giving it away. It
 * only opens what is kept since before {@link CallKey}.
 */
final class DataKey {
    /** Length of a data key. */
    static final int BYTES = 32;

    /** Length of a commitment: to find two keys with the same takes 2^128 tries. */
    static final int COMMITMENT_BYTES = 32;

    private static final byte[] INFO =
            "berth keyvault data key v1: encryption, commitment"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Aead cipher;
    private final byte[] commitment;

    private DataKey(Aead cipher, byte[] commitment) {
        this.cipher = cipher;
        this.commitment = commitment;
    }

    /** What follows from these bytes, which the caller overwrites afterwards. */
    static DataKey of(byte[] bytes) throws GeneralSecurityException {
        byte[] derived =
                KDF.getInstance("HKDF-SHA256")
                        .deriveData(
                                HKDFParameterSpec.ofExtract()
                                        .addIKM(bytes)
                                        .thenExpand(INFO, BYTES + COMMITMENT_BYTES));
        byte[] encryption = Arrays.copyOf(derived, BYTES);
        try {
            return new DataKey(
                    new AesGcmJce(encryption), Arrays.copyOfRange(derived, BYTES, derived.length));
        } finally {
            Arrays.fill(encryption, (byte) 0);
            Arrays.fill(derived, 0, BYTES, (byte) 0);
        }
    }

    Aead cipher() {
        return cipher;
    }

    byte[] commitment() {
        return commitment;
    }

    @Override
    public String toString() {
        return "DataKey";
    }
}
