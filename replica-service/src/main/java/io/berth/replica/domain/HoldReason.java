package io.berth.replica.domain;

import java.util.Locale;

/** Why a cycle that is due is not ordered now. */
public enum HoldReason {
    /** Inventory does not have the VM. */
    VM_UNKNOWN,
    /** No host runs the VM, so nothing changes that could be copied. */
    VM_NOT_RUNNING,
    /** The VM runs on the host that takes its copies. */
    VM_ON_TARGET,
    /** The host that runs the VM was declared failed or unreachable. */
    SOURCE_DOWN,
    /** The host that takes the copies was declared failed or unreachable. */
    TARGET_DOWN,
    /** None of its windows is open. */
    OUTSIDE_WINDOW,
    /** Everything must be copied again, and the window for that is not open. */
    OUTSIDE_RESYNC_WINDOW,
    /** The media with the first copy are not imported yet. */
    AWAITS_MEDIA,
    /** The site link has no bytes left for it, or others are due before it. */
    LINK_BUSY,
    /** The rules themselves failed; the log has the rest. */
    RULES_FAILED;

    /** As it stands in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
