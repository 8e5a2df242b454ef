package io.berth.inventory.rest.library;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.ids.LibraryShareId;
import io.berth.contracts.inventory.LibraryShareState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.library.Libraries;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.stream.Stream;

/** Shares of the library over HTTP. */
@Path("/api/v1/library-shares")
public class LibrarySharesResource
        extends KindResource<LibraryShareRequest, LibraryShareState, LibraryShareView> {
    private final Libraries libraries;

    LibrarySharesResource(Entries entries, Libraries libraries) {
        super(
                entries,
                Kind.of(LibraryShareState.class, LibraryShareId::new, LibraryShareView::of)
                        .wished(
                                LibraryShareRequest::read,
                                libraries::create,
                                libraries::replace,
                                libraries::remove)
                        .filed(
                                EstateSection.LIBRARY_SHARES,
                                LibraryShareRequest.class,
                                LibraryShareRequest::of)
                        .listed(list ->
                                list.byId("server", "server")
                                        .byText("path", "path", LibraryShareState::path)
                                        .byFlag("highlyAvailable", "highlyAvailable")));
        this.libraries = libraries;
    }

    /** Everything that lies on the share, with the templates that have a disk on it. */
    @GET
    @Path("{id}/resources")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public List<LibraryShareView.Resource> resources(@PathParam("id") String id) {
        LibraryShareState share = found(id);
        return Stream.concat(
                        libraries.templates(share.share()).stream()
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
}
