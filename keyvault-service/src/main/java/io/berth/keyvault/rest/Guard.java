package io.berth.keyvault.rest;

import io.berth.keyvault.access.AccessControl;
import io.berth.keyvault.access.Identities;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Target;
import io.berth.kit.rest.Callers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;

/** Asks before a call does anything whether the container lets its caller do that. */
@ApplicationScoped
public class Guard {
    private final Identities identities;
    private final AccessControl access;

    Guard(Identities identities, AccessControl access) {
        this.identities = identities;
        this.access = access;
    }

    /**
     * Lets the call go on only if the caller has this right on the object.
     *
     * @throws io.berth.kit.rest.ProblemException (403 {@code access-denied}) when it has not
     */
    void require(SecurityContext context, Right right, Target target) {
        Optional<Refusal> refusal =
                access.refusal(
                        identities.of(Callers.principal(context), context::isUserInRole),
                        right,
                        target);
        if (refusal.isPresent()) {
            throw Problems.of(refusal.get());
        }
    }
}
