package io.berth.keyvault.crypto;

import static io.berth.keyvault.crypto.Vaults.RECORD;
import static io.berth.keyvault.crypto.Vaults.RING;
import static io.berth.keyvault.crypto.Vaults.TENANT;
import static io.berth.keyvault.crypto.Vaults.key;
import static io.berth.keyvault.crypto.Vaults.secret;
import static io.berth.keyvault.crypto.Vaults.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.keyvault.domain.Secret;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCipherTest {
    private static final RingKey KEY = key(RING, 1);
    private static final Ciphertext GENUINE =
            RecordCipher.protect(TENANT, KEY, RECORD, secret("hunter2"));
    private static final Opening.Refused NOT_AUTHENTIC =
            new Opening.Refused(UnprotectRefusal.NOT_AUTHENTIC);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 1024, Secret.MAX_BYTES})
    void opensWhatItProtected(int length) {
        byte[] plaintext = new byte[length];
        new java.util.Random(length).nextBytes(plaintext);
        Ciphertext ciphertext =
                RecordCipher.protect(TENANT, KEY, RECORD, new Secret(plaintext.clone()));

        Optional<Ciphertext> read = Ciphertext.ofText(ciphertext.toText());

        assertThat(read).hasValue(ciphertext);
        assertThat(RecordCipher.open(TENANT, read.orElseThrow(), RING, KEY, RECORD))
                .isInstanceOfSatisfying(
                        Opening.Opened.class,
                        opened -> {
                            assertThat(opened.plaintext().reveal()).isEqualTo(plaintext);
                            assertThat(opened.version()).isEqualTo(new KeyVersion(1));
                        });
    }

    @Test
    void theSamePlaintextGivesAnotherCiphertextEachTime() {
        assertThat(RecordCipher.protect(TENANT, KEY, RECORD, secret("hunter2")))
                .isNotEqualTo(GENUINE);
    }

    @Test
    void refusesEveryFlippedBit() {
        byte[] genuine = GENUINE.toBytes();
        for (int bit = 0; bit < genuine.length * 8; bit++) {
            byte[] flipped = genuine.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));

            assertThat(open(flipped, KEY)).as("bit %d", bit).isNotNull();
        }
    }

    @Test
    void refusesEveryTruncation() {
        byte[] genuine = GENUINE.toBytes();
        for (int length = 0; length < genuine.length; length++) {
            assertThat(open(Arrays.copyOf(genuine, length), KEY))
                    .as("length %d", length)
                    .isNotNull();
        }
    }

    @Test
    void refusesWhatWasAppended() {
        byte[] genuine = GENUINE.toBytes();
        for (int more = 1; more <= 32; more++) {
            assertThat(open(Arrays.copyOf(genuine, genuine.length + more), KEY))
                    .isEqualTo(UnprotectRefusal.NOT_AUTHENTIC);
        }
    }

    /** The refusal of a service that has this key alone; null when it opened. */
    private static @Nullable UnprotectRefusal open(byte[] bytes, RingKey only) {
        Optional<Ciphertext> read = Ciphertext.ofBytes(bytes);
        if (read.isEmpty()) {
            return UnprotectRefusal.MALFORMED;
        }
        Ciphertext ciphertext = read.get();
        RingKey key = ciphertext.version().equals(only.version()) ? only : null;
        return switch (RecordCipher.open(TENANT, ciphertext, RING, key, RECORD)) {
            case Opening.Opened _ -> null;
            case Opening.Refused(UnprotectRefusal reason) -> reason;
        };
    }

    static Stream<Arguments> otherPlaces() {
        return Stream.of(
                Arguments.of("another object", new RecordRef("host/node-04", "bmc.password")),
                Arguments.of("another field", new RecordRef("host/node-03", "host.password")),
                Arguments.of("a part moved over", new RecordRef("host/node-03b", "mc.password")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherPlaces")
    void refusesWhatWasMadeForAnotherRecord(String what, RecordRef other) {
        assertThat(RecordCipher.open(TENANT, GENUINE, RING, KEY, other))
                .as(what)
                .isEqualTo(NOT_AUTHENTIC);
    }

    @Test
    void refusesWhatWasMadeUnderAnotherRing() {
        RingId other = new RingId("other");

        assertThat(RecordCipher.open(TENANT, GENUINE, other, key(other, 1), RECORD))
                .isEqualTo(NOT_AUTHENTIC);
    }

    @Test
    void refusesAForgedNameOfTheRing() {
        RingId other = new RingId("gnir"); // As long as the true one.
        Ciphertext forged =
                new Ciphertext(
                        other,
                        GENUINE.version(),
                        GENUINE.wrappedKey(),
                        GENUINE.commitment(),
                        GENUINE.payload());

        assertThat(RecordCipher.open(TENANT, forged, other, key(other, 1), RECORD))
                .isEqualTo(NOT_AUTHENTIC);
    }

    @Test
    void refusesAnotherTenantsRecord() {
        assertThat(RecordCipher.open(new UUID(1, 1), GENUINE, RING, KEY, RECORD))
                .isEqualTo(NOT_AUTHENTIC);
    }

    @Test
    void refusesAnotherKeyOfTheSameVersion() {
        assertThat(RecordCipher.open(TENANT, GENUINE, RING, key(RING, 1), RECORD))
                .isEqualTo(NOT_AUTHENTIC);
    }

    @Test
    void refusesAVersionThatTheRingDoesNotHave() {
        assertThat(RecordCipher.open(TENANT, GENUINE, RING, null, RECORD))
                .isEqualTo(new Opening.Refused(UnprotectRefusal.UNKNOWN_VERSION));
    }

    @Test
    void refusesPartsOfTwoRecordsPutTogether() {
        Ciphertext another = RecordCipher.protect(TENANT, KEY, RECORD, secret("swordfish"));
        Ciphertext mixed =
                new Ciphertext(
                        RING,
                        GENUINE.version(),
                        another.wrappedKey(),
                        another.commitment(),
                        GENUINE.payload());
        Ciphertext withOtherCommitment =
                new Ciphertext(
                        RING,
                        GENUINE.version(),
                        GENUINE.wrappedKey(),
                        another.commitment(),
                        GENUINE.payload());

        assertThat(RecordCipher.open(TENANT, mixed, RING, KEY, RECORD)).isEqualTo(NOT_AUTHENTIC);
        assertThat(RecordCipher.open(TENANT, withOtherCommitment, RING, KEY, RECORD))
                .isEqualTo(NOT_AUTHENTIC);
    }

    @Test
    void anOlderKeyStillOpensWhatItProtected() {
        RingKey second = key(RING, 2);
        Ciphertext newer = RecordCipher.protect(TENANT, second, RECORD, secret("swordfish"));

        assertThat(text(RecordCipher.open(TENANT, GENUINE, RING, KEY, RECORD)))
                .isEqualTo("hunter2");
        assertThat(text(RecordCipher.open(TENANT, newer, RING, second, RECORD)))
                .isEqualTo("swordfish");
    }
}
