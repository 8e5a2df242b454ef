package io.berth.inventory.domain.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.inventory.domain.support.LibraryShareRules.Judgement;
import io.berth.inventory.domain.support.LibraryShareRules.Share;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryShareRulesTest {
    private static final LibraryShareRules RULES = Rules.of(LibraryShareRules.class);

    @ParameterizedTest
    @CsvSource({
        "Windows Server 2008, Enterprise, true, PASSED, true",
        "Windows Server 2008, Datacenter, true, PASSED, true",
        "windows server 2008, DATACENTER, true, PASSED, true",
        "Windows Server 2008, Standard, true, NOT_LISTED, false",
        "Windows Server 2008, , true, NOT_LISTED, false",
        "Windows Server 2008, Datacenter, false, PASSED, false",
        "Windows Server 2003, Enterprise, true, FAILED, false",
        "Windows Server 2003 R2, Datacenter, true, FAILED, false",
        "Samba 4, , true, NOT_LISTED, false"
    })
    void aShareIsHighlyAvailableOnlyOnARecognisedCluster(
            String system,
            @Nullable String edition,
            boolean clustered,
            Outcome recognised,
            boolean highlyAvailable) {
        Judgement judgement =
                RULES.judge(new Share(new Product(system, null, edition, null, null), clustered));

        assertThat(judgement.highlyAvailable()).isEqualTo(highlyAvailable);
        assertThat(judgement.rules())
                .extracting(RuleResult::outcome)
                .containsExactly(clustered ? Outcome.PASSED : Outcome.FAILED, recognised);
    }

    @Test
    void whatIsNotStatedDoesNotCount() {
        assertThat(RULES.judge(new Share(null, true)).highlyAvailable()).isFalse();
    }

    @Test
    void portalsAreNotLoadBalanced() {
        assertThat(RULES.portalRefusals(false)).isEmpty();
        assertThat(RULES.portalRefusals(true))
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.wording().code()).isEqualTo("portal-load-balanced");
                    assertThat(refusal.wording().hint()).contains("side by side");
                });
    }
}
