package io.berth.inventory.rest.network;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.AddressPoolId;
import io.berth.contracts.inventory.AddressPoolState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.network.Leases;
import io.berth.inventory.app.network.Leases.PoolRef;
import io.berth.inventory.app.network.Pools;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.rest.Answers;
import io.berth.inventory.rest.EntityTags;
import io.berth.inventory.rest.Problems;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Pools of IP addresses and their leases over HTTP. */
@Path("/api/v1/address-pools")
@RunOnVirtualThread
public class AddressPoolsResource {
    private static final String PATH = "/api/v1/address-pools";

    private final Pools pools;
    private final Entries entries;
    private final Leases leases;

    AddressPoolsResource(Pools pools, Entries entries, Leases leases) {
        this.pools = pools;
        this.entries = entries;
        this.leases = leases;
    }

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable AddressPoolRequest request) {
        Fields fields = new Fields();
        var read = AddressPoolRequest.read(Requests.body(request), null, fields);
        fields.check();
        AddressPoolState made =
                Problems.acceptedOrThrow(pools.create(read.id().get(), read.wished()));
        return Answers.created(
                PATH + "/" + read.id().get(),
                new Revision(made.revision()),
                AddressPoolView.of(made));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<AddressPoolView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                entries.page(AddressPoolState.class, page.afterId(), page.fetch()).stream()
                        .map(state -> AddressPoolView.of(state))
                        .toList(),
                AddressPoolView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        return answer(
                entries.find(AddressPoolState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.ADDRESS_POOL, id)));
    }

    /** Takes the place of what is there, whole. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable AddressPoolRequest request) {
        Fields fields = new Fields();
        var read = AddressPoolRequest.read(Requests.body(request), addressed(id), fields);
        fields.check();
        return answer(
                Problems.acceptedOrThrow(
                        pools.replace(addressed(id), read.wished(), EntityTags.expected(ifMatch))));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response remove(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(pools.remove(addressed(id), EntityTags.expected(ifMatch)));
        return Response.noContent().build();
    }

    /** Leases the lowest free address to an adapter of a VM; the same one when it asks again. */
    @POST
    @Path("{id}/leases")
    @RolesAllowed({OPERATOR, ADMINISTRATOR, SERVICE})
    public Response lease(@PathParam("id") String id, @Nullable LeaseRequest request) {
        return LeaseRequest.lease(leases, pool(id), PATH + "/" + id, request);
    }

    @GET
    @Path("{id}/leases")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<LeaseRequest.View> leases(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return LeaseRequest.list(leases, pool(id), limit, cursor);
    }

    @DELETE
    @Path("{id}/leases/{address}")
    @RolesAllowed({OPERATOR, ADMINISTRATOR, SERVICE})
    public Response release(@PathParam("id") String id, @PathParam("address") String address) {
        return LeaseRequest.release(leases, pool(id), address);
    }

    private static PoolRef pool(String id) {
        return new PoolRef.Ip(addressed(id));
    }

    private static Response answer(AddressPoolState state) {
        return Answers.ok(new Revision(state.revision()), AddressPoolView.of(state));
    }

    private static AddressPoolId addressed(String id) {
        return Problems.addressed(EntityKind.ADDRESS_POOL, id, AddressPoolId::new);
    }
}
