package io.berth.contracts.hosts;

import io.berth.contracts.Require;
import io.berth.contracts.ids.SnapshotName;
import org.jspecify.annotations.Nullable;

/** What a host can do with a VM that it holds, beside starting and stopping it. */
public enum VmAction {
    /** Its processors stand still; it keeps its memory. */
    PAUSE(false),
    /** A paused VM goes on. */
    RESUME(false),
    /** Its memory is written to disk, and its processors are given up. */
    SAVE(false),
    /** A saved VM goes on where it was. */
    RESTORE(false),
    /** Its guest begins anew, as by the reset button; the VM stays where it is. */
    RESET(false),
    /** Its disks, and its memory where it has any, are kept as they are now under a name. */
    SNAPSHOT(true),
    /** It becomes again what it was at a snapshot, and executes from there. */
    REVERT(true),
    /** A snapshot is given up; the VM itself stays as it is. */
    DELETE_SNAPSHOT(true);

    private final boolean namesSnapshot;

    VmAction(boolean namesSnapshot) {
        this.namesSnapshot = namesSnapshot;
    }

    /** Whether it is about a snapshot that has to be named. */
    public boolean namesSnapshot() {
        return namesSnapshot;
    }

    /**
     * @throws IllegalArgumentException when a snapshot is missing, or named where there is none
     */
    public void check(@Nullable SnapshotName snapshot) {
        if (namesSnapshot) {
            Require.present("snapshot", snapshot);
        } else if (snapshot != null) {
            throw new IllegalArgumentException(
                    "snapshot is " + snapshot + "; " + this + " is about none");
        }
    }
}
