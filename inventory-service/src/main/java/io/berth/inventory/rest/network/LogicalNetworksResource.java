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

/** Logical networks over HTTP. */
@Path("/api/v1/logical-networks")
@RunOnVirtualThread
public class LogicalNetworksResource {
    private static final String PATH = "/api/v1/logical-networks";

    private final Networks networks;
    private final Entries entries;

    LogicalNetworksResource(Networks networks, Entries entries) {
        this.networks = networks;
        this.entries = entries;
    }

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable LogicalNetworkRequest request) {
        Fields fields = new Fields();
        var read = LogicalNetworkRequest.read(Requests.body(request), null, fields);
        fields.check();
        LogicalNetworkState made =
                Problems.acceptedOrThrow(networks.create(read.id().get(), read.wished()));
        return Answers.created(
                PATH + "/" + read.id().get(),
                new Revision(made.revision()),
                LogicalNetworkView.of(made));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<LogicalNetworkView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                entries.page(LogicalNetworkState.class, page.afterId(), page.fetch()).stream()
                        .map(state -> LogicalNetworkView.of(state))
                        .toList(),
                LogicalNetworkView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        return answer(
                entries.find(LogicalNetworkState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.LOGICAL_NETWORK, id)));
    }

    /** Takes the place of what is there, whole. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable LogicalNetworkRequest request) {
        Fields fields = new Fields();
        var read = LogicalNetworkRequest.read(Requests.body(request), addressed(id), fields);
        fields.check();
        return answer(
                Problems.acceptedOrThrow(
                        networks.replace(
                                addressed(id), read.wished(), EntityTags.expected(ifMatch))));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response remove(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(networks.remove(addressed(id), EntityTags.expected(ifMatch)));
        return Response.noContent().build();
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

    private static Response answer(LogicalNetworkState state) {
        return Answers.ok(new Revision(state.revision()), LogicalNetworkView.of(state));
    }

    private static LogicalNetworkId addressed(String id) {
        return Problems.addressed(EntityKind.LOGICAL_NETWORK, id, LogicalNetworkId::new);
    }
}
