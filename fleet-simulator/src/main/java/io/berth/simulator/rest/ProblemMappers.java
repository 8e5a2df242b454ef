package io.berth.simulator.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.berth.simulator.runtime.FleetConflict;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error as a problem with a code and a hint; nothing of the inside leaves the process. */
final class ProblemMappers {
    private static final String SEE_README = "The README of the simulator shows every request.";
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return e.problem().response();
    }

    @ServerExceptionMapper
    Response conflict(FleetConflict e) {
        return Problem.of(Response.Status.CONFLICT, e.code(), message(e), e.hint()).response();
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException e) {
        return Problem.of(
                        Response.Status.BAD_REQUEST,
                        "malformed-request",
                        String.valueOf(e.getOriginalMessage()),
                        SEE_README)
                .response();
    }

    @ServerExceptionMapper
    Response mismatch(MismatchedInputException e) {
        return json(e);
    }

    @ServerExceptionMapper
    Response value(IllegalArgumentException e) {
        return Problem.of(Response.Status.BAD_REQUEST, "invalid-value", message(e), SEE_README)
                .response();
    }

    @ServerExceptionMapper
    Response unknownPath(NotFoundException e) {
        return Problem.of(
                        Response.Status.NOT_FOUND,
                        "unknown-path",
                        "There is nothing under this path.",
                        SEE_README)
                .response();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    Response unauthenticated(SecurityException e) {
        return Problem.of(
                        Response.Status.UNAUTHORIZED,
                        "unauthenticated",
                        "No valid token came with the request.",
                        "Send `Authorization: Bearer` with the output of `berth token operator`.")
                .response();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return Problem.of(
                        Response.Status.FORBIDDEN,
                        "forbidden",
                        "The role in the token does not allow this.",
                        "Reading takes the role viewer, everything else operator.")
                .response();
    }

    @ServerExceptionMapper
    Response webApplication(WebApplicationException e) {
        Throwable cause = e.getCause();
        if (cause instanceof JsonProcessingException json) {
            return json(json);
        }
        Response.Status status = Response.Status.fromStatusCode(e.getResponse().getStatus());
        if (status == null) {
            return e.getResponse();
        }
        return Problem.of(status, "http-" + status.getStatusCode(), message(e), SEE_README)
                .response();
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e) {
        String incident = UUID.randomUUID().toString();
        LOG.errorf(e, "Incident %s: a request failed unexpectedly", incident);
        return Problem.of(
                        Response.Status.INTERNAL_SERVER_ERROR,
                        "internal",
                        "The request failed unexpectedly; incident " + incident + ".",
                        "Look for the incident in the simulator's log.")
                .response();
    }

    private static String message(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
