package io.berth.contracts.hosts;

/** How a running VM goes to another host. Its disks stay where they are. */
public enum MigrationMode {
    /** Its memory is copied while it runs; it stands still only for the last of it. */
    LIVE,
    /** It is saved, its memory is moved, and it goes on from there. */
    QUICK
}
