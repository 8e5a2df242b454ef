package io.berth.inventory.rest;

import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.VmAssignment;
import io.berth.inventory.app.VmOperations;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.messaging.Assignments;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What the resources of VMs have in common: whom they mean, and asking for operations. */
@ApplicationScoped
class VmRequests {
    private final VmOperations operations;
    private final Assignments assignments;

    VmRequests(VmOperations operations, Assignments assignments) {
        this.operations = operations;
        this.assignments = assignments;
    }

    /** What placement last said; it must be known before anything is decided by it. */
    @Nullable VmAssignment assigned(VmId vm) {
        if (!assignments.isLoaded()) {
            throw Problems.of(new InventoryRefusal.NotYetKnown("where VM " + vm + " runs"));
        }
        return assignments.of(vm).orElse(null);
    }

    /** 202 with the operation, which goes on by itself. */
    Response ask(
            String id, VmAction action, @Nullable SnapshotName snapshot, @Nullable String ifMatch) {
        VmId vm = vmId(id);
        VmTaskView view =
                VmTaskView.of(
                        Problems.acceptedOrThrow(
                                operations.ask(
                                        vm,
                                        action,
                                        snapshot,
                                        assigned(vm),
                                        IfMatch.revision(ifMatch))));
        return Response.accepted(view).location(URI.create(view.path())).build();
    }

    static VmId vmId(String id) {
        return Problems.addressed(EntityKind.VM, id, VmId::new);
    }
}
