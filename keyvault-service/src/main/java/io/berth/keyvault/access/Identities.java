package io.berth.keyvault.access;

import io.berth.contracts.ids.Principal;
import io.berth.keyvault.domain.access.Identity;
import io.berth.keyvault.domain.access.Trustee;
import io.berth.kit.security.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who a token's bearer is to the entries of the container. A service of Berth is nobody but an
 * authenticated user; what it may read it reads through the vault's account.
 */
@ApplicationScoped
public class Identities {
    private final Map<String, Trustee> groups;
    private final Map<String, Trustee> principals;

    /**
     * @throws IllegalArgumentException when the settings make a token the vault's own account
     */
    public Identities(AccessConfig config) {
        groups = fit(config.groups());
        principals = fit(config.principals());
    }

    private static Map<String, Trustee> fit(Map<String, Trustee> named) {
        named.forEach((name, trustee) -> {
            if (!trustee.fromToken()) {
                throw new IllegalArgumentException(
                        "berth.keyvault.access makes %s %s, which no token can be"
                                .formatted(name, trustee));
            }
        });
        return Map.copyOf(named);
    }

    /**
     * @param inGroup whether the token's groups have this one
     */
    public Identity of(Principal principal, Predicate<String> inGroup) {
        Set<Trustee> trustees = EnumSet.of(Trustee.AUTHENTICATED_USERS);
        groups.forEach((group, trustee) -> {
            if (inGroup.test(group)) {
                trustees.add(trustee);
            }
        });
        Trustee named = principals.get(principal.value());
        if (named != null) {
            trustees.add(named);
        }
        return new Identity(principal, trustees, inGroup.test(Roles.SERVICE));
    }
}
