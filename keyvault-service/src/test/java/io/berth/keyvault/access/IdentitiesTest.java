package io.berth.keyvault.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.contracts.ids.Principal;
import io.berth.keyvault.domain.access.Identity;
import io.berth.keyvault.domain.access.Trustee;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentitiesTest {
    private record Settings(Map<String, Trustee> groups, Map<String, Trustee> principals)
            implements AccessConfig {}

    private static final Identities IDENTITIES =
            new Identities(
                    new Settings(
                            Map.of(
                                    "administrator", Trustee.DOMAIN_ADMINS,
                                    "Administrators", Trustee.ADMINISTRATORS),
                            Map.of("root", Trustee.ADMINISTRATOR)));

    private static Identity of(String principal, String... groups) {
        return IDENTITIES.of(new Principal(principal), Set.of(groups)::contains);
    }

    @Test
    void aTokenAloneMakesAnAuthenticatedUser() {
        assertThat(of("bob", "viewer", "operator").trustees())
                .containsExactly(Trustee.AUTHENTICATED_USERS);
    }

    @Test
    void aServiceIsNoMoreThanThat() {
        assertThat(of("inventory", "service"))
                .isEqualTo(
                        new Identity(
                                new Principal("inventory"),
                                Set.of(Trustee.AUTHENTICATED_USERS),
                                true));
    }

    @Test
    void groupsAndNamesAddUp() {
        assertThat(of("root", "administrator", "Administrators").trustees())
                .containsExactlyInAnyOrder(
                        Trustee.AUTHENTICATED_USERS,
                        Trustee.DOMAIN_ADMINS,
                        Trustee.ADMINISTRATORS,
                        Trustee.ADMINISTRATOR);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVICE_ACCOUNT", "SELF", "AUTHENTICATED_USERS"})
    void noTokenIsTheVaultsOwnAccount(Trustee trustee) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Identities(new Settings(Map.of("g", trustee), Map.of())))
                .withMessageContaining(trustee.name());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Identities(new Settings(Map.of(), Map.of("p", trustee))))
                .withMessageContaining("p");
    }
}
