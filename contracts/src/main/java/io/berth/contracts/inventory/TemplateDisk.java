package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.LibraryShareId;

/**
 * A disk of a template.
 *
 * @param name of the disk in the VM
 * @param file name of the VHD on the share
 */
public record TemplateDisk(String name, LibraryShareId share, String file) {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public TemplateDisk {
        Require.text("disk.name", name, VmDisk.MAX_NAME);
        Require.present("disk.share", share);
        Require.text("disk.file", file, LibraryFile.MAX_NAME);
    }
}
