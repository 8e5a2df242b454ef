package io.berth.monitoring.rest.enrolment;

import io.berth.contracts.ids.HostId;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.security.Roles;
import io.berth.monitoring.app.enrolment.EnrolmentSettings;
import io.berth.monitoring.app.enrolment.JoinTokens;
import io.berth.monitoring.rest.Paths;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What an administrator hands to a machine that shall join as a host. */
@Path("/api/v1/hosts/{id}/join-token")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class JoinTokenResource {
    /** Less is over before anybody has typed it in. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final JoinTokens tokens;
    private final EnrolmentSettings settings;

    @Inject
    public JoinTokenResource(JoinTokens tokens, EnrolmentSettings settings) {
        this.tokens = tokens;
        this.settings = settings;
    }

    /**
     * How a token shall be.
     *
     * @param validFor as ISO 8601; missing for the usual
     */
    public record TokenRequest(@Nullable String validFor) {}

    /**
     * A token, shown this once.
     *
     * @param authority SHA-256 of the authority's certificate, by which the machine knows it
     */
    public record TokenView(HostId host, String token, Instant expires, String authority) {}

    @POST
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Make a join token",
            description =
                    "For a host that the inventory has; it may be used once, and takes the place"
                            + " of any earlier one. The answer is the only one that shows it.")
    public Response make(
            @PathParam("id") String id,
            @Nullable TokenRequest body,
            @Context SecurityContext caller) {
        HostId host = Paths.host(id);
        Duration life = life(body);
        return switch (tokens.make(host, life, Callers.principal(caller))) {
            case JoinTokens.Made.Refused(var why) -> throw EnrolmentProblems.of(why);
            case JoinTokens.Made.Token(var of, var token, var expires, var authority) ->
                    Response.status(Response.Status.CREATED)
                            .cacheControl(CacheControl.valueOf("no-store"))
                            .entity(new TokenView(of, token.reveal(), expires, authority))
                            .build();
        };
    }

    private Duration life(@Nullable TokenRequest body) {
        Fields fields = new Fields();
        var life =
                fields.optionalDuration(
                        "validFor",
                        body == null ? null : body.validFor(),
                        SHORTEST,
                        settings.longestToken());
        fields.check();
        Duration wanted = life.get();
        return wanted == null ? settings.tokenValidity() : wanted;
    }

    @DELETE
    @RolesAllowed(Roles.ADMINISTRATOR)
    @Operation(
            summary = "Revoke the join token of a host",
            description = "A certificate that was made by it stays; revoke that by itself.")
    public void revoke(@PathParam("id") String id, @Context SecurityContext caller) {
        HostId host = Paths.host(id);
        if (!tokens.revoke(host, Callers.principal(caller))) {
            throw new ProblemException(Problem.notFound("join token of host", host.value()));
        }
    }
}
