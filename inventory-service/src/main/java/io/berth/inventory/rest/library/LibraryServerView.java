package io.berth.inventory.rest.library;

import io.berth.contracts.inventory.LibraryPlatform;
import io.berth.contracts.inventory.LibraryServerState;
import org.jspecify.annotations.Nullable;

/** A library server as it is shown. */
record LibraryServerView(
        String id,
        String name,
        String address,
        String operatingSystem,
        @Nullable String edition,
        LibraryPlatform platform,
        long revision) {
    static LibraryServerView of(LibraryServerState state) {
        return new LibraryServerView(
                state.server().value(),
                state.name(),
                state.address(),
                state.operatingSystem(),
                state.edition(),
                state.platform(),
                state.revision());
    }
}
