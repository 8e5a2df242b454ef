package io.berth.inventory.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.app.Lookups;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Vm;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The snapshots of a VM over HTTP. */
@Path("/api/v1/vms/{id}/snapshots")
@RunOnVirtualThread
public class VmSnapshotsResource {
    private final VmRequests requests;
    private final Lookups lookups;

    VmSnapshotsResource(VmRequests requests, Lookups lookups) {
        this.requests = requests;
        this.lookups = lookups;
    }

    /** A snapshot that is wished for. */
    record SnapshotRequest(@Nullable String name) {}

    /** A snapshot as it is shown. */
    record SnapshotView(String name, Instant takenAt, String takenBy) {}

    /** All snapshots of a VM, oldest first; there are few. */
    record Snapshots(List<SnapshotView> items) {
        static List<SnapshotView> of(Vm vm) {
            return vm.snapshots().stream()
                    .map(each ->
                            new SnapshotView(
                                    each.name().value(), each.takenAt(), each.takenBy().value()))
                    .toList();
        }
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response list(@PathParam("id") String id) {
        VmId vm = VmRequests.vmId(id);
        Vm found = lookups.vm(vm).orElseThrow(() -> Problems.notFound(EntityKind.VM, id));
        return Answers.ok(found.revision(), new Snapshots(Snapshots.of(found)));
    }

    /** Takes one. */
    @POST
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response take(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable SnapshotRequest request) {
        Fields fields = new Fields();
        var name = fields.read("name", Requests.body(request).name(), SnapshotName::new);
        fields.check();
        return requests.ask(id, VmAction.SNAPSHOT, name.get(), ifMatch);
    }

    /** Lets the VM be again what it was. */
    @POST
    @Path("{name}/revert")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response revert(
            @PathParam("id") String id,
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return requests.ask(id, VmAction.REVERT, named(name), ifMatch);
    }

    /** Gives one up. */
    @DELETE
    @Path("{name}")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response remove(
            @PathParam("id") String id,
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return requests.ask(id, VmAction.DELETE_SNAPSHOT, named(name), ifMatch);
    }

    /** A path that names no possible snapshot is a fault of the request. */
    private static SnapshotName named(String name) {
        Fields fields = new Fields();
        var read = fields.read("name", name, SnapshotName::new);
        fields.check();
        return read.get();
    }
}
