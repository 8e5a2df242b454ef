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
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import io.berth.kit.rest.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Pools of IP addresses and their leases over HTTP. */
@Path("/api/v1/address-pools")
public class AddressPoolsResource
        extends KindResource<AddressPoolRequest, AddressPoolState, AddressPoolView> {
    private final Leases leases;

    AddressPoolsResource(Entries entries, Pools pools, Leases leases) {
        super(
                entries,
                Kind.of(AddressPoolState.class, AddressPoolId::new, AddressPoolView::of)
                        .wished(
                                AddressPoolRequest::read,
                                pools::create,
                                pools::replace,
                                pools::remove)
                        .filed(
                                EstateSection.ADDRESS_POOLS,
                                AddressPoolRequest.class,
                                AddressPoolRequest::of)
                        .listed(list ->
                                list.byText("name", "name", AddressPoolState::name)
                                        .byId("network", "network")
                                        .byId("site", "site")
                                        .byText("subnet", "subnet", AddressPoolState::subnet)));
        this.leases = leases;
    }

    /** Leases the lowest free address to an adapter of a VM; the same one when it asks again. */
    @POST
    @Path("{id}/leases")
    @RolesAllowed({OPERATOR, ADMINISTRATOR, SERVICE})
    public Response lease(
            @PathParam("id") String id, @Context UriInfo uri, @Nullable LeaseRequest request) {
        return LeaseRequest.lease(leases, pool(id), uri.getPath(), request);
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

    private static AddressPoolId addressed(String id) {
        return Problems.addressed(EntityKind.ADDRESS_POOL, id, AddressPoolId::new);
    }
}
