package io.berth.keyvault.crypto;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A protected record as it is given out: form 1, in canonical base64 over HTTP.
 *
 * <pre>
 *  bytes      what
 *  1          form, 0x01
 *  4          key version, big-endian, from 1 on
 *  1          length of the ring's id, r
 *  r          the ring's id, ASCII
 *  12+32+16   nonce, data key under the ring's key, tag
 *  32         commitment to the data key
 *  12+n+16    nonce, plaintext of n bytes under a key derived from the data key, tag
 * </pre>
 *
 * <p>Reading checks the form alone; whether it is genuine, {@link RecordCipher} tells. Nothing in
 * here is secret.
 */
public final class Ciphertext {
    /** The only form so far; another one gets the next number. */
    static final byte FORM = 1;

    /** Nonce and tag of AES-256-GCM. */
    static final int GCM_OVERHEAD = 12 + 16;

    /** A data key under a ring's key. */
    static final int WRAPPED_KEY = DataKey.BYTES + GCM_OVERHEAD;

    private static final int BEFORE_RING = 1 + Integer.BYTES + 1;
    private static final int AFTER_RING = WRAPPED_KEY + DataKey.COMMITMENT_BYTES + GCM_OVERHEAD;

    /** Longest text: 4 characters for each 3 bytes of the longest record. */
    private static final int MAX_TEXT =
            (BEFORE_RING + 64 + AFTER_RING + Secret.MAX_BYTES + 2) / 3 * 4;

    private final RingId ring;
    private final KeyVersion version;
    private final byte[] wrappedKey;
    private final byte[] commitment;
    private final byte[] payload;

    Ciphertext(
            RingId ring, KeyVersion version, byte[] wrappedKey, byte[] commitment, byte[] payload) {
        this.ring = ring;
        this.version = version;
        this.wrappedKey = wrappedKey;
        this.commitment = commitment;
        this.payload = payload;
    }

    /** The ciphertext of this text; empty when it is none. */
    public static Optional<Ciphertext> ofText(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // The decoder takes texts without padding and with stray last bits: one record, many texts.
        return Base64.getEncoder().encodeToString(bytes).equals(text)
                ? ofBytes(bytes)
                : Optional.empty();
    }

    /** The ciphertext of these bytes; empty when it is none. */
    static Optional<Ciphertext> ofBytes(byte[] bytes) {
        if (bytes.length < BEFORE_RING || bytes[0] != FORM) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        int version = in.getInt();
        int ringLength = Byte.toUnsignedInt(in.get());
        int plaintext = bytes.length - BEFORE_RING - ringLength - AFTER_RING;
        if (version < 1 || plaintext < 0 || plaintext > Secret.MAX_BYTES) {
            return Optional.empty();
        }
        RingId ring;
        try {
            ring = new RingId(new String(take(in, ringLength), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(
                new Ciphertext(
                        ring,
                        new KeyVersion(version),
                        take(in, WRAPPED_KEY),
                        take(in, DataKey.COMMITMENT_BYTES),
                        take(in, in.remaining())));
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    byte[] toBytes() {
        byte[] ringId = ring.value().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(
                        BEFORE_RING
                                + ringId.length
                                + wrappedKey.length
                                + commitment.length
                                + payload.length)
                .put(FORM)
                .putInt(Math.toIntExact(version.value()))
                .put((byte) ringId.length)
                .put(ringId)
                .put(wrappedKey)
                .put(commitment)
                .put(payload)
                .array();
    }

    /** As it is given out. */
    public String toText() {
        return Base64.getEncoder().encodeToString(toBytes());
    }

    /** The ring that it says it was made under; not yet proven. */
    public RingId ring() {
        return ring;
    }

    /** The key that it says it was made under; not yet proven. */
    public KeyVersion version() {
        return version;
    }

    byte[] wrappedKey() {
        return wrappedKey;
    }

    byte[] commitment() {
        return commitment;
    }

    byte[] payload() {
        return payload;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ciphertext that && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return "Ciphertext[ring=" + ring + ", version=" + version + "]";
    }
}
