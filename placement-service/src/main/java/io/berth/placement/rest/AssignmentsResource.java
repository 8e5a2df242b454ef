package io.berth.placement.rest;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Parameters;
import io.berth.kit.security.Roles;
import io.berth.placement.store.AssignmentQuery;
import io.berth.placement.store.PlacementStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the VMs are meant to run. */
@Path("/api/v1/assignments")
@RunOnVirtualThread
public class AssignmentsResource {
    private final PlacementStore store;

    @Inject
    public AssignmentsResource(PlacementStore store) {
        this.store = store;
    }

    /** Assignments in order of VM, by domain, host and state where given. */
    @GET
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    public Page<AssignmentView> list(
            @QueryParam("domain") @Nullable String domain,
            @QueryParam("host") @Nullable String host,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        AssignmentQuery query =
                new AssignmentQuery(
                        Parameters.optional("domain", domain, DomainId::new),
                        Parameters.optional("host", host, HostId::new),
                        Parameters.optional("state", state, AssignmentState::valueOf));
        List<AssignmentView> found =
                store.assignments(query, page.after(), page.fetch()).stream()
                        .map(AssignmentView::of)
                        .toList();
        return Page.of(page, found, view -> view.vm().value());
    }
}
