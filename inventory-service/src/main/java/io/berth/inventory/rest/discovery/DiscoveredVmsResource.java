package io.berth.inventory.rest.discovery;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.VmAssignment;
import io.berth.inventory.app.discovery.Adoptions;
import io.berth.inventory.app.discovery.Discovery;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.discovery.DiscoveredVm;
import io.berth.inventory.domain.discovery.DiscoveryRefusal;
import io.berth.inventory.messaging.Assignments;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.IfMatch;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.SpecificationBody;
import io.berth.inventory.rest.VmView;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** VMs that hosts run outside of Berth, over HTTP. */
@Path("/api/v1/discovered/vms")
@RunOnVirtualThread
public class DiscoveredVmsResource {
    private final Discovery discovery;
    private final Adoptions adoptions;
    private final Assignments assignments;

    DiscoveredVmsResource(Discovery discovery, Adoptions adoptions, Assignments assignments) {
        this.discovery = discovery;
        this.adoptions = adoptions;
        this.assignments = assignments;
    }

    /** All that are not registered, by id; those of one host; or those that are ignored. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<DiscoveredVmView> list(
            @QueryParam("host") @Nullable String host,
            @QueryParam("ignored") @Nullable String ignored,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        Fields fields = new Fields();
        var onHost = fields.optional("host", host, HostId::new);
        fields.check();
        return Page.of(
                page,
                discovery.vms(onHost.get(), flag(ignored), page.afterId(), page.fetch()).stream()
                        .map(DiscoveredVmView::of)
                        .toList(),
                DiscoveredVmView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public DiscoveredVmView get(@PathParam("id") String id) {
        return DiscoveredVmView.of(found(id));
    }

    /**
     * Registers it and has it taken up where it runs. Size and memory are those that its host
     * reports where the request leaves them open.
     */
    @POST
    @Path("{id}/adoptions")
    @RolesAllowed(ADMINISTRATOR)
    public Response adopt(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable SpecificationBody request) {
        SpecificationBody body = Requests.body(request);
        DiscoveredVm seen = found(id);
        MiB memory = seen.memory();
        Fields fields = new Fields();
        var spec =
                SpecificationBody.read(
                        body.withSize(seen.vcpus(), memory == null ? null : memory.value()),
                        fields);
        fields.check();
        Vm vm =
                Problems.acceptedOrThrow(
                        adoptions.adopt(
                                seen.id(),
                                spec.get(),
                                assigned(seen.id()),
                                IfMatch.revision(ifMatch)));
        return Answers.accepted(vm.revision(), VmView.of(vm, assignments));
    }

    /** Hides it for good. */
    @POST
    @Path("{id}/ignored")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response ignore(@PathParam("id") String id) {
        Problems.acceptedOrThrow(discovery.ignore(addressed(id), true));
        return Response.noContent().build();
    }

    /** Shows it again. */
    @DELETE
    @Path("{id}/ignored")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response heed(@PathParam("id") String id) {
        Problems.acceptedOrThrow(discovery.ignore(addressed(id), false));
        return Response.noContent().build();
    }

    /** What placement last said; it must be known before anything is decided by it. */
    private @Nullable VmAssignment assigned(VmId vm) {
        if (!assignments.isLoaded()) {
            throw Problems.of(new InventoryRefusal.NotYetKnown("where VM " + vm + " runs"));
        }
        return assignments.of(vm).orElse(null);
    }

    private DiscoveredVm found(String id) {
        return discovery
                .vm(addressed(id))
                .orElseThrow(() -> Problems.of(new DiscoveryRefusal.NotDiscovered("VM", id)));
    }

    private static VmId addressed(String id) {
        try {
            return new VmId(id);
        } catch (IllegalArgumentException e) {
            throw Problems.of(new DiscoveryRefusal.NotDiscovered("VM", id));
        }
    }

    static boolean flag(@Nullable String ignored) {
        return switch (ignored) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw Requests.bad(
                            "bad-filter",
                            "Bad filter",
                            "ignored is \"" + ignored + "\"; it must be true or false.",
                            "Leave it out to see what is not ignored.");
        };
    }
}
