package io.berth.keyvault.rest;

import io.berth.keyvault.container.ContainerUnavailableException;
import io.berth.keyvault.domain.Refusal;
import io.berth.kit.rest.ProblemMappers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A container that is away, in the midst of any call, as a problem. */
@ApplicationScoped
public class ContainerProblems {
    private static final Logger LOG = Logger.getLogger(ContainerProblems.class);

    private final ProblemMappers mappers;

    ContainerProblems(ProblemMappers mappers) {
        this.mappers = mappers;
    }

    @ServerExceptionMapper
    public Response unavailable(ContainerUnavailableException e) {
        LOG.warnf("container %s does not answer: %s", e.place(), e.getMessage());
        return mappers.problem(
                Problems.of(
                        new Refusal.ContainerUnavailable(
                                e.place(), String.valueOf(e.getMessage()))));
    }
}
