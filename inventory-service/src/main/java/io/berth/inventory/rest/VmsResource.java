package io.berth.inventory.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.inventory.app.HandOvers;
import io.berth.inventory.app.Lookups;
import io.berth.inventory.app.Vms;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.messaging.Assignments;
import io.berth.inventory.rest.lists.Listing;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.Requests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** VMs over HTTP. */
@Path("/api/v1/vms")
@RunOnVirtualThread
public class VmsResource {
    private static final String PATH = "/api/v1/vms";

    private static final Listing<VmView> LISTING =
            Listing.of(VmView::id)
                    .byId("cluster", "cluster")
                    .byId("group", "hostGroup")
                    .byId("antiAffinitySet", "antiAffinitySet")
                    .byId("affinitySet", "affinitySet")
                    .byId("startGroup", "startGroup")
                    .byFlag("highlyAvailable", "highlyAvailable")
                    .byConstant("wanted", "wanted", WantedPower.class)
                    .byConstant("restartPriority", "restartPriority", RestartPriority.class)
                    .byNumber("vcpus", "vcpus", Integer::valueOf, VmView::vcpus)
                    .byNumber("memoryMiB", "memoryMiB", Long::valueOf, VmView::memoryMiB);

    private final Vms vms;
    private final HandOvers handOvers;
    private final Lookups lookups;
    private final Assignments assignments;
    private final VmRequests requests;

    VmsResource(
            Vms vms,
            HandOvers handOvers,
            Lookups lookups,
            Assignments assignments,
            VmRequests requests) {
        this.handOvers = handOvers;
        this.vms = vms;
        this.lookups = lookups;
        this.assignments = assignments;
        this.requests = requests;
    }

    /** The VMs that an array asked for, in its order. */
    record Created(List<VmView> items) {}

    /** One VM (an object) or up to {@link Vm#MAX_BULK} (an array), all or none. */
    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable VmBatch request) {
        VmBatch batch = Requests.body(request);
        Fields fields = new Fields();
        if (!batch.array()) {
            var draft = VmRequest.read(Requests.body(batch.vms().getFirst()), fields);
            fields.check();
            Vm vm = Problems.acceptedOrThrow(vms.createOne(draft.get()));
            return Answers.created(PATH + "/" + vm.id(), vm.revision(), view(vm));
        }
        var drafts = fields.list("", batch.vms(), Vm.MAX_BULK, VmRequest::read);
        fields.check();
        List<Vm> created = Problems.acceptedOrThrow(vms.create(drafts.get()));
        return Response.created(URI.create(PATH))
                .entity(new Created(created.stream().map(this::view).toList()))
                .build();
    }

    /** All VMs, or those that {@link #LISTING} filters, in its order. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<VmView> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        var parameters = uri.getQueryParameters();
        if (parameters.containsKey("cluster") && parameters.containsKey("group")) {
            throw Requests.bad(
                    "bad-filter",
                    "Two filters that exclude each other",
                    "A VM belongs to a cluster or to a group, never to both.",
                    "Ask for cluster or for group.");
        }
        var asked = LISTING.read(limit, cursor, sort, parameters);
        return asked.page(lookups.vms(asked.query()).stream().map(this::view).toList());
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        Vm vm =
                lookups.vm(VmRequests.vmId(id))
                        .orElseThrow(() -> Problems.notFound(EntityKind.VM, id));
        return Answers.ok(vm.revision(), view(vm));
    }

    @POST
    @Path("{id}/stop")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response stop(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return want(id, WantedPower.STOPPED, ifMatch);
    }

    @POST
    @Path("{id}/start")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response start(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return want(id, WantedPower.RUNNING, ifMatch);
    }

    /** Cuts its power, whatever its guest does. */
    @POST
    @Path("{id}/turn-off")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response turnOff(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        VmId vmId = VmRequests.vmId(id);
        Vm vm =
                Problems.acceptedOrThrow(
                        vms.turnOff(vmId, requests.assigned(vmId), IfMatch.revision(ifMatch)));
        return Answers.accepted(vm.revision(), view(vm));
    }

    /** Has its host do something with it that leaves it where it is. */
    @POST
    @Path("{id}/{action: pause|resume|save|restore|reset}")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response operate(
            @PathParam("id") String id,
            @PathParam("action") String action,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return requests.ask(id, VmAction.valueOf(action.toUpperCase(Locale.ROOT)), null, ifMatch);
    }

    private Response want(String id, WantedPower power, @Nullable String ifMatch) {
        VmId vmId = VmRequests.vmId(id);
        Vm vm =
                Problems.acceptedOrThrow(
                        vms.want(vmId, power, requests.assigned(vmId), IfMatch.revision(ifMatch)));
        return Answers.accepted(vm.revision(), view(vm));
    }

    /** Another specification, as a whole: what is missing is asked for no more. */
    @PUT
    @Path("{id}/specification")
    @RolesAllowed(ADMINISTRATOR)
    public Response configure(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable SpecificationBody request) {
        Fields fields = new Fields();
        var spec = SpecificationBody.read(Requests.body(request), fields);
        fields.check();
        VmId vmId = VmRequests.vmId(id);
        Vm vm =
                Problems.acceptedOrThrow(
                        vms.configure(
                                vmId,
                                spec.get(),
                                requests.assigned(vmId),
                                IfMatch.revision(ifMatch)));
        return Answers.ok(vm.revision(), view(vm));
    }

    /**
     * Where it belongs, which can change while no host holds it: 202 when placement has to hand it
     * over first.
     */
    @PUT
    @Path("{id}/home")
    @RolesAllowed(ADMINISTRATOR)
    public Response handOver(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable HomeBody request) {
        Fields fields = new Fields();
        var home = HomeBody.read(Requests.body(request), fields);
        fields.check();
        VmId vmId = VmRequests.vmId(id);
        Vm vm =
                Problems.acceptedOrThrow(
                        handOvers.ask(
                                vmId,
                                home.get(),
                                requests.assigned(vmId),
                                IfMatch.revision(ifMatch)));
        return vm.home().equals(home.get())
                ? Answers.ok(vm.revision(), view(vm))
                : Answers.accepted(vm.revision(), view(vm));
    }

    /** A VM that holds no room anywhere. */
    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response remove(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        VmId vmId = VmRequests.vmId(id);
        Problems.acceptedOrThrow(
                vms.remove(vmId, requests.assigned(vmId), IfMatch.revision(ifMatch)));
        return Response.noContent().build();
    }

    private VmView view(Vm vm) {
        return VmView.of(vm, assignments);
    }
}
