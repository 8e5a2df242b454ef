package io.berth.contracts.inventory;

/** How a disk of a VM lies on storage. */
public enum DiskFormat {
    /** A virtual hard disk that takes its whole size from the start. */
    FIXED,
    /** A virtual hard disk that grows. */
    DYNAMIC,
    /** A physical disk or LUN of its own. */
    PASS_THROUGH
}
