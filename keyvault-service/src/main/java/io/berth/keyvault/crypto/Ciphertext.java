package io.berth.keyvault.crypto;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A protected record as it is given out, in canonical base64 over HTTP. Form 2:
 *
 * <pre>
 *  bytes      what
 *  1          form, 0x02
 *  4          key version, big-endian, from 1 on
 *  1          length of the ring's id, r
 *  r          the ring's id, ASCII
 *  12+32+16   nonce, key of the call under the ring's key, tag
 *  32         commitment to the key of the call
 *  4          number of the record in its call, big-endian, from 0 on
 *  n+16       plaintext of n bytes under the record's data key, tag
 * </pre>
 *
 * <p>Form 1, which is read and no longer made, has a data key in the place of the key of the call,
 * a commitment to that, and instead of the number the 12 bytes of the plaintext's nonce.
 *
 * <p>Reading checks the form alone; whether it is genuine, {@link RecordCipher} tells. Nothing in
 * here is secret.
 */
public final class Ciphertext {
    /** Nonce and tag of AES-256-GCM. */
    static final int GCM_OVERHEAD = 12 + 16;

    /** A data key or a call's key under a ring's key: both are as long. */
    static final int WRAPPED_KEY = CallKey.BYTES + GCM_OVERHEAD;

    private static final int COMMITMENT = DataKey.COMMITMENT_BYTES;
    private static final int TAG = 16;
    private static final int BEFORE_RING = 1 + Integer.BYTES + 1;

    /** Longest text: 4 characters for each 3 bytes of the longest record. */
    private static final int MAX_TEXT =
            (BEFORE_RING + 64 + WRAPPED_KEY + COMMITMENT + GCM_OVERHEAD + Secret.MAX_BYTES + 2)
                    / 3
                    * 4;

    /** What a ciphertext is made of; another make gets the next number. */
    enum Form {
        /** A wrapped key for each record. */
        DATA_KEY(1, GCM_OVERHEAD),
        /** A wrapped key for each call, from which those of its records follow. */
        CALL_KEY(2, Integer.BYTES + TAG);

        private final byte number;
        private final int payloadOverhead;

        Form(int number, int payloadOverhead) {
            this.number = (byte) number;
            this.payloadOverhead = payloadOverhead;
        }

        private static @Nullable Form of(byte number) {
            for (Form form : values()) {
                if (form.number == number) {
                    return form;
                }
            }
            return null;
        }
    }

    private final Form form;
    private final RingId ring;
    private final KeyVersion version;
    private final byte[] wrappedKey;
    private final byte[] commitment;
    private final int number;
    private final byte[] payload;

    /**
     * @param number of the record in its call; 0 in form 1
     */
    Ciphertext(
            Form form,
            RingId ring,
            KeyVersion version,
            byte[] wrappedKey,
            byte[] commitment,
            int number,
            byte[] payload) {
        this.form = form;
        this.ring = ring;
        this.version = version;
        this.wrappedKey = wrappedKey;
        this.commitment = commitment;
        this.number = number;
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
        Form form = bytes.length < BEFORE_RING ? null : Form.of(bytes[0]);
        if (form == null) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        int version = in.getInt();
        int ringLength = Byte.toUnsignedInt(in.get());
        int plaintext =
                bytes.length
                        - BEFORE_RING
                        - ringLength
                        - WRAPPED_KEY
                        - COMMITMENT
                        - form.payloadOverhead;
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
                        form,
                        ring,
                        new KeyVersion(version),
                        take(in, WRAPPED_KEY),
                        take(in, COMMITMENT),
                        form == Form.CALL_KEY ? in.getInt() : 0,
                        take(in, in.remaining())));
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    byte[] toBytes() {
        byte[] ringId = ring.value().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out =
                ByteBuffer.allocate(length())
                        .put(form.number)
                        .putInt(Math.toIntExact(version.value()))
                        .put((byte) ringId.length)
                        .put(ringId)
                        .put(wrappedKey)
                        .put(commitment);
        if (form == Form.CALL_KEY) {
            out.putInt(number);
        }
        return out.put(payload).array();
    }

    /** How many bytes it has. */
    public int length() {
        return BEFORE_RING
                + ring.value().length()
                + wrappedKey.length
                + commitment.length
                + (form == Form.CALL_KEY ? Integer.BYTES : 0)
                + payload.length;
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

    Form form() {
        return form;
    }

    int number() {
        return number;
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
