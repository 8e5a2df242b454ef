package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.MiB;
import org.jspecify.annotations.Nullable;

/**
 * A disk of a VM.
 *
 * @param size as the guest sees it
 * @param csv the cluster shared volume that it lies on; absent where it lies elsewhere
 */
public record VmDisk(String name, MiB size, DiskFormat format, @Nullable CsvId csv) {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public VmDisk {
        Require.text("disk.name", name, MAX_NAME);
        Require.present("disk.size", size);
        Require.present("disk.format", format);
    }
}
