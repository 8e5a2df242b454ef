package io.berth.keyvault.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {
    @Test
    void putsTheLengthBeforeEachPart() {
        assertThat(Canonical.of("ab", "", "ü"))
                .containsExactly(
                        0, 0, 0, 2, 'a', 'b', 0, 0, 0, 0, 0, 0, 0, 2, (byte) 0xC3, (byte) 0xBC);
    }

    /** Two lists of parts are the same exactly when their bytes are. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noTwoListsOfPartsGiveTheSameBytes(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 5000; run++) {
            String[] one = parts(random);
            String[] two = parts(random);

            assertThat(java.util.Arrays.equals(Canonical.of(one), Canonical.of(two)))
                    .as("seed %d, run %d", seed, run)
                    .isEqualTo(java.util.Arrays.equals(one, two));
        }
    }

    /** Short parts of few characters, so that equal lists and equal concatenations are common. */
    private static String[] parts(Random random) {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(_ -> "ab\0/".substring(0, random.nextInt(3)))
                .toArray(String[]::new);
    }
}
