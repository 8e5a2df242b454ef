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
    /** The rules themselves failed; the log has the rest. */
    RULES_FAILED;

    /** As it stands in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
