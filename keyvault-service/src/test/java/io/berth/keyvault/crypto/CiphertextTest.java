package io.berth.keyvault.crypto;

import static io.berth.keyvault.crypto.Vaults.RECORD;
import static io.berth.keyvault.crypto.Vaults.RING;
import static io.berth.keyvault.crypto.Vaults.TENANT;
import static io.berth.keyvault.crypto.Vaults.key;
import static io.berth.keyvault.crypto.Vaults.secret;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.keyvault.domain.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CiphertextTest {
    private static final Ciphertext GENUINE =
            RecordCipher.protect(TENANT, key(RING, 258), RECORD, secret("x"));

    @Test
    void hasTheFormThatItsDescriptionSays() {
        ByteBuffer bytes = ByteBuffer.wrap(GENUINE.toBytes());

        assertThat(bytes.get()).isEqualTo((byte) 2);
        assertThat(bytes.getInt()).isEqualTo(258);
        assertThat(bytes.get()).isEqualTo((byte) 4);
        byte[] ring = new byte[4];
        bytes.get(ring);
        assertThat(ring).asString().isEqualTo("ring");
        assertThat(bytes.remaining()).isEqualTo(60 + 32 + 4 + 1 + 16);
    }

    @Test
    void takesNoOtherForm() {
        byte[] bytes = Arrays.copyOf(GENUINE.toBytes(), GENUINE.toBytes().length + 8);
        for (int form = 0; form < 256; form++) {
            bytes[0] = (byte) form;
            assertThat(Ciphertext.ofBytes(bytes).isPresent()).isEqualTo(form == 1 || form == 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void takesNoVersionBelowOne(int version) {
        byte[] bytes = GENUINE.toBytes();
        ByteBuffer.wrap(bytes).putInt(1, version);

        assertThat(Ciphertext.ofBytes(bytes)).isEmpty();
    }

    @Test
    void takesNoRingThatIsNoName() {
        byte[] bytes = GENUINE.toBytes();
        bytes[6] = '/';

        assertThat(Ciphertext.ofBytes(bytes)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 28", "2, 20"})
    void takesNoMoreThanTheLongestPlaintext(byte form, int overhead) {
        byte[] longest = new byte[6 + 4 + 60 + 32 + overhead + Secret.MAX_BYTES];
        System.arraycopy(GENUINE.toBytes(), 0, longest, 0, 10);
        longest[0] = form;

        assertThat(Ciphertext.ofBytes(longest)).isPresent();
        assertThat(Ciphertext.ofBytes(Arrays.copyOf(longest, longest.length + 1))).isEmpty();
    }

    @Test
    void hasOneTextOnly() {
        String text = GENUINE.toText();

        assertThat(Ciphertext.ofText(text)).hasValue(GENUINE);
        assertThat(Ciphertext.ofText(text + "\n")).isEmpty();
        assertThat(Ciphertext.ofText(" " + text)).isEmpty();
        assertThat(Ciphertext.ofText(text.replace("=", "") + "!")).isEmpty();
        String unpadded = Base64.getEncoder().withoutPadding().encodeToString(GENUINE.toBytes());
        assertThat(Ciphertext.ofText(unpadded).isPresent()).isEqualTo(unpadded.equals(text));
        assertThat(Ciphertext.ofText("")).isEmpty();
        assertThat(Ciphertext.ofText("A".repeat(1_000_000))).isEmpty();
    }

    @Test
    void takesNoTextWithStrayLastBits() {
        // Two bytes, so that the whole length is not a multiple of three and bits are left over.
        String text = RecordCipher.protect(TENANT, key(RING, 258), RECORD, secret("xy")).toText();
        int last = text.indexOf('=') - 1;
        assertThat(last).isPositive();
        char stray = (char) (text.charAt(last) + 1);

        assertThat(Ciphertext.ofText(text.substring(0, last) + stray + text.substring(last + 1)))
                .isEmpty();
    }

    @Test
    void doesNotPrintItsBytes() {
        assertThat(GENUINE).hasToString("Ciphertext[ring=ring, version=258]");
    }
}
