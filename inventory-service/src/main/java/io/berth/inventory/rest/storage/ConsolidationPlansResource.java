package io.berth.inventory.rest.storage;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.contracts.inventory.ConsolidationPlanState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.storage.ConsolidationPlans;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.storage.OpenOrder;
import io.berth.inventory.domain.storage.PlanDraft;
import io.berth.inventory.messaging.Assignments;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.IfMatch;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.lists.Listing;
import io.berth.inventory.store.Register;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Consolidation plans over HTTP: made, read, started, cancelled. */
@Path("/api/v1/consolidation-plans")
@RunOnVirtualThread
public class ConsolidationPlansResource {
    /** Of each volume that is left free when the caller does not say. */
    private static final int DEFAULT_HEADROOM = 10;

    private static final int MAX_HEADROOM = 90;

    private static final Listing<ConsolidationPlanState> LISTING =
            Listing.<ConsolidationPlanState>of(Register::idOf)
                    .byId("cluster", "cluster")
                    .byId("array", "array")
                    .byConstant("status", "status", ConsolidationPlanState.Status.class);

    private final ConsolidationPlans plans;
    private final Entries entries;
    private final Assignments assignments;

    ConsolidationPlansResource(ConsolidationPlans plans, Entries entries, Assignments assignments) {
        this.plans = plans;
        this.entries = entries;
        this.assignments = assignments;
    }

    /** A plan that is wished for. */
    record Request(
            @Nullable String id,
            @Nullable String cluster,
            @Nullable String array,
            @Nullable Integer headroomPercent) {}

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable Request request) {
        Fields fields = new Fields();
        Request body = Requests.body(request);
        var id = fields.read("id", body.id(), ConsolidationPlanId::new);
        var cluster = fields.read("cluster", body.cluster(), ClusterId::new);
        String name = body.array();
        Supplier<@Nullable ArrayId> array =
                name == null ? () -> null : fields.read("array", name, ArrayId::new)::get;
        Integer asked = body.headroomPercent();
        var headroom =
                fields.range(
                        "headroomPercent",
                        asked == null ? Integer.valueOf(DEFAULT_HEADROOM) : asked,
                        0,
                        MAX_HEADROOM);
        fields.check();
        ConsolidationPlanState plan =
                Problems.acceptedOrThrow(
                        plans.make(
                                new PlanDraft(
                                        id.get(), cluster.get(), array.get(), headroom.get())));
        return Answers.created(
                "/api/v1/consolidation-plans/" + plan.plan(),
                new Revision(plan.revision()),
                PlanView.of(plan, null));
    }

    /** All plans, or those that {@link #LISTING} filters, in its order. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<PlanView> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        var asked = LISTING.read(limit, cursor, sort, uri.getQueryParameters());
        return asked.page(entries.list(ConsolidationPlanState.class, asked.query()))
                .map(plan -> PlanView.of(plan, null));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        ConsolidationPlanState plan =
                entries.find(ConsolidationPlanState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.CONSOLIDATION_PLAN, id));
        return Answers.ok(new Revision(plan.revision()), PlanView.of(plan, order(plan)));
    }

    /** Starts it, or goes on after a failure. */
    @POST
    @Path("{id}/start")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response start(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return accepted(
                Problems.acceptedOrThrow(
                        plans.start(
                                addressed(id), IfMatch.revision(ifMatch), assignments::hostOf)));
    }

    /** No further step is ordered. */
    @POST
    @Path("{id}/cancel")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response cancel(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return accepted(
                Problems.acceptedOrThrow(plans.cancel(addressed(id), IfMatch.revision(ifMatch))));
    }

    private Response accepted(ConsolidationPlanState plan) {
        return Answers.accepted(new Revision(plan.revision()), PlanView.of(plan, order(plan)));
    }

    private @Nullable OpenOrder order(ConsolidationPlanState plan) {
        return plans.order(plan.plan()).orElse(null);
    }

    private static ConsolidationPlanId addressed(String id) {
        return Problems.addressed(EntityKind.CONSOLIDATION_PLAN, id, ConsolidationPlanId::new);
    }
}
