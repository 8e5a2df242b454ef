package io.berth.keyvault.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.keyvault.domain.UsePolicy.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsePolicyTest {
    private static final UsePolicy POLICY = UsePolicy.of(UsePolicy.MAX_LIMIT);

    @ParameterizedTest
    @CsvSource({"100, 100, 0", "100, 1, 99", "65536, 1000, 64536"})
    void takesFromTheBlockInMemory(long left, long wanted, long rest) {
        assertThat(POLICY.decide(left, wanted)).isEqualTo(new Decision.TakeFromBlock(rest));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "99, 100", "999, 1000"})
    void asksForABlockWhenTheOneInMemoryIsTooSmall(long left, long wanted) {
        assertThat(POLICY.decide(left, wanted)).isEqualTo(new Decision.ReserveMore(65_536));
    }

    @Test
    void asksForWhatIsWantedWhenThatIsMoreThanABlock() {
        assertThat(new UsePolicy(2000, 10).decide(3, 500)).isEqualTo(new Decision.ReserveMore(500));
    }

    @ParameterizedTest
    @ValueSource(longs = {999, 0, -1, (1L << 32) + 1, Long.MAX_VALUE})
    void noKeyIsUsedMoreThan2To32TimesNorLessThanOneRequest(long limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UsePolicy.of(limit))
                .withMessageContaining(limit + "; allowed is 1000 to 4294967296");
    }

    @Test
    void aBlockIsASmallPartOfTheKey() {
        assertThat(UsePolicy.of(1000).block()).isEqualTo(62);
        assertThatIllegalArgumentException().isThrownBy(() -> new UsePolicy(1000, 1001));
        assertThatIllegalArgumentException().isThrownBy(() -> new UsePolicy(1000, 0));
    }
}
