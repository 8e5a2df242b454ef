package io.berth.inventory.rest.library;

import io.berth.contracts.ids.LibraryServerId;
import io.berth.contracts.ids.LibraryShareId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.LibraryFile;
import io.berth.contracts.inventory.LibraryFileKind;
import io.berth.contracts.inventory.LibraryShareState;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A library share that is wished for. Whether it is highly available is judged, not wished.
 *
 * @param files none when absent
 */
record LibraryShareRequest(
        @Nullable String id,
        @Nullable String server,
        @Nullable String path,
        @Nullable List<@Nullable FileBody> files) {
    /** A file as it stands in requests and answers. */
    record FileBody(@Nullable String name, @Nullable LibraryFileKind kind, @Nullable Long sizeMiB) {
        static FileBody of(LibraryFile file) {
            return new FileBody(file.name(), file.kind(), file.size().value());
        }

        private static Supplier<LibraryFile> read(FileBody body, Fields fields) {
            var name = Texts.required("name", body.name, LibraryFile.MAX_NAME, fields);
            var kind = fields.present("kind", body.kind);
            var size = fields.read("sizeMiB", body.sizeMiB, MiB::new);
            return () -> new LibraryFile(name.get(), kind.get(), size.get());
        }
    }

    static LibraryShareRequest of(LibraryShareState state) {
        return new LibraryShareRequest(
                state.share().value(),
                state.server().value(),
                state.path(),
                Texts.some(state.files(), FileBody::of));
    }

    static Wish<LibraryShareId, LibraryShareState> read(
            LibraryShareRequest request, @Nullable LibraryShareId addressed, Fields fields) {
        var id = Wish.id(request.id, addressed, LibraryShareId::new, fields);
        var server = fields.read("server", request.server, LibraryServerId::new);
        var path = Texts.required("path", request.path, LibraryShareState.MAX_PATH, fields);
        List<@Nullable FileBody> given = request.files;
        var files =
                fields.list(
                        "files",
                        given == null ? List.<@Nullable FileBody>of() : given,
                        LibraryShareState.MAX_FILES,
                        FileBody::read);
        return new Wish<>(
                id,
                revision ->
                        new LibraryShareState(
                                id.get(),
                                server.get(),
                                path.get(),
                                false,
                                "",
                                files.get(),
                                revision));
    }
}
