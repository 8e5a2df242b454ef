package io.berth.inventory.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.app.Hosts;
import io.berth.inventory.app.Lookups;
import io.berth.inventory.app.Lookups.HostWithReserve;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostBuild;
import io.berth.inventory.domain.InventoryRefusal;
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
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hosts over HTTP: creates stand-alone ones, shows and changes all. */
@Path("/api/v1/hosts")
@RunOnVirtualThread
public class HostsResource {
    private static final Listing<HostView> LISTING =
            Listing.of(HostView::id)
                    .byId("cluster", "cluster")
                    .byId("group", "hostGroup")
                    .byId("site", "site")
                    .byFlag("maintenance", "maintenance")
                    .byNumber("cores", "cores", Integer::valueOf, HostView::cores)
                    .byNumber("memoryMiB", "memoryMiB", Long::valueOf, HostView::memoryMiB)
                    .sortedBy("group", "hostGroup", HostView::group)
                    .sortedBy("site", "site", HostView::site);

    private final Hosts hosts;
    private final Lookups lookups;
    private final Assignments assignments;

    HostsResource(Hosts hosts, Lookups lookups, Assignments assignments) {
        this.assignments = assignments;
        this.hosts = hosts;
        this.lookups = lookups;
    }

    /** In or out of maintenance. */
    record MaintenanceRequest(@Nullable Boolean maintenance) {}

    /** What a host is. */
    record BuildRequest(
            @Nullable Integer cores,
            @Nullable Long memoryMiB,
            @Nullable HypervisorBody hypervisor,
            @Nullable HardwareBody hardware,
            @Nullable Boolean force) {
        Supplier<HostBuild> read(Fields fields) {
            return new HostRequest(null, cores, memoryMiB, null, hypervisor, hardware, force)
                    .build(fields);
        }
    }

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable StandaloneHostRequest request) {
        Fields fields = new Fields();
        var read = StandaloneHostRequest.read(Requests.body(request), fields);
        fields.check();
        Host host =
                Problems.acceptedOrThrow(
                        hosts.createStandalone(
                                read.get().host(), read.get().group(), read.get().site()));
        return Answers.created("/api/v1/hosts/" + host.id(), host.revision(), view(host.id()));
    }

    /** All hosts, or those that {@link #LISTING} filters, in its order. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<HostView> list(
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        var asked = LISTING.read(limit, cursor, sort, uri.getQueryParameters());
        return asked.page(
                lookups.hosts(asked.query()).stream()
                        .map(host -> HostView.of(host.host(), host.ofGroup()))
                        .toList());
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        HostWithReserve host = found(hostId(id));
        return Answers.ok(host.host().revision(), HostView.of(host.host(), host.ofGroup()));
    }

    @PUT
    @Path("{id}/maintenance")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response setMaintenance(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable MaintenanceRequest request) {
        Fields fields = new Fields();
        var maintenance = fields.present("maintenance", Requests.body(request).maintenance());
        fields.check();
        Host host =
                Problems.acceptedOrThrow(
                        hosts.setMaintenance(
                                hostId(id), maintenance.get(), IfMatch.revision(ifMatch)));
        return Answers.ok(host.revision(), view(host.id()));
    }

    @PUT
    @Path("{id}/reserve")
    @RolesAllowed(ADMINISTRATOR)
    public Response setReserve(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable ReserveRequest request) {
        Fields fields = new Fields();
        var reserve = ReserveRequest.read(Requests.body(request), fields);
        fields.check();
        Host host =
                Problems.acceptedOrThrow(
                        hosts.setReserve(hostId(id), reserve.get(), IfMatch.revision(ifMatch)));
        return Answers.ok(host.revision(), view(host.id()));
    }

    /** Another build: cores, memory, hypervisor and hardware are replaced as a whole. */
    @PUT
    @Path("{id}/build")
    @RolesAllowed(ADMINISTRATOR)
    public Response rebuild(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable BuildRequest request) {
        Fields fields = new Fields();
        BuildRequest read = Requests.body(request);
        var build = read.read(fields);
        fields.check();
        Host host =
                Problems.acceptedOrThrow(
                        hosts.rebuild(
                                hostId(id),
                                build.get(),
                                Boolean.TRUE.equals(read.force()),
                                IfMatch.revision(ifMatch)));
        return Answers.ok(host.revision(), view(host.id()));
    }

    /** A host in maintenance that holds no VM goes, out of its cluster if it is in one. */
    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response remove(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        HostId host = hostId(id);
        Set<VmId> holds =
                assignments
                        .on(host)
                        .orElseThrow(() ->
                                Problems.of(
                                        new InventoryRefusal.NotYetKnown(
                                                "which VMs host " + host + " holds")));
        Problems.acceptedOrThrow(hosts.remove(host, holds, IfMatch.revision(ifMatch)));
        return Response.noContent().build();
    }

    private HostView view(HostId id) {
        HostWithReserve host = found(id);
        return HostView.of(host.host(), host.ofGroup());
    }

    private HostWithReserve found(HostId id) {
        return lookups.host(id).orElseThrow(() -> Problems.notFound(EntityKind.HOST, id.value()));
    }

    private static HostId hostId(String id) {
        return Problems.addressed(EntityKind.HOST, id, HostId::new);
    }
}
