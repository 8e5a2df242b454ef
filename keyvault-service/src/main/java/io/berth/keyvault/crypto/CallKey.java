package io.berth.keyvault.crypto;

import com.google.crypto.tink.subtle.Random;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What follows from the random key of one call: a data key for each of its records, and a
 * commitment that tells this key from every other without giving it away.
 *
 * <p>Each is one block of HKDF-Expand with SHA-256 (RFC 5869), so one HMAC; to extract first is not
 * needed, since the key is random already. It is done with a {@link Mac} that is keyed once for all
 * records of the call, which takes a third of the time of {@link javax.crypto.KDF}; a test holds
 * both against each other. Not for several threads.
 */
final class CallKey {
    /** Length of a call's key. */
    static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    /** HKDF numbers its blocks from one on. */
    private static final byte FIRST_BLOCK = 1;

    static final byte[] COMMITMENT =
            "berth keyvault commitment v2".getBytes(StandardCharsets.US_ASCII);

    static final byte[] DATA_KEY = "berth keyvault data key v2".getBytes(StandardCharsets.US_ASCII);

    private final Mac mac;

    private CallKey(Mac mac) {
        this.mac = mac;
    }

    /** Fresh random bytes for a call. */
    static byte[] random() {
        return Random.randBytes(BYTES);
    }

    /** The key of these bytes, which the caller overwrites afterwards. */
    static CallKey of(byte[] bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(bytes, ALGORITHM));
        return new CallKey(mac);
    }

    /** The same for the same key alone: to find two keys with the same takes 2^128 tries. */
    byte[] commitment() {
        mac.update(COMMITMENT);
        return mac.doFinal(new byte[] {FIRST_BLOCK});
    }

    /** The data key of the record with this number in its call; the caller overwrites it. */
    byte[] dataKey(int number) {
        mac.update(DATA_KEY);
        mac.update(ByteBuffer.allocate(Integer.BYTES + 1).putInt(number).put(FIRST_BLOCK).array());
        return mac.doFinal();
    }

    @Override
    public String toString() {
        return "CallKey";
    }
}
