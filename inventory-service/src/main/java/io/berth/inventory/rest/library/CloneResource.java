package io.berth.inventory.rest.library;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.SELF_SERVICE;

import io.berth.contracts.ids.VmId;
import io.berth.inventory.app.library.Deployments;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.rest.Problems;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Copies of VMs over HTTP. */
@Path("/api/v1/vms/{id}/clone")
@RunOnVirtualThread
public class CloneResource {
    private final Deployments deployments;

    CloneResource(Deployments deployments) {
        this.deployments = deployments;
    }

    /** Copies a VM, all or none; where no home is named, beside the original. */
    @POST
    @RolesAllowed({ADMINISTRATOR, SELF_SERVICE})
    public Response copy(
            @PathParam("id") String id,
            @Context SecurityContext context,
            @Nullable DeployRequest request) {
        DeployRequest body = Requests.body(request);
        Fields fields = new Fields();
        var wanted = DeployRequest.wanted(body, fields);
        var home = DeployRequest.home(body, false, fields);
        var caller = DeployRequest.caller(body, context, fields);
        fields.check();
        return DeployRequest.answer(
                Problems.acceptedOrThrow(
                        deployments.copy(
                                Problems.addressed(EntityKind.VM, id, VmId::new),
                                wanted.get(),
                                home.get(),
                                caller.get())));
    }
}
