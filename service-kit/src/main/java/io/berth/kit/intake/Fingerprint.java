package io.berth.kit.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * By what two events of one id are told apart: the two common checksums of 32 bits over type and
 * payload. It finds the mistake of a producer, not a forger: who can write to the topic needs no
 * second payload for an id. A cryptographic digest says no more here and took as long as reading
 * the event.
 */
final class Fingerprint {
    /** Length in bytes. */
    static final int BYTES = 8;

    private Fingerprint() {}

    static byte[] of(String type, byte[] payload) {
        return ByteBuffer.allocate(BYTES)
                .putInt(sum(new CRC32C(), type, payload))
                .putInt(sum(new CRC32(), type, payload))
                .array();
    }

    private static int sum(Checksum checksum, String type, byte[] payload) {
        checksum.update(type.getBytes(StandardCharsets.UTF_8));
        checksum.update('\n');
        checksum.update(payload);
        return (int) checksum.getValue();
    }

    /**
     * Whether these are of different events. Those of different lengths were made by different
     * versions of this service and say nothing.
     */
    static boolean differ(byte[] one, byte[] other) {
        return one.length == other.length && !Arrays.equals(one, other);
    }
}
