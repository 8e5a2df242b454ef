package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.LibraryServerId;
import io.berth.contracts.ids.LibraryShareId;
import java.util.List;

/**
 * A share of a library server, with the images and disks that lie on it.
 *
 * @param path such as {@code \\\\library\\images}
 * @param highlyAvailable whether it outlives a node of its server, as the rules judge its platform
 * @param reason why it does or does not
 * @param files disk images and ISO images; templates refer to them
 */
@EventType("io.berth.inventory.library-share-state.v1")
public record LibraryShareState(
        LibraryShareId share,
        LibraryServerId server,
        String path,
        boolean highlyAvailable,
        String reason,
        List<LibraryFile> files,
        long revision)
        implements FabricState {
    /** Longest path, in UTF-16 code units. */
    public static final int MAX_PATH = 260;

    /** Longest reason, in UTF-16 code units. */
    public static final int MAX_REASON = 512;

    /** Most files of one share: the event stays under a megabyte. */
    public static final int MAX_FILES = 1000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public LibraryShareState {
        Require.present("share", share);
        Require.present("server", server);
        Require.text("path", path, MAX_PATH);
        Require.text("reason", reason, MAX_REASON);
        files = Require.list("files", files, MAX_FILES);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "library-share/" + share;
    }
}
