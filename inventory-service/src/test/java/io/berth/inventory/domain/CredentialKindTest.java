package io.berth.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.keyvault.RecordRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialKindTest {
    @ParameterizedTest
    @CsvSource({"host, host.password", "bmc, bmc.password"})
    void eachPasswordHasItsOwnPlaceInTheKeyVault(String label, String field) {
        CredentialKind kind = CredentialKind.of(label).orElseThrow();

        assertThat(kind.passwordOf(new HostId("node-03")))
                .isEqualTo(new RecordRef("host/node-03", field));
    }

    @Test
    void theLongestHostIdFits() {
        String longest = "n".repeat(64);

        assertThat(CredentialKind.BMC.passwordOf(new HostId(longest)).object())
                .isEqualTo("host/" + longest);
    }

    @ParameterizedTest
    @CsvSource({"ilo", "BMC", "''"})
    void thereAreNoOtherKinds(String label) {
        assertThat(CredentialKind.of(label)).isEmpty();
    }
}
