package io.berth.replica.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Requests;
import io.berth.replica.app.Failovers;
import io.berth.replica.app.Failovers.Seen;
import io.berth.replica.domain.Verdict;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Failovers over HTTP. What is begun goes on by itself; {@code GET …/failover} shows how far. */
@Path("/api/v1/relationships/{id}")
@RunOnVirtualThread
public class FailoversResource {
    private final Failovers failovers;

    FailoversResource(Failovers failovers) {
        this.failovers = failovers;
    }

    /**
     * @param acceptLoss whether what the VM wrote at the replica may be lost
     */
    record CancelRequest(@Nullable Boolean acceptLoss) {}

    /** What a failover would lose and wait for; nothing is begun. */
    @GET
    @Path("failover-preview")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public FailoverPreviewView preview(@PathParam("id") String id) {
        return failovers
                .preview(Problems.addressed(id))
                .map(FailoverPreviewView::of)
                .orElseThrow(() -> Problems.notFound(id));
    }

    /** The newest failover. */
    @GET
    @Path("failover")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public FailoverView get(@PathParam("id") String id) {
        return failovers
                .find(Problems.addressed(id))
                .map(FailoverView::of)
                .orElseThrow(() -> Problems.notFound(id));
    }

    /** Begins one. */
    @POST
    @Path("failover")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response begin(
            @PathParam("id") String id,
            @Nullable FailoverRequest request,
            @Context SecurityContext caller) {
        return accepted(
                failovers.begin(
                        Problems.addressed(id),
                        Requests.body(request).read(),
                        Callers.principal(caller)));
    }

    /** Undoes it: the VM goes back to where it was. */
    @POST
    @Path("cancel")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response cancel(@PathParam("id") String id, @Nullable CancelRequest request) {
        boolean accepted = request != null && Boolean.TRUE.equals(request.acceptLoss());
        return accepted(failovers.cancel(Problems.addressed(id), accepted));
    }

    /** Makes it final: recovery points and the old disk are dropped. */
    @POST
    @Path("complete")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response complete(@PathParam("id") String id) {
        return accepted(failovers.complete(Problems.addressed(id)));
    }

    /** Turns the direction round: the former primary takes the copies. */
    @POST
    @Path("reverse")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response reverse(@PathParam("id") String id) {
        return accepted(failovers.reverse(Problems.addressed(id)));
    }

    private static Response accepted(Verdict<Seen> verdict) {
        return Response.accepted(FailoverView.of(Problems.acceptedOrThrow(verdict))).build();
    }
}
