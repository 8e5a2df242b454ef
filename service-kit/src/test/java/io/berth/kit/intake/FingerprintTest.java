package io.berth.kit.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final byte[] DIGITS = "56789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void anEventIsKnownByTypeAndPayload() {
        byte[] first = Fingerprint.of("a", DIGITS);
        assertFalse(Fingerprint.differ(first, Fingerprint.of("a", DIGITS.clone())));
        assertTrue(Fingerprint.differ(first, Fingerprint.of("b", DIGITS)));
        assertTrue(
                Fingerprint.differ(
                        first, Fingerprint.of("a\n5", "6789".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void everyBitOfThePayloadCounts() {
        byte[] whole = Fingerprint.of("a", DIGITS);
        for (int bit = 0; bit < DIGITS.length * 8; bit++) {
            byte[] flipped = DIGITS.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertTrue(Fingerprint.differ(whole, Fingerprint.of("a", flipped)), "bit " + bit);
        }
    }

    /**
     * The figures are another program's, which gives 0xE3069283 for the usual {@code 123456789}.
     */
    @Test
    void itIsTheTwoChecksumsOfTheLine() {
        assertEquals("e2ab15a447b6c8f0", HexFormat.of().formatHex(Fingerprint.of("1234", DIGITS)));
    }

    @Test
    void fingerprintsOfAnotherVersionSayNothing() {
        assertFalse(Fingerprint.differ(new byte[32], Fingerprint.of("a", DIGITS)));
    }
}
