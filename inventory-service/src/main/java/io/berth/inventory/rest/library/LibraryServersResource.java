package io.berth.inventory.rest.library;

import io.berth.contracts.ids.LibraryServerId;
import io.berth.contracts.inventory.LibraryPlatform;
import io.berth.contracts.inventory.LibraryServerState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.library.Libraries;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.rest.kinds.Kind;
import io.berth.inventory.rest.kinds.KindResource;
import jakarta.ws.rs.Path;

/** Servers of the library over HTTP. */
@Path("/api/v1/library-servers")
public class LibraryServersResource
        extends KindResource<LibraryServerRequest, LibraryServerState, LibraryServerView> {

    LibraryServersResource(Entries entries, Libraries libraries) {
        super(
                entries,
                Kind.of(LibraryServerState.class, LibraryServerId::new, LibraryServerView::of)
                        .wished(
                                LibraryServerRequest::read,
                                libraries::create,
                                libraries::replace,
                                libraries::remove)
                        .filed(
                                EstateSection.LIBRARY_SERVERS,
                                LibraryServerRequest.class,
                                LibraryServerRequest::of)
                        .listed(list ->
                                list.byText("name", "name", LibraryServerState::name)
                                        .byConstant(
                                                "platform", "platform", LibraryPlatform.class)));
    }
}
