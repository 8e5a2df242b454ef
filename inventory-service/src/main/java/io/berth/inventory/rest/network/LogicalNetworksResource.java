package io.berth.inventory.rest.network;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.network.Networks;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** Logical networks over HTTP. */
@Path("/api/v1/logical-networks")
public class LogicalNetworksResource
        extends KindResource<LogicalNetworkRequest, LogicalNetworkState, LogicalNetworkView> {
    private final Networks networks;

    LogicalNetworksResource(Entries entries, Networks networks) {
        super(
                entries,
                Kind.of(LogicalNetworkState.class, LogicalNetworkId::new, LogicalNetworkView::of)
                        .wished(
                                LogicalNetworkRequest::read,
                                networks::create,
                                networks::replace,
                                networks::remove)
                        .filed(
                                EstateSection.LOGICAL_NETWORKS,
                                LogicalNetworkRequest.class,
                                LogicalNetworkRequest::of)
                        .listed(list ->
                                list.byText("name", "name", LogicalNetworkState::name)
                                        .byEntry("site", "sites", "site")));
        this.networks = networks;
    }

    /** The hosts that carry the network. */
    @GET
    @Path("{id}/hosts")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<CarrierView> hosts(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                Problems.acceptedOrThrow(
                                networks.carriers(addressed(id), page.afterId(), page.fetch()))
                        .stream()
                        .map(CarrierView::of)
                        .toList(),
                CarrierView::host);
    }

    private static LogicalNetworkId addressed(String id) {
        return Problems.addressed(EntityKind.LOGICAL_NETWORK, id, LogicalNetworkId::new);
    }
}
