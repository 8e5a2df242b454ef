package io.berth.kit.rest;

import io.berth.contracts.ids.Principal;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;

/**
 * Who calls. A token whose name could not be written down is refused before anything is done on its
 * behalf: whatever changes is recorded with who changed it.
 */
@Provider
@Priority(Priorities.AUTHORIZATION + 1)
public class Callers implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        SecurityContext context = request.getSecurityContext();
        if (context != null && context.getUserPrincipal() != null) {
            principal(context);
        }
    }

    /**
     * The caller.
     *
     * @throws ProblemException (403 {@code unfit-principal}) when the token's name is not one that
     *     can be recorded
     */
    public static Principal principal(SecurityContext context) {
        try {
            return new Principal(context.getUserPrincipal().getName());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(
                                    403,
                                    "unfit-principal",
                                    "The token names nobody who could be recorded",
                                    String.valueOf(e.getMessage()))
                            .withHint("Use a token whose claim upn is a plain name"));
        }
    }
}
