package io.berth.mover.hash;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells whether a block changed, at the speed of memory. It is the universal hash NH with Toeplitz
 * keys (Black, Halevi, Krawczyk, Krovetz, Rogaway: UMAC, CRYPTO 1999) over words of 32 bits, twice:
 * with message words m and key words k, for j = 0 and 1
 *
 * <pre>Σ (m₂ᵢ + k₂₍ᵢ₊ⱼ₎ mod 2³²) · (m₂ᵢ₊₁ + k₂₍ᵢ₊ⱼ₎₊₁ mod 2³²)  mod 2⁶⁴</pre>
 *
 * Each sum is the same for two different blocks of one length with a probability of at most 2⁻³²,
 * both are with 2⁻⁶⁴ at most, whatever the blocks hold, as long as who chose them does not know the
 * key. That is proven, and it is why this is not a seeded XXH64: for that, pairs are known that
 * collide under every second seed, and a guest could write them. The key is drawn for each map and
 * leaves the host never. A last word that is cut off is filled with zeros.
 *
 * <p>Words of 32 bits and not of 64, because their products are what vector units have: one sum
 * over a stretch is a loop that the JIT turns into vectors of 256 bits, and two loops are three
 * times as fast as one with a product of 128 bits.
 *
 * <p>It proves nothing to others; the leaves of the tree do that. Immutable, for all threads. Time:
 * O(bytes), two multiplications for 8 bytes.
 */
public final class ChangeHash {
    /** Of the secret from which the key is made. */
    public static final int SECRET_BYTES = 32;

    /** Of a hash. */
    public static final int BYTES = 16;

    /** Pairs of words that both sums go over in turn: with their keys half of a level 1 cache. */
    private static final int STRETCH = 1024;

    private static final long LOW = 0xffff_ffffL;
    private static final ValueLayout.OfLong PAIR =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Two words in each: the first of a pair is the lower one. */
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
        key = new long[(blockBytes + Long.BYTES - 1) / Long.BYTES + 1];
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
        long first = 0;
        long second = 0;
        int pairs = bytes / Long.BYTES;
        for (int begin = 0; begin < pairs; begin += STRETCH) {
            int end = Math.min(begin + STRETCH, pairs);
            first += sum(block, begin, end);
            second += nextSum(block, begin, end);
        }
        int rest = bytes % Long.BYTES;
        if (rest > 0) {
            ByteBuffer last = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            last.put(0, data, from + bytes - rest, rest);
            first += product(last.getLong(0), key[pairs]);
            second += product(last.getLong(0), key[pairs + 1]);
        }
        to.putLong(at, first).putLong(at + Long.BYTES, second);
    }

    private long sum(MemorySegment block, int begin, int end) {
        long[] keys = key;
        long sum = 0;
        for (int i = begin; i < end; i++) {
            sum += product(block.getAtIndex(PAIR, i), keys[i]);
        }
        return sum;
    }

    // Not the one above with the shift as a parameter: the JIT vectorises no index of two
    // variables.
    private long nextSum(MemorySegment block, int begin, int end) {
        long[] keys = key;
        long sum = 0;
        for (int i = begin; i < end; i++) {
            sum += product(block.getAtIndex(PAIR, i), keys[i + 1]);
        }
        return sum;
    }

    private static long product(long pair, long key) {
        return (pair + key & LOW) * (pair + (key & ~LOW) >>> 32);
    }
}
