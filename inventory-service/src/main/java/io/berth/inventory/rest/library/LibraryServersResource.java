package io.berth.inventory.rest.library;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.LibraryServerId;
import io.berth.contracts.inventory.LibraryServerState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.library.Libraries;
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

/** Servers of the library over HTTP. */
@Path("/api/v1/library-servers")
@RunOnVirtualThread
public class LibraryServersResource {
    private static final String PATH = "/api/v1/library-servers";

    private final Libraries libraries;
    private final Entries entries;

    LibraryServersResource(Libraries libraries, Entries entries) {
        this.libraries = libraries;
        this.entries = entries;
    }

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable LibraryServerRequest request) {
        Fields fields = new Fields();
        var read = LibraryServerRequest.read(Requests.body(request), null, fields);
        fields.check();
        LibraryServerState made =
                Problems.acceptedOrThrow(libraries.create(read.id().get(), read.wished()));
        return Answers.created(
                PATH + "/" + read.id().get(),
                new Revision(made.revision()),
                LibraryServerView.of(made));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<LibraryServerView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                entries.page(LibraryServerState.class, page.afterId(), page.fetch()).stream()
                        .map(state -> LibraryServerView.of(state))
                        .toList(),
                LibraryServerView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        return answer(
                entries.find(LibraryServerState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.LIBRARY_SERVER, id)));
    }

    /** Takes the place of what is there, whole. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable LibraryServerRequest request) {
        Fields fields = new Fields();
        var read = LibraryServerRequest.read(Requests.body(request), addressed(id), fields);
        fields.check();
        return answer(
                Problems.acceptedOrThrow(
                        libraries.replace(
                                addressed(id), read.wished(), EntityTags.expected(ifMatch))));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response remove(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Problems.acceptedOrThrow(libraries.remove(addressed(id), EntityTags.expected(ifMatch)));
        return Response.noContent().build();
    }

    private static Response answer(LibraryServerState state) {
        return Answers.ok(new Revision(state.revision()), LibraryServerView.of(state));
    }

    private static LibraryServerId addressed(String id) {
        return Problems.addressed(EntityKind.LIBRARY_SERVER, id, LibraryServerId::new);
    }
}
