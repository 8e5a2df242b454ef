package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.MiB;

/**
 * A file of a library share.
 *
 * @param name relative to the share
 * @param size as it lies there
 */
public record LibraryFile(String name, LibraryFileKind kind, MiB size) {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public LibraryFile {
        Require.text("file.name", name, MAX_NAME);
        Require.present("file.kind", kind);
        Require.present("file.size", size);
    }
}
