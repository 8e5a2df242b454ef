package io.berth.replica.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.SiteId;
import io.berth.kit.rest.EntityTags;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.berth.replica.app.FailoverGroups;
import io.berth.replica.domain.run.FailoverGroup;
import io.berth.replica.domain.run.FailoverGroup.Step;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Failover groups over HTTP: which VMs go together, in which order. */
@Path("/api/v1/failover-groups")
@RunOnVirtualThread
public class FailoverGroupsResource {
    private final FailoverGroups groups;

    FailoverGroupsResource(FailoverGroups groups) {
        this.groups = groups;
    }

    /**
     * A step that is wished for.
     *
     * @param pause ISO 8601, after the step before; none when absent
     */
    record StepRequest(@Nullable String pause, @Nullable List<@Nullable String> relationships) {}

    /**
     * A group that is wished for.
     *
     * @param rank 0 to 1000, the lowest goes first when a site fails over; 500 when absent
     */
    record Request(@Nullable Integer rank, @Nullable List<@Nullable StepRequest> steps) {}

    /** A step. */
    record StepView(Duration pause, List<RelationshipId> relationships) {}

    /** A group as people see it. */
    record View(String id, int rank, List<StepView> steps, long revision) {
        static View of(FailoverGroup group) {
            return new View(
                    group.id(),
                    group.rank(),
                    group.steps().stream()
                            .map(step -> new StepView(step.pause(), step.relationships()))
                            .toList(),
                    group.revision());
        }
    }

    /** All groups, at most {@link FailoverGroup#MAX_GROUPS}. */
    record Views(List<View> items) {}

    private static final int USUAL_RANK = 500;

    /** All groups, in the order in which a site runs them. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Views list() {
        return new Views(groups.all().stream().map(View::of).toList());
    }

    /** One group. */
    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        return tagged(groups.find(id).orElseThrow(() -> Problems.noGroup(id)));
    }

    /** Makes a group or changes it; runs under way keep what they began with. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response put(
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable Request request) {
        Long expected = EntityTags.expected(ifMatch);
        Request asked = Requests.body(request);
        Fields fields = new Fields();
        // Ids of groups follow the rule of all ids.
        Supplier<SiteId> name = fields.read("id", id, SiteId::new);
        var rank = fields.optionalRange("rank", asked.rank(), 0, FailoverGroup.MAX_RANK);
        var steps =
                fields.list(
                        "steps",
                        asked.steps(),
                        FailoverGroup.MAX_STEPS,
                        FailoverGroupsResource::step);
        fields.check();
        Integer given = rank.get();
        long count = steps.get().stream().mapToLong(step -> step.relationships().size()).sum();
        if (count == 0 || count > FailoverGroup.MAX_RELATIONSHIPS) {
            fields.fault(
                    "steps",
                    "the steps have %d relationships; allowed is 1 to %d"
                            .formatted(count, FailoverGroup.MAX_RELATIONSHIPS));
            fields.check();
        }
        return tagged(
                Problems.acceptedOrThrow(
                        groups.put(
                                name.get().value(),
                                revision ->
                                        new FailoverGroup(
                                                id,
                                                given == null ? USUAL_RANK : given,
                                                steps.get(),
                                                revision),
                                expected)));
    }

    private static Supplier<Step> step(StepRequest request, Fields fields) {
        var pause =
                fields.optionalDuration(
                        "pause", request.pause(), Duration.ZERO, FailoverGroup.LONGEST_PAUSE);
        Supplier<List<RelationshipId>> relationships =
                fields.list(
                        "relationships",
                        request.relationships(),
                        FailoverGroup.MAX_RELATIONSHIPS,
                        (id, at) -> at.read("", id, RelationshipId::new));
        return () -> {
            Duration given = pause.get();
            return new Step(given == null ? Duration.ZERO : given, relationships.get());
        };
    }

    /** Removes a group; its relationships stay. */
    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public void remove(@PathParam("id") String id) {
        if (!groups.remove(id)) {
            throw Problems.noGroup(id);
        }
    }

    private static Response tagged(FailoverGroup group) {
        return Response.ok(View.of(group)).tag(EntityTags.of(group.revision())).build();
    }
}
