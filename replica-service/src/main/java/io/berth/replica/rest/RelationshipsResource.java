package io.berth.replica.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.EntityTags;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Requests;
import io.berth.replica.app.Lookups;
import io.berth.replica.app.Relationships;
import io.berth.replica.app.ReplicaTests;
import io.berth.replica.config.ReplicaConfig;
import io.berth.replica.domain.EndedCycle;
import io.berth.replica.domain.Health;
import io.berth.replica.domain.OperatorRules;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.Settings;
import io.berth.replica.domain.Verdict;
import io.berth.replica.rest.RelationshipView.CycleView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Relationships over HTTP. */
@Path("/api/v1/relationships")
@RunOnVirtualThread
public class RelationshipsResource {
    private static final String PATH = "/api/v1/relationships";

    /** Ended cycles that are shown with one relationship. */
    private static final int CYCLES_SHOWN = 5;

    private final Relationships relationships;
    private final Lookups lookups;
    private final ReplicaTests tests;
    private final Settings defaults;

    RelationshipsResource(
            Relationships relationships,
            Lookups lookups,
            ReplicaTests tests,
            ReplicaConfig config) {
        this.defaults = config.settings();
        this.relationships = relationships;
        this.lookups = lookups;
        this.tests = tests;
    }

    /** The relationships that an array asked for, in its order. */
    record Created(List<RelationshipView> items) {}

    /** All recovery points of one relationship, newest first: at most 25. */
    record RecoveryPoints(List<RecoveryPoint> items) {}

