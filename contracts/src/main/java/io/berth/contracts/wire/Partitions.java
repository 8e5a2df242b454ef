package io.berth.contracts.wire;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Which partition a key belongs to: murmur2 everywhere. */
public final class Partitions {
    private Partitions() {}

    /** The partition of a key among {@code count}. */
    public static int of(byte[] key, int count) {
        return Utils.toPositive(Utils.murmur2(key)) % count;
    }

    /** The partition of a key among {@code count}. */
    public static int of(String key, int count) {
        return of(key.getBytes(StandardCharsets.UTF_8), count);
    }
}
