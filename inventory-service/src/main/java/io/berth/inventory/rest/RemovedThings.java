package io.berth.inventory.rest;

import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.Principal;
import io.berth.inventory.app.estate.LookingBack;
import io.berth.inventory.domain.Removal;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemResponses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Tells who asks for something that was removed when that was and who did it, whatever kind it is
 * of: the register remembers.
 */
@ApplicationScoped
class RemovedThings {
    private final LookingBack lookingBack;
    private final ProblemResponses responses;

    RemovedThings(LookingBack lookingBack, ProblemResponses responses) {
        this.lookingBack = lookingBack;
        this.responses = responses;
    }

    @ServerExceptionMapper
    public Response notFound(ThingNotFound e) {
        Problem problem = e.problem();
        return responses.of(removal(e).map(removal -> told(problem, removal)).orElse(problem));
    }

    /** An id that cannot be was never removed, and the database is not asked for it. */
    private Optional<Removal> removal(ThingNotFound e) {
        try {
            Identifiers.check("id", e.id());
        } catch (IllegalArgumentException impossible) {
            return Optional.empty();
        }
        return lookingBack.removal(e.kind(), e.id());
    }

    private static Problem told(Problem problem, Removal removal) {
        Principal by = removal.by();
        Problem told =
                new Problem(
                                problem.type(),
                                problem.title(),
                                problem.status(),
                                problem.code(),
                                "%s It was removed at %s%s."
                                        .formatted(
                                                problem.detail(),
                                                removal.at(),
                                                by == null ? "" : " by " + by),
                                problem.values(),
                                problem.hint())
                        .with("removedAt", removal.at().toString());
        return by == null ? told : told.with("removedBy", by.value());
    }
}
