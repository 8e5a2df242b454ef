package io.berth.inventory.rest.library;

import io.berth.contracts.inventory.LibraryShareState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A library share as it is shown.
 *
 * @param reason why it is highly available, or why not
 */
record LibraryShareView(
        String id,
        String server,
        String path,
        boolean highlyAvailable,
        String reason,
        List<LibraryShareRequest.FileBody> files,
        long revision) {
    /**
     * Something that lies in the library.
     *
     * @param kind TEMPLATE, ISO or VHD
     */
    record Resource(String kind, String name, @Nullable Long sizeMiB) {}

    static LibraryShareView of(LibraryShareState state) {
        return new LibraryShareView(
                state.share().value(),
                state.server().value(),
                state.path(),
                state.highlyAvailable(),
                state.reason(),
                state.files().stream().map(LibraryShareRequest.FileBody::of).toList(),
                state.revision());
    }
}
