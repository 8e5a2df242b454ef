package io.berth.mover.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells whether a block changed, at the speed of memory. It is the universal hash NH (Black,
 * Halevi, Krawczyk, Krovetz, Rogaway: UMAC, CRYPTO 1999) over words of 64 bits: with key words k,
 * message words m
 *
 * <pre>Σ (m₂ᵢ + k₂ᵢ mod 2⁶⁴) · (m₂ᵢ₊₁ + k₂ᵢ₊₁ mod 2⁶⁴)  mod 2¹²⁸</pre>
 *
 * Two different blocks of the same length have the same hash with a probability of at most 2⁻⁶⁴,
 * whatever they hold, as long as who chose them does not know the key. That is proven, and it is
 * why this is not a seeded XXH64: for that, pairs are known that collide under every second seed,
 * and a guest could write them. The key is drawn for each map and leaves the host never.
 *
 * <p>It proves nothing to others; the leaves of the tree do that. Immutable, for all threads. Time:
 * O(bytes), two multiplications for 16 bytes.
 */
public final class ChangeHash {
    /** Of the secret from which the key is made. */
    public static final int SECRET_BYTES = 32;

    /** Of a hash. */
    public static final int BYTES = 16;

    private static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private final long[] key;

    /**
     * @param secret of {@value #SECRET_BYTES} bytes, drawn from a good source
     * @param blockBytes the longest block
     */
    public ChangeHash(byte[] secret, int blockBytes) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "a secret has %d bytes, given %d".formatted(SECRET_BYTES, secret.length));
        }
        key = new long[(blockBytes + BYTES - 1) / BYTES * 2];
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < key.length; i += 4) {
                sha.update(secret);
                ByteBuffer words =
                        ByteBuffer.wrap(sha.digest(ByteBuffer.allocate(4).putInt(i).array()));
                for (int w = i; w < Math.min(i + 4, key.length); w++) {
                    key[w] = words.getLong();
                }
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Puts the hash of these bytes into {@code to}; both buffers stay where they are. */
    public void put(ByteBuffer data, int from, int bytes, ByteBuffer to, int at) {
        MemorySegment block = MemorySegment.ofBuffer(data.duplicate().clear()).asSlice(from, bytes);
        long low = 0;
        long high = 0;
        int whole = bytes & -BYTES;
        for (int i = 0; i < whole; i += BYTES) {
            long a = block.get(WORD, i) + key[i >>> 3];
            long b = block.get(WORD, i + 8) + key[(i >>> 3) + 1];
            long product = a * b;
            low += product;
            high += Math.unsignedMultiplyHigh(a, b) + carry(low, product);
        }
        if (whole < bytes) {
            ByteBuffer rest = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
            rest.put(0, data, from + whole, bytes - whole);
            long a = rest.getLong(0) + key[whole >>> 3];
            long b = rest.getLong(8) + key[(whole >>> 3) + 1];
            long product = a * b;
            low += product;
            high += Math.unsignedMultiplyHigh(a, b) + carry(low, product);
        }
        to.putLong(at, low).putLong(at + 8, high);
    }

    private static long carry(long sum, long added) {
        return sum + Long.MIN_VALUE < added + Long.MIN_VALUE ? 1 : 0;
    }
}
