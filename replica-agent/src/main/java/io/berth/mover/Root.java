package io.berth.mover;

import java.util.HexFormat;

/**
 * The root of the Merkle tree over the blocks of an image: two images with the same root are the
 * same, byte for byte.
 *
 * @param hex 64 digits, of a SHA-256
 */
public record Root(String hex) {
    private static final int BYTES = 32;

    /**
     * @throws IllegalArgumentException when it is not 32 bytes in lower-case digits
     */
    public Root {
        if (hex.length() != 2 * BYTES || !hex.equals(HexFormat.of().formatHex(parsed(hex)))) {
            throw new IllegalArgumentException(
                    "a root has %d hexadecimal digits, given '%s'".formatted(2 * BYTES, hex));
        }
    }

    /** Of its 32 bytes. */
    public static Root of(byte[] digest) {
        return new Root(HexFormat.of().formatHex(digest));
    }

    /** Its 32 bytes. */
    public byte[] bytes() {
        return parsed(hex);
    }

    private static byte[] parsed(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
