package io.berth.mover.hash;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

    /** The two sums as the paper has them, word by word and in numbers without a limit. */
    @Test
    void it_is_the_sum_of_products_of_words() throws NoSuchAlgorithmException {
        Random random = new Random(1);
        byte[] secret = new byte[ChangeHash.SECRET_BYTES];
        random.nextBytes(secret);
        int[] key = key(secret, 70_000 / 4 + 4);
        ChangeHash change = new ChangeHash(secret, 70_000);
        for (int bytes : new int[] {0, 1, 3, 4, 7, 8, 9, 15, 16, 4096, 65_536, 65_541, 70_000}) {
            byte[] data = new byte[bytes];
            random.nextBytes(data);
            ByteBuffer expected = ByteBuffer.allocate(ChangeHash.BYTES);
            expected.putLong(0, sum(data, key, 0)).putLong(8, sum(data, key, 1));
            assertThat(hash(change, data)).as("%d bytes", bytes).isEqualTo(expected.array());
        }
    }

    @Test
    void where_the_bytes_lie_makes_no_difference() {
        ChangeHash change = new ChangeHash(new byte[ChangeHash.SECRET_BYTES], 8192);
        byte[] data = new byte[8192];
        new Random(2).nextBytes(data);
        ByteBuffer direct = ByteBuffer.allocateDirect(8195);
        direct.put(3, data);
        ByteBuffer to = ByteBuffer.allocate(ChangeHash.BYTES);
        change.put(direct.position(100), 3, data.length, to, 0);
        assertThat(to.array()).isEqualTo(hash(change, data));
    }

    private static long sum(byte[] data, int[] key, int pass) {
        BigInteger sum = BigInteger.ZERO;
        ByteBuffer words = ByteBuffer.allocate((data.length + 7) / 8 * 8).order(LITTLE_ENDIAN);
        words.put(0, data);
        for (int pair = 0; pair < words.capacity() / 8; pair++) {
            int at = 2 * (pair + pass);
            sum =
                    sum.add(
                            unsigned(words.getInt(8 * pair) + key[at])
                                    .multiply(unsigned(words.getInt(8 * pair + 4) + key[at + 1])));
        }
        return sum.longValue();
    }

    private static BigInteger unsigned(int word) {
        return BigInteger.valueOf(Integer.toUnsignedLong(word));
    }

    /** Of each 8 bytes of SHA-256(secret ‖ number), the last 4 are the first word. */
    private static int[] key(byte[] secret, int words) throws NoSuchAlgorithmException {
        int[] key = new int[words + 8];
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < words; i += 8) {
            sha.update(secret);
            ByteBuffer digest =
                    ByteBuffer.wrap(sha.digest(ByteBuffer.allocate(4).putInt(i / 2).array()));
            for (int w = 0; w < 8; w += 2) {
                key[i + w + 1] = digest.getInt();
                key[i + w] = digest.getInt();
            }
        }
        return key;
    }
}
