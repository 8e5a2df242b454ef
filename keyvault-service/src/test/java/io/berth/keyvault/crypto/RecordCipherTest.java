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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
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
                        GENUINE.form(),
                        other,
                        GENUINE.version(),
                        GENUINE.wrappedKey(),
                        GENUINE.commitment(),
                        GENUINE.number(),
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
        Ciphertext mixed = mixed(another.wrappedKey(), another.commitment(), GENUINE.number());
        Ciphertext withOtherCommitment =
                mixed(GENUINE.wrappedKey(), another.commitment(), GENUINE.number());
        Ciphertext withOtherNumber =
                mixed(GENUINE.wrappedKey(), GENUINE.commitment(), GENUINE.number() + 1);

        assertThat(RecordCipher.open(TENANT, mixed, RING, KEY, RECORD)).isEqualTo(NOT_AUTHENTIC);
        assertThat(RecordCipher.open(TENANT, withOtherCommitment, RING, KEY, RECORD))
                .isEqualTo(NOT_AUTHENTIC);
        assertThat(RecordCipher.open(TENANT, withOtherNumber, RING, KEY, RECORD))
                .isEqualTo(NOT_AUTHENTIC);
    }

    private static Ciphertext mixed(byte[] wrappedKey, byte[] commitment, int number) {
        return new Ciphertext(
                GENUINE.form(),
                RING,
                GENUINE.version(),
                wrappedKey,
                commitment,
                number,
                GENUINE.payload());
    }

    @Test
    void recordsOfOneCallAreEachTheirOwn() {
        RecordSealing call = RecordCipher.begin(TENANT, KEY);
        List<Ciphertext> records = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            records.add(call.protect(new RecordRef("host/" + i, "f"), secret("same")));
        }

        assertThat(records.stream().map(record -> HexFormat.of().formatHex(record.payload())))
                .doesNotHaveDuplicates();
        for (int i = 0; i < 1000; i++) {
            RecordRef own = new RecordRef("host/" + i, "f");
            RecordRef next = new RecordRef("host/" + (i + 1), "f");
            assertThat(text(RecordCipher.open(TENANT, records.get(i), RING, KEY, own)))
                    .isEqualTo("same");
            assertThat(RecordCipher.open(TENANT, records.get(i), RING, KEY, next))
                    .isEqualTo(NOT_AUTHENTIC);
        }
    }

    /** Made by the release before form 2, under the root key of {@link Vaults}. */
    @Nested
    class Form1 {
        private static final String WRAPPED_RING_KEY =
                "zcpiVOGEShxnSrTP1bcIV0xxg9BMkHO2n9GZjuEGnMlNFzFPTlpL/KzOQeqovIWxlkORhhKi41wojm5H";
        private static final String CIPHERTEXT =
                "AQAAAAEEcmluZ+YFwm8a0fGHbJLaqPkNROvQg2KIe+K7CB0Rz3b8C3IOEXuyuijCIkPb7MuSzok3nbD7"
                    + "otx6j0ZidoVZhII5IbmpSDRUh5tM0CqdyTnZP7ttJ/ORrlbQ0IbB6/XM6Z1GFKaY8PlY9otuw7FW"
                    + "VmJdENrV9wBtOY7TtD9cwzr6sgo=";

        private final RingKey key =
                Vaults.rootKey(1)
                        .open(
                                Base64.getDecoder().decode(WRAPPED_RING_KEY),
                                TENANT,
                                RING,
                                KeyVersion.FIRST)
                        .orElseThrow();

        @Test
        void stillOpens() {
            Ciphertext first = Ciphertext.ofText(CIPHERTEXT).orElseThrow();

            assertThat(text(RecordCipher.open(TENANT, first, RING, key, RECORD)))
                    .isEqualTo("hunter2");
            assertThat(first.toText()).isEqualTo(CIPHERTEXT);
            assertThat(
                            RecordCipher.open(
                                    TENANT, first, RING, key, new RecordRef("host/node-04", "x")))
                    .isEqualTo(NOT_AUTHENTIC);
        }

        @Test
        void refusesEveryFlippedBit() {
            byte[] genuine = Base64.getDecoder().decode(CIPHERTEXT);
            for (int bit = 0; bit < genuine.length * 8; bit++) {
                byte[] flipped = genuine.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));

                assertThat(open(flipped, key)).as("bit %d", bit).isNotNull();
            }
        }
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
