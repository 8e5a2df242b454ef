package io.berth.placement.rest;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.security.Roles;
import io.berth.placement.app.PlacementSettings;
import io.berth.placement.store.Assignment;
import io.berth.placement.store.PlacementStore;
import io.berth.placement.store.RecordedDecision;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** One VM: where it is meant to run, and why there. */
@Path("/api/v1/vms")
@RunOnVirtualThread
public class VmsResource {
    private final PlacementStore store;
    private final PlacementSettings settings;

    @Inject
    public VmsResource(PlacementStore store, PlacementSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /**
     * A VM with its newest decisions.
     *
     * @param excluded hosts that failed to start it since it was last asked for or lost
     * @param decisions newest first, each with its explanation where it has one
     */
    public record VmView(
            AssignmentView assignment, List<HostId> excluded, List<RecordedDecision> decisions) {
        /** Takes copies. */
        public VmView {
            excluded = List.copyOf(excluded);
            decisions = List.copyOf(decisions);
        }
    }

    /** One VM. */
    @GET
    @Path("{id}")
    @RolesAllowed({Roles.VIEWER, Roles.OPERATOR, Roles.ADMINISTRATOR, Roles.SERVICE})
    public VmView get(String id) {
        VmId vm = Parameters.required("id", id, VmId::new);
        Assignment assignment =
                store.assignment(vm)
                        .orElseThrow(() ->
                                new ProblemException(
                                        Problem.notFound("VM", id)
                                                .withHint(
                                                        "Placement knows a VM from the"
                                                                + " first request to run it")));
        return new VmView(
                AssignmentView.of(assignment),
                assignment.row().excluded(),
                store.decisions(vm, settings.decisionsKept()));
    }
}
