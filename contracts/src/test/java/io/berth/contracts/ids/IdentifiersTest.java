package io.berth.contracts.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "node-01", "A.b_c-D", "0..", "x--"})
    void plainNamesAreAccepted(String text) {
        assertThatCode(() -> new HostId(text)).doesNotThrowAnyException();
    }

    @Test
    void sixtyFourCharactersAreAcceptedAndNoMore() {
        assertThat(new VmId("v".repeat(64)).value()).hasSize(64);
        assertThatThrownBy(() -> new VmId("v".repeat(65)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("VmId has 65 characters; at most 64 are allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "' a', 0, U+0020",
        "-a, 0, U+002D",
        ".a, 0, U+002E",
        "_a, 0, U+005F",
        "a/b, 1, U+002F",
        "nöde, 1, U+00F6",
        "'a\0', 1, U+0000"
    })
    void anIllegalCharacterIsNamedWithItsPlace(String text, int position, String character) {
        assertThatThrownBy(() -> new HostId(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("HostId has an illegal character at position " + position)
                .hasMessageContaining(character);
    }

    @Test
    void anEmptyOneIsMissing() {
        assertThatThrownBy(() -> new SiteId("")).hasMessage("SiteId is missing");
    }

    @Test
    void everyHostGroupHasADomainForItsStandaloneHosts() {
        HostGroupId longest = new HostGroupId("g".repeat(HostGroupId.MAX_LENGTH));

        assertThat(DomainId.standalone(longest).value()).hasSize(Identifiers.MAX_LENGTH);
        assertThatThrownBy(() -> new HostGroupId("g".repeat(HostGroupId.MAX_LENGTH + 1)))
                .hasMessageContaining("at most " + HostGroupId.MAX_LENGTH);
    }

    @Test
    void noClusterIsTakenForStandaloneHosts() {
        assertThat(DomainId.standalone(new HostGroupId("lab")).isStandalone()).isTrue();
        assertThat(DomainId.of(new ClusterId("lab")).isStandalone()).isFalse();
        assertThatThrownBy(() -> new ClusterId("standalone.lab"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("standalone.");
    }

    @Test
    void countersKnowTheirOrder() {
        assertThat(Epoch.NONE.next()).isEqualTo(new Epoch(1));
        assertThat(new Epoch(1).isBefore(new Epoch(2))).isTrue();
        assertThat(new Epoch(2).isBefore(new Epoch(2))).isFalse();
        assertThat(Tenure.NONE.isBefore(Tenure.NONE.next())).isTrue();
        assertThat(new BootId(1).next()).isGreaterThan(new BootId(1));
        assertThatThrownBy(() -> new Epoch(Long.MAX_VALUE).next())
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void countersHaveALowestValue() {
        assertThatThrownBy(() -> new Epoch(-1)).hasMessageContaining("Epoch is -1");
        assertThatThrownBy(() -> new Tenure(-1)).hasMessageContaining("Tenure is -1");
        assertThatThrownBy(() -> new BootId(0)).hasMessageContaining("BootId is 0");
        assertThatThrownBy(() -> new MiB(-1)).hasMessageContaining("MiB is -1");
    }

    @Test
    void anAmountOfMemoryIsBounded() {
        assertThat(MiB.ofGiB(3)).isEqualTo(new MiB(3072));
        assertThat(new MiB(1L << 40)).hasToString("1099511627776 MiB");
        assertThatThrownBy(() -> new MiB((1L << 40) + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
