package io.berth.mover.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangeHashTest {
    private static byte[] hash(ChangeHash change, byte[] data) {
        ByteBuffer to = ByteBuffer.allocate(ChangeHash.BYTES);
        change.put(ByteBuffer.wrap(data), 0, data.length, to, 0);
        return to.array();
    }

    @Test
    void every_flipped_bit_changes_it() {
        ChangeHash change = new ChangeHash(new byte[ChangeHash.SECRET_BYTES], 4096);
        byte[] data = new byte[997];
        Set<ByteBuffer> seen = new HashSet<>();
        seen.add(ByteBuffer.wrap(hash(change, data)));
        for (int bit = 0; bit < data.length * 8; bit++) {
            data[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(seen.add(ByteBuffer.wrap(hash(change, data)))).as("bit %d", bit).isTrue();
            data[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    /**
     * The sum as the paper has it, in numbers without a limit; the key is found by its differences.
     */
    @Test
    void it_is_linear_in_each_word_with_the_other_as_factor() {
        ChangeHash change = new ChangeHash(new byte[ChangeHash.SECRET_BYTES], 4096);
        Random random = new Random(1);
        BigInteger mod = BigInteger.ONE.shiftLeft(128);
        for (int i = 0; i < 200; i++) {
            byte[] a = new byte[64];
            random.nextBytes(a);
            a[7] = 0;
            byte[] b = a.clone();
            b[0] ^= 1;
            byte[] c = b.clone();
            c[0] ^= 1;
            c[32] ^= 4;
            byte[] d = b.clone();
            d[32] ^= 4;
            BigInteger one = number(hash(change, b)).subtract(number(hash(change, a))).mod(mod);
            BigInteger two = number(hash(change, d)).subtract(number(hash(change, c))).mod(mod);
            assertThat(one).isEqualTo(two);
        }
    }

    private static BigInteger number(byte[] hash) {
        ByteBuffer from = ByteBuffer.wrap(hash);
        long low = from.getLong();
        long high = from.getLong();
        return new BigInteger(1, ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    }
}
