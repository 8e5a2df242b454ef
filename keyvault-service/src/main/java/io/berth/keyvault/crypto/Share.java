package io.berth.keyvault.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A share of an unseal key. As text it is {@code berth-share-} and hexadecimal digits of: version
 * (1 byte), set (8), index (1), threshold (1), the share itself (32), and the first 4 bytes of the
 * SHA-256 of all before. The checksum finds slips of the pen; that a share is not a forged one
 * shows only when enough are together.
 */
public final class Share {
    /** Bytes of the name of a set. */
    static final int SET_BYTES = 8;

    private static final String PREFIX = "berth-share-";
    private static final byte VERSION = 1;
    private static final int CHECKSUM_BYTES = 4;
    private static final int BYTES = 1 + SET_BYTES + 2 + MemoryKey.BYTES + CHECKSUM_BYTES;

    /** With room for blanks and hyphens between groups of digits. */
    private static final int MAX_TEXT = 4 * BYTES;

    private final String set;
    private final int index;
    private final int threshold;
    private final byte[] content;

    Share(String set, int index, int threshold, byte[] content) {
        this.set = set;
        this.index = index;
        this.threshold = threshold;
        this.content = content;
    }

    /** What is wrong with a text that should be a share; quotes nothing of it. */
    public static final class MalformedShareException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedShareException(String wrong) {
            super(wrong);
        }
    }

    /**
     * Reads a share.
     *
     * @throws MalformedShareException saying what is wrong
     */
    public static Share ofText(String text) throws MalformedShareException {
        if (text.length() > MAX_TEXT) {
            throw new MalformedShareException("is too long");
        }
        String plain = text.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
        String prefix = PREFIX.replace("-", "");
        if (!plain.startsWith(prefix)) {
            throw new MalformedShareException("does not begin with " + PREFIX);
        }
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(plain.substring(prefix.length()));
        } catch (IllegalArgumentException e) {
            throw new MalformedShareException("holds something else than pairs of digits and a-f");
        }
        try {
            return ofBytes(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Share ofBytes(byte[] bytes) throws MalformedShareException {
        if (bytes.length != BYTES) {
            throw new MalformedShareException(
                    "has " + bytes.length + " bytes where " + BYTES + " are needed");
        }
        int end = BYTES - CHECKSUM_BYTES;
        if (!MessageDigest.isEqual(
                checksum(Arrays.copyOf(bytes, end)), Arrays.copyOfRange(bytes, end, BYTES))) {
            throw new MalformedShareException("does not fit its checksum");
        }
        if (bytes[0] != VERSION) {
            throw new MalformedShareException(
                    "is of version " + bytes[0] + "; this service reads version " + VERSION);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        byte[] set = new byte[SET_BYTES];
        in.get(set);
        int index = Byte.toUnsignedInt(in.get());
        int threshold = Byte.toUnsignedInt(in.get());
        if (index == 0 || threshold < 2) {
            throw new MalformedShareException(
                    "is number " + index + " of a set that " + threshold + " open");
        }
        byte[] content = new byte[MemoryKey.BYTES];
        in.get(content);
        return new Share(HexFormat.of().formatHex(set), index, threshold, content);
    }

    /** As it is given to its keeper. */
    public String toText() {
        byte[] bytes =
                ByteBuffer.allocate(BYTES)
                        .put(VERSION)
                        .put(HexFormat.of().parseHex(set))
                        .put((byte) index)
                        .put((byte) threshold)
                        .put(content)
                        .array();
        byte[] sum = checksum(Arrays.copyOf(bytes, BYTES - CHECKSUM_BYTES));
        System.arraycopy(sum, 0, bytes, BYTES - CHECKSUM_BYTES, CHECKSUM_BYTES);
        try {
            return PREFIX + HexFormat.of().formatHex(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] checksum(byte[] bytes) {
        try {
            return Arrays.copyOf(
                    MessageDigest.getInstance("SHA-256").digest(bytes), CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoException("This Java runtime has no SHA-256", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** By which shares that were made together know each other. */
    public String set() {
        return set;
    }

    /** Its number in the set, from 1. */
    public int index() {
        return index;
    }

    /** How many of the set open. */
    public int threshold() {
        return threshold;
    }

    byte[] content() {
        return content;
    }

    /** Overwrites it. */
    public void destroy() {
        Arrays.fill(content, (byte) 0);
    }

    @Override
    public String toString() {
        return "Share[" + index + " of set " + set + "]";
    }
}
