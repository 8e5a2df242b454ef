package io.berth.inventory.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.inventory.app.Lookups;
import io.berth.inventory.app.ManagementGroups;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.ManagementGroup;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Management groups over HTTP. */
@Path("/api/v1/management-groups")
@RunOnVirtualThread
public class ManagementGroupsResource {
    private final ManagementGroups managementGroups;
    private final Lookups lookups;

    ManagementGroupsResource(ManagementGroups managementGroups, Lookups lookups) {
        this.managementGroups = managementGroups;
        this.lookups = lookups;
    }

    /** A management group that is wished for. */
    record Request(@Nullable String name) {}

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable Request request) {
        String name = Requests.body(request).name();
        ManagementGroup group = Problems.acceptedOrThrow(managementGroups.create(name));
        return Answers.created(
                "/api/v1/management-groups/" + group.id(),
                group.revision(),
                ManagementGroupView.of(group));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<ManagementGroupView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                lookups.managementGroups(page.afterNumber(0), page.fetch()).stream()
                        .map(ManagementGroupView::of)
                        .toList(),
                view -> Long.toString(view.id()));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        ManagementGroup group =
                lookups.managementGroup(number(id))
                        .orElseThrow(() -> Problems.notFound(EntityKind.MANAGEMENT_GROUP, id));
        return Answers.ok(group.revision(), ManagementGroupView.of(group));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public void remove(@PathParam("id") String id) {
        Problems.acceptedOrThrow(managementGroups.remove(number(id)));
    }

    private static long number(String id) {
        return Problems.addressed(EntityKind.MANAGEMENT_GROUP, id, Long::parseLong);
    }
}