    /**
     * One relationship (an object) or up to {@link OperatorRules#MAX_BULK} (an array), all or none.
     */
    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable RelationshipBatch request, @Context SecurityContext caller) {
        RelationshipBatch batch = Requests.body(request);
        Principal principal = Callers.principal(caller);
        Fields fields = new Fields();
        if (!batch.array()) {
            var draft =
                    RelationshipRequest.read(
                            Requests.body(batch.relationships().getFirst()), defaults, fields);
            fields.check();
            Relationship created =
                    Problems.acceptedOrThrow(
                                    withoutIndex(
                                            relationships.create(List.of(draft.get()), principal)))
                            .getFirst();
            return Response.created(URI.create(PATH + "/" + created.id()))
                    .entity(RelationshipView.of(lookups.see(created)))
                    .build();
        }
        var drafts =
                fields.list(
                        "",
                        batch.relationships(),
                        OperatorRules.MAX_BULK,
                        (one, at) -> RelationshipRequest.read(one, defaults, at));
        fields.check();
        List<Relationship> created =
                Problems.acceptedOrThrow(relationships.create(drafts.get(), principal));
        return Response.created(URI.create(PATH))
                .entity(
                        new Created(
                                lookups.see(created).stream().map(RelationshipView::of).toList()))
                .build();
    }

    /**
     * All relationships by id, or those of one VM, host or health.
     *
     * @param host copies go to it, come from it, or the VM runs on it
     * @param cursor {@code nextCursor} of the page before
     */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<RelationshipView> list(
            @QueryParam("vm") @Nullable String vm,
            @QueryParam("host") @Nullable String host,
            @QueryParam("health") @Nullable String health,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Lookups.Query query =
                new Lookups.Query(
                        Parameters.optional("vm", vm, VmId::new),
                        Parameters.optional("host", host, HostId::new),
                        Parameters.optional("health", health, RelationshipsResource::status));
        return Page.of(
                page,
                lookups.page(query, page.afterId(), page.fetch()).stream()
                        .map(RelationshipView::of)
                        .toList(),
                view -> view.id().value());
    }

    /** One relationship with its newest ended cycles. */
    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        RelationshipId relationship = Problems.addressed(id);
        Lookups.Seen seen = lookups.find(relationship).orElseThrow(() -> Problems.notFound(id));
        return tagged(
                RelationshipView.of(
                        seen,
                        lookups.cycles(relationship, Long.MAX_VALUE, CYCLES_SHOWN),
                        tests.newestResult(relationship).orElse(null)),
                seen);
    }

    /** Ends the relationship; the target is told to delete its copies. */
    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public void remove(@PathParam("id") String id, @Context SecurityContext caller) {
        Problems.acceptedOrThrow(
                relationships.remove(Problems.addressed(id), Callers.principal(caller)));
    }

    /** All settings anew: what is left out is as if it had never been said. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable SettingsRequest request,
            @Context SecurityContext caller) {
        return change(id, ifMatch, Requests.body(request), false, caller);
    }

    /** Some settings: what is left out stays as it is. */
    @PATCH
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response amend(
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable SettingsRequest request,
            @Context SecurityContext caller) {
        return change(id, ifMatch, Requests.body(request), true, caller);
    }

    private Response change(
            String id,
            @Nullable String ifMatch,
            SettingsRequest request,
            boolean amends,
            SecurityContext caller) {
        Long expected = EntityTags.expected(ifMatch);
        Fields fields = new Fields();
        var wished = request.read(amends, defaults, fields);
        fields.check();
        Relationship changed =
                Problems.acceptedOrThrow(
                        relationships.change(
                                Problems.addressed(id),
                                wished,
                                expected,
                                Callers.principal(caller)));
        Lookups.Seen seen = lookups.see(changed);
        return tagged(RelationshipView.of(seen), seen);
    }

    private static Response tagged(RelationshipView view, Lookups.Seen seen) {
        return Response.ok(view)
                .tag(EntityTags.of(seen.relationship().agreement().settings().revision()))
                .build();
    }

    /** The media with the first copy are imported at the target; what differs is sent now. */
    @POST
    @Path("{id}/media-imported")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public RelationshipView mediaImported(
            @PathParam("id") String id, @Context SecurityContext caller) {
        return changed(
                relationships.mediaImported(Problems.addressed(id), Callers.principal(caller)));
    }

    /** No further cycle is ordered; one that runs may end. */
    @POST
    @Path("{id}/pause")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public RelationshipView pause(@PathParam("id") String id) {
        return changed(relationships.pause(Problems.addressed(id)));
    }

    /** Cycles are ordered again, the next at once. */
    @POST
    @Path("{id}/resume")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public RelationshipView resume(@PathParam("id") String id) {
        return changed(relationships.resume(Problems.addressed(id)));
    }

    /** A cycle is ordered at once, or when the running one has ended. */
    @POST
    @Path("{id}/replicate-now")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response replicateNow(@PathParam("id") String id) {
        return Response.accepted(changed(relationships.replicateNow(Problems.addressed(id))))
                .build();
    }

    /** The states that the target holds. */
    @GET
    @Path("{id}/recovery-points")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public RecoveryPoints recoveryPoints(@PathParam("id") String id) {
        RelationshipId relationship = existing(id);
        return new RecoveryPoints(lookups.recoveryPoints(relationship));
    }

    /** The cycles that have ended and are kept, newest first. */
    @GET
    @Path("{id}/cycles")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<CycleView> cycles(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        List<EndedCycle> found =
                lookups.cycles(existing(id), page.afterNumber(Long.MAX_VALUE), page.fetch());
        return Page.of(
                page, found.stream().map(CycleView::of).toList(), view -> view.cycle().toString());
    }

    private RelationshipId existing(String id) {
        RelationshipId relationship = Problems.addressed(id);
        if (lookups.find(relationship).isEmpty()) {
            throw Problems.notFound(id);
        }
        return relationship;
    }

    private RelationshipView changed(Verdict<Relationship> verdict) {
        return RelationshipView.of(lookups.see(Problems.acceptedOrThrow(verdict)));
    }

    /** Refusals of a request for one are located in the relationship itself. */
    private static <T> Verdict<T> withoutIndex(Verdict<T> verdict) {
        return switch (verdict) {
            case Verdict.Accepted<T> accepted -> accepted;
            case Verdict.Refused<T>(var refusals) ->
                    new Verdict.Refused<>(
                            refusals.stream().map(located -> located.withoutIndex()).toList());
        };
    }

    private static Health.Status status(String text) {
        for (Health.Status status : Health.Status.values()) {
            if (status.label().equals(text.toLowerCase(Locale.ROOT))) {
                return status;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no health; there are normal, warning and critical");
    }
}
