package io.berth.inventory.rest.updates;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.UpdateServerId;
import io.berth.contracts.inventory.UpdateServerState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.updates.Updates;
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

/** Update servers over HTTP. */
@Path("/api/v1/update-servers")
@RunOnVirtualThread
public class UpdateServersResource {
    private static final String PATH = "/api/v1/update-servers";

    private final Updates updates;
    private final Entries entries;

    UpdateServersResource(Updates updates, Entries entries) {
        this.updates = updates;
        this.entries = entries;
    }

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable UpdateServerRequest request) {
        Fields fields = new Fields();
        var read = UpdateServerRequest.read(Requests.body(request), null, fields);
        fields.check();
        UpdateServerState made =
                Problems.acceptedOrThrow(updates.create(read.id().get(), read.wished()));
        return Answers.created(
                PATH + "/" + read.id().get(),
                new Revision(made.revision()),
                UpdateServerRequest.View.of(made));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<UpdateServerRequest.View> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                entries.page(UpdateServerState.class, page.afterId(), page.fetch()).stream()
                        .map(state -> UpdateServerRequest.View.of(state))
                        .toList(),
                UpdateServerRequest.View::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        return answer(
                entries.find(UpdateServerState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.UPDATE_SERVER, id)));
    }

    /** Takes the place of what is there, whole. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable UpdateServerRequest request) {
        Fields fields = new Fields();
        var read = UpdateServerRequest.read(Requests.body(request), addressed(id), fields);
        fields.check();
        return answer(
                Problems.acceptedOrThrow(
                        updates.replace(
                                addressed(id), read.wished(), EntityTags.expected(ifMatch))));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response remove(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(updates.remove(addressed(id), EntityTags.expected(ifMatch)));
        return Response.noContent().build();
    }

    private static Response answer(UpdateServerState state) {
        return Answers.ok(new Revision(state.revision()), UpdateServerRequest.View.of(state));
    }

    private static UpdateServerId addressed(String id) {
        return Problems.addressed(EntityKind.UPDATE_SERVER, id, UpdateServerId::new);
    }
}
