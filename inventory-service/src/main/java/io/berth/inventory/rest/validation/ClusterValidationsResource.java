package io.berth.inventory.rest.validation;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ClusterId;
import io.berth.inventory.app.Lookups;
import io.berth.inventory.app.validation.Validations;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.validation.ValidationRun;
import io.berth.inventory.rest.Problems;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The validation runs of a cluster over HTTP. */
@Path("/api/v1/clusters/{id}/validations")
@RunOnVirtualThread
public class ClusterValidationsResource {
    private final Validations validations;
    private final Lookups lookups;

    ClusterValidationsResource(Validations validations, Lookups lookups) {
        this.validations = validations;
        this.lookups = lookups;
    }

    /** Starts a run; its nodes are asked for their facts. */
    @POST
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response start(@PathParam("id") String id, @Nullable ValidationRequest request) {
        Fields fields = new Fields();
        var wanted =
                ValidationRequest.read(request == null ? ValidationRequest.ALL : request, fields);
        fields.check();
        ValidationRun run =
                Problems.acceptedOrThrow(
                        validations.start(
                                clusterId(id), wanted.get().tests(), wanted.get().within()));
        return Response.accepted(RunView.of(run))
                .location(URI.create("/api/v1/validations/" + run.id()))
                .build();
    }

    /** Its runs, the newest first. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<RunView> list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        ClusterId cluster = clusterId(id);
        if (lookups.cluster(cluster).isEmpty()) {
            throw Problems.notFound(EntityKind.CLUSTER, id);
        }
        return Page.of(
                page,
                validations.page(cluster, page.afterNumber(Long.MAX_VALUE), page.fetch()).stream()
                        .map(RunView::of)
                        .toList(),
                view -> Long.toString(view.id()));
    }

    private static ClusterId clusterId(String id) {
        return Problems.addressed(EntityKind.CLUSTER, id, ClusterId::new);
    }
}
