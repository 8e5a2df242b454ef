package io.berth.inventory.rest.validation;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.inventory.app.Lookups;
import io.berth.inventory.app.validation.Support;
import io.berth.inventory.app.validation.Validations;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.rest.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Whether a cluster is supported, over HTTP. */
@Path("/api/v1/clusters/{id}/support")
@RunOnVirtualThread
public class ClusterSupportResource {
    private final Support support;
    private final Validations validations;
    private final Lookups lookups;

    ClusterSupportResource(Support support, Validations validations, Lookups lookups) {
        this.support = support;
        this.validations = validations;
        this.lookups = lookups;
    }

    /** The answer that holds now; one that no longer does is withdrawn by this. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public SupportView get(@PathParam("id") String id) {
        ClusterId cluster = Problems.addressed(EntityKind.CLUSTER, id, ClusterId::new);
        if (lookups.cluster(cluster).isEmpty()) {
            throw Problems.notFound(EntityKind.CLUSTER, id);
        }
        return support.recheck(cluster).map(this::view).orElse(SupportView.never(id));
    }

    private SupportView view(ClusterSupportState state) {
        return SupportView.of(
                state,
                validations.run(state.run()).orElseThrow(),
                validations.report(state.run()).orElseThrow());
    }
}
