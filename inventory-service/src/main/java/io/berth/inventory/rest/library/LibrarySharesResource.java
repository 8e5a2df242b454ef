package io.berth.inventory.rest.library;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.LibraryShareId;
import io.berth.contracts.inventory.LibraryShareState;
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
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shares of the library over HTTP. */
@Path("/api/v1/library-shares")
@RunOnVirtualThread
public class LibrarySharesResource {
    private static final String PATH = "/api/v1/library-shares";

    private final Libraries libraries;
    private final Entries entries;

    LibrarySharesResource(Libraries libraries, Entries entries) {
        this.libraries = libraries;
        this.entries = entries;
    }

    @POST
    @RolesAllowed(ADMINISTRATOR)
    public Response create(@Nullable LibraryShareRequest request) {
        Fields fields = new Fields();
        var read = LibraryShareRequest.read(Requests.body(request), null, fields);
        fields.check();
        LibraryShareState made =
                Problems.acceptedOrThrow(libraries.create(read.id().get(), read.wished()));
        return Answers.created(
                PATH + "/" + read.id().get(),
                new Revision(made.revision()),
                LibraryShareView.of(made));
    }

    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<LibraryShareView> list(
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                page,
                entries.page(LibraryShareState.class, page.afterId(), page.fetch()).stream()
                        .map(state -> LibraryShareView.of(state))
                        .toList(),
                LibraryShareView::id);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Response get(@PathParam("id") String id) {
        return answer(
                entries.find(LibraryShareState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.LIBRARY_SHARE, id)));
    }

    /** Takes the place of what is there, whole. */
    @PUT
    @Path("{id}")
    @RolesAllowed(ADMINISTRATOR)
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable LibraryShareRequest request) {
        Fields fields = new Fields();
        var read = LibraryShareRequest.read(Requests.body(request), addressed(id), fields);
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

    /** Everything that lies on the share, with the templates that have a disk on it. */
    @GET
    @Path("{id}/resources")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public List<LibraryShareView.Resource> resources(@PathParam("id") String id) {
        var share =
                entries.find(LibraryShareState.class, addressed(id).value())
                        .orElseThrow(() -> Problems.notFound(EntityKind.LIBRARY_SHARE, id));
        return Stream.concat(
                        libraries.templates(addressed(id)).stream()
                                .map(template ->
                                        new LibraryShareView.Resource(
                                                "TEMPLATE", template.template().value(), null)),
                        share.files().stream()
                                .map(file ->
                                        new LibraryShareView.Resource(
                                                file.kind().name(),
                                                file.name(),
                                                file.size().value())))
                .toList();
    }

    private static Response answer(LibraryShareState state) {
        return Answers.ok(new Revision(state.revision()), LibraryShareView.of(state));
    }

    private static LibraryShareId addressed(String id) {
        return Problems.addressed(EntityKind.LIBRARY_SHARE, id, LibraryShareId::new);
    }
}
