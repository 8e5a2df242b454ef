package io.berth.keyvault.crypto;

import static io.berth.keyvault.crypto.Vaults.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.berth.keyvault.crypto.Share.MalformedShareException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {
    private static final SharedKey FIVE = SharedKey.fresh(5, 3);
    private static final WrappedRootKey WRAPPED =
            WrappedRootKey.fresh(TENANT, FIVE.how(), FIVE.key());

    private static List<Share> shares(int... numbers) throws MalformedShareException {
        List<Share> shares = new ArrayList<>();
        for (int number : numbers) {
            shares.add(Share.ofText(FIVE.shares().get(number)));
        }
        return shares;
    }

    @ParameterizedTest
    @CsvSource({"0,1,2", "2,3,4", "4,0,2", "1,4,3"})
    void anyThreeOfFiveOpen(int a, int b, int c) throws Exception {
        assertThat(WRAPPED.open(SharedKey.join(FIVE.how(), shares(a, b, c)))).isPresent();
    }

    @Test
    void allFiveOpenAndTwoDoNot() throws Exception {
        assertThat(WRAPPED.open(SharedKey.join(FIVE.how(), shares(0, 1, 2, 3, 4)))).isPresent();
        assertThat(WRAPPED.open(SharedKey.join(FIVE.how(), shares(0, 1)))).isEmpty();
    }

    @Test
    void isReadBackHoweverItIsTyped() throws Exception {
        String text = FIVE.shares().getFirst();
        String typed = text.toUpperCase(Locale.ROOT).replaceAll("(.{8})", "$1 - ");

        Share share = Share.ofText(typed);

        assertThat(share.toText()).isEqualTo(text);
        assertThat(share.set()).isEqualTo(FIVE.how().set());
        assertThat(share.threshold()).isEqualTo(3);
        assertThat(share.toString()).doesNotContain(text.substring(40));
    }

    @Test
    void everyChangedDigitShows() {
        String text = FIVE.shares().getFirst();
        for (int i = "berth-share-".length(); i < text.length(); i++) {
            char other = text.charAt(i) == '0' ? '1' : '0';
            String changed = text.substring(0, i) + other + text.substring(i + 1);

            assertThatExceptionOfType(MalformedShareException.class)
                    .isThrownBy(() -> Share.ofText(changed))
                    .withMessage("does not fit its checksum");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | does not begin with berth-share-",
                "correct horse       | does not begin with berth-share-",
                "berth-share-        | has 0 bytes where 47 are needed",
                "berth-share-0102    | has 2 bytes where 47 are needed",
                "berth-share-01zz    | holds something else than pairs of digits and a-f",
                "berth-share-010     | holds something else than pairs of digits and a-f"
            })
    void saysWhatIsWrong(String text, String wrong) {
        assertThatExceptionOfType(MalformedShareException.class)
                .isThrownBy(() -> Share.ofText(text))
                .withMessage(wrong);
    }

    @Test
    void readsNothingThatIsTooLong() {
        assertThatExceptionOfType(MalformedShareException.class)
                .isThrownBy(() -> Share.ofText("berth-share-" + "0".repeat(1000)))
                .withMessage("is too long");
    }
}
