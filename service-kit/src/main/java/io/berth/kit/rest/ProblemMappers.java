package io.berth.kit.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.berth.kit.agent.AgentRefused;
import io.berth.kit.faults.TransientFaults;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.StaleStateException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Every failure of a request as problem details. What is not foreseen shows the caller nothing but
 * an incident id, under which the log holds the rest.
 */
@ApplicationScoped
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final ProblemResponses responses;

    @Inject
    public ProblemMappers(ProblemResponses responses) {
        this.responses = responses;
    }

    @ServerExceptionMapper
    public Response problem(ProblemException e) {
        return responses.of(e.problem());
    }

    /** One field that breaks a rule. */
    record Violation(String field, String message) {}

    @ServerExceptionMapper
    public Response invalid(ConstraintViolationException e) {
        List<Violation> violations =
                e.getConstraintViolations().stream()
                        .map(v -> new Violation(field(v), v.getMessage()))
                        .sorted(
                                Comparator.comparing(Violation::field)
                                        .thenComparing(Violation::message))
                        .toList();
        return responses.of(
                Problem.of(
                                400,
                                "invalid-request",
                                "Invalid request",
                                violations.size() + " fields are not as they must be")
                        .with("violations", violations));
    }

    private static String field(ConstraintViolation<?> violation) {
        String path = violation.getPropertyPath().toString();
        int method = path.indexOf('.');
        return method < 0 ? path : path.substring(method + 1);
    }

    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException e) {
        return unreadable(e);
    }

    @ServerExceptionMapper
    public Response malformed(StreamReadException e) {
        return unreadable(e);
    }

    private Response unreadable(JsonProcessingException e) {
        // A refusal while the body was being read, such as that it is too long.
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            if (t instanceof ProblemException refused) {
                return problem(refused);
            }
        }
        Problem problem =
                Problem.of(400, "malformed-json", "Malformed JSON", e.getOriginalMessage())
                        .withHint("Send a JSON body as the OpenAPI description at /q/openapi says");
        String path = e instanceof JsonMappingException mapping ? pathOf(mapping) : null;
        if (path != null && !path.isEmpty()) {
            problem = problem.with("field", path);
        }
        if (e.getLocation() != null) {
            problem =
                    problem.with("line", e.getLocation().getLineNr())
                            .with("column", e.getLocation().getColumnNr());
        }
        return responses.of(problem);
    }

    private static String pathOf(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() != null ? r.getFieldName() : "[" + r.getIndex() + "]")
                .collect(Collectors.joining("."));
    }

    @ServerExceptionMapper
    public Response unknownPath(NotFoundException e, UriInfo uri) {
        return responses.of(
                Problem.of(404, "not-found", "Not found", "There is nothing at " + uri.getPath())
                        .withHint("The paths of this service are listed at /q/openapi"));
    }

    @ServerExceptionMapper
    public Response http(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return unreadable(json);
        }
        Response original = e.getResponse();
        int status = original.getStatus();
        if (status < 400) {
            return original;
        }
        if (status >= 500) {
            return unforeseen(e);
        }
        Response.ResponseBuilder answer = responses.builder(ofStatus(status));
        if (e instanceof NotAllowedException) {
            String allow = original.getHeaderString(HttpHeaders.ALLOW);
            if (allow != null) {
                answer.header(HttpHeaders.ALLOW, allow);
            }
        }
        return answer.build();
    }

    private static Problem ofStatus(int status) {
        return switch (status) {
            case 405 ->
                    Problem.of(405, "method-not-allowed", "Method not allowed", null)
                            .withHint("The header Allow lists the methods of this path");
            case 406 ->
                    Problem.of(406, "not-acceptable", "Not acceptable", null)
                            .withHint("Accept application/json");
            case 413 -> Problem.of(413, "body-too-large", "Body too large", null);
            case 415 ->
                    Problem.of(415, "unsupported-media-type", "Unsupported media type", null)
                            .withHint("Send Content-Type: application/json");
            default -> {
                Response.Status known = Response.Status.fromStatusCode(status);
                String title = known == null ? "Refused" : known.getReasonPhrase();
                yield Problem.of(status, "http-" + status, title, null);
            }
        };
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Response unauthenticated(SecurityException e) {
        if (e.getCause() instanceof AgentRefused agent) {
            return refused(agent.refusal().problem());
        }
        return responses
                .builder(
                        Problem.of(
                                        401,
                                        "unauthenticated",
                                        "Not authenticated",
                                        "The request carries no valid token")
                                .withHint(
                                        "Send Authorization: Bearer <token>; `berth token <role>`"
                                                + " prints one for a local installation"))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    /** An agent is told what is wrong with its token or certificate. */
    private Response refused(Problem problem) {
        Response.ResponseBuilder answer = responses.builder(problem);
        return problem.status() == 401
                ? answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build()
                : answer.header(HttpHeaders.RETRY_AFTER, 2).build();
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e) {
        return responses.of(
                Problem.of(
                                403,
                                "forbidden",
                                "Forbidden",
                                "The token has none of the roles that may do this")
                        .withHint(
                                "Ask an administrator for the role; the claim groups of the token"
                                        + " holds the roles"));
    }

    @ServerExceptionMapper({
        jakarta.persistence.OptimisticLockException.class,
        StaleStateException.class
    })
    public Response stale(RuntimeException e) {
        return responses.of(stale());
    }

    private static Problem stale() {
        return Problem.of(
                        409,
                        "stale",
                        "Changed meanwhile",
                        "Somebody else changed this at the same time; nothing was changed")
                .withHint("Read it again and repeat the request");
    }

    @ServerExceptionMapper
    public Response other(Throwable e) {
        if (TransientFaults.isStale(e)) {
            return responses.of(stale());
        }
        if (TransientFaults.isTransient(e)) {
            LOG.warnf("answered 503: %s", e);
            return responses
                    .builder(
                            Problem.of(
                                            503,
                                            "temporarily-unavailable",
                                            "Temporarily unavailable",
                                            "The service waits for its database or broker")
                                    .withHint("Repeat the request in a few seconds"))
                    .header(HttpHeaders.RETRY_AFTER, 2)
                    .build();
        }
        return unforeseen(e);
    }

    private Response unforeseen(@Nullable Throwable e) {
        String incident = UUID.randomUUID().toString();
        LOG.errorf(e, "incident %s", incident);
        return responses.of(
                Problem.of(
                                500,
                                "internal-error",
                                "Internal error",
                                "Something went wrong that is not the caller's fault")
                        .with("incident", incident)
                        .withHint("Tell support the incident id; the log holds the rest"));
    }
}
