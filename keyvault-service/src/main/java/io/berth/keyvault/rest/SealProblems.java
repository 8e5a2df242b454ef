package io.berth.keyvault.rest;

import io.berth.keyvault.app.VaultSealedException;
import io.berth.kit.rest.ProblemMappers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A sealed vault, in the midst of any call, as a problem; and how long to wait for an attempt. */
@ApplicationScoped
public class SealProblems {
    private final ProblemMappers mappers;

    SealProblems(ProblemMappers mappers) {
        this.mappers = mappers;
    }

    @ServerExceptionMapper
    public Response sealed(VaultSealedException e) {
        return mappers.problem(Problems.of(e.refusal()));
    }

    @ServerExceptionMapper
    public Response tooOften(TooOftenException e) {
        return Response.fromResponse(mappers.problem(e))
                .header(HttpHeaders.RETRY_AFTER, e.retryAfter().toSeconds())
                .build();
    }
}
