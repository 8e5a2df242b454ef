package io.berth.kit.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;

/**
 * Problems as responses. The body is written here, so that it comes out the same whatever media
 * type the failed endpoint produces.
 */
@ApplicationScoped
public class ProblemResponses {
    private final ObjectMapper json;

    @Inject
    public ProblemResponses(ObjectMapper json) {
        this.json = json;
    }

    /** The response of a problem. */
    public Response of(Problem problem) {
        return builder(problem).build();
    }

    Response.ResponseBuilder builder(Problem problem) {
        try {
            return Response.status(problem.status())
                    .type(Problem.MEDIA_TYPE)
                    .entity(json.writeValueAsBytes(problem));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
