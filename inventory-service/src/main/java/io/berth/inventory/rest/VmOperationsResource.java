package io.berth.inventory.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.VmId;
import io.berth.inventory.app.VmOperations;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The operations of a VM over HTTP: those under way and what came of the last ones. */
@Path("/api/v1/vms/{id}/operations")
@RunOnVirtualThread
public class VmOperationsResource {
    private final VmOperations operations;

    VmOperationsResource(VmOperations operations) {
        this.operations = operations;
    }

    /** The newest first. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<VmTaskView> list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                Problems.acceptedOrThrow(
                                operations.page(
                                        VmRequests.vmId(id),
                                        page.afterNumber(Long.MAX_VALUE),
                                        page.fetch()))
                        .stream()
                        .map(VmTaskView::of)
                        .toList(),
                view -> Long.toString(view.number()));
    }

    /** One of them. */
    @GET
    @Path("{operation}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public VmTaskView get(@PathParam("id") String id, @PathParam("operation") String operation) {
        VmId vm = VmRequests.vmId(id);
        return VmTaskView.of(Problems.acceptedOrThrow(operations.find(vm, operation)));
    }
}
