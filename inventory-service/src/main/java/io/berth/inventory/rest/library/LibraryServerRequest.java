package io.berth.inventory.rest.library;

import io.berth.contracts.ids.LibraryServerId;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.LibraryPlatform;
import io.berth.contracts.inventory.LibraryServerState;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import org.jspecify.annotations.Nullable;

/** A library server that is wished for. */
record LibraryServerRequest(
        @Nullable String id,
        @Nullable String name,
        @Nullable String address,
        @Nullable String operatingSystem,
        @Nullable String edition,
        @Nullable LibraryPlatform platform) {
    static LibraryServerRequest of(LibraryServerState state) {
        return new LibraryServerRequest(
                state.server().value(),
                state.name(),
                state.address(),
                state.operatingSystem(),
                state.edition(),
                state.platform());
    }

    static Wish<LibraryServerId, LibraryServerState> read(
            LibraryServerRequest request, @Nullable LibraryServerId addressed, Fields fields) {
        var id = Wish.id(request.id, addressed, LibraryServerId::new, fields);
        var name = Texts.required("name", request.name, LibraryServerState.MAX_NAME, fields);
        var address =
                Texts.required("address", request.address, LibraryServerState.MAX_ADDRESS, fields);
        var system =
                Texts.required(
                        "operatingSystem", request.operatingSystem, Hypervisor.MAX_TEXT, fields);
        var edition = Texts.optional("edition", request.edition, Hypervisor.MAX_TEXT, fields);
        var platform = fields.present("platform", request.platform);
        return new Wish<>(
                id,
                revision ->
                        new LibraryServerState(
                                id.get(),
                                name.get(),
                                address.get(),
                                system.get(),
                                edition.get(),
                                platform.get(),
                                revision));
    }
}
