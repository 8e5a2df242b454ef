package io.berth.inventory.domain.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.inventory.BmcProtocol;
import io.berth.inventory.domain.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BmcRulesTest {
    private static final BmcRules RULES = Rules.of(BmcRules.class);

    @ParameterizedTest
    @CsvSource({
        "IPMI 1.5, IPMI_1_5",
        "IPMI 2.0, IPMI_2_0",
        "ipmi2.0, IPMI_2_0",
        "DCMI 1.0, DCMI_1_0",
        "HP iLO 2, ILO_2",
        "iLO 2, ILO_2",
        "SMASH 1.0 over WS-Man, SMASH_1_0",
        "SMASH 1.0 over WS-Management, SMASH_1_0",
        "Redfish, REDFISH"
    })
    void knowsTheProtocolsByTheirNames(String text, BmcProtocol protocol) {
        assertThat(RULES.accept(text)).isEqualTo(new Verdict.Accepted<>(protocol));
    }

    @ParameterizedTest
    @EnumSource(BmcProtocol.class)
    void knowsEveryProtocolByItsConstant(BmcProtocol protocol) {
        assertThat(RULES.accept(protocol.name())).isEqualTo(new Verdict.Accepted<>(protocol));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IPMI",
                "IPMI 1.0",
                "IPMI 2.1",
                "DCMI 1.5",
                "iLO",
                "HP iLO 3",
                "SMASH 2.0",
                "DRAC",
                "SNMP",
                "Wake-on-LAN",
                ""
            })
    void refusesAllOthersWithTheList(String text) {
        Verdict<BmcProtocol> verdict = RULES.accept(text);

        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        var refusal = ((Verdict.Refused<BmcProtocol>) verdict).refusals().getFirst().refusal();
        assertThat(refusal.wording().code()).isEqualTo("bmc-protocol-not-accepted");
        assertThat(refusal.wording().detail()).contains("bare-metal deployment", "power fencing");
        assertThat(refusal.wording().hint())
                .contains("IPMI 1.5, IPMI 2.0, DCMI 1.0, HP iLO 2, SMASH 1.0 over WS-Man, Redfish");
    }
}
