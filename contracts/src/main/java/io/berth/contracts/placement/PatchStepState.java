package io.berth.contracts.placement;

/** The life of one node in a patch operation. */
public enum PatchStepState {
    /** Its turn has not come. To: DRAINING, CANCELLED. */
    QUEUED,
    /** Closed to VMs; those that it has move away. To: PATCHING, STOPPED, CANCELLED. */
    DRAINING,
    /** Empty and closed: the patch hook may work on it. To: VALIDATING, STOPPED, SKIPPED. */
    PATCHING,
    /** Patched; it is not yet up with a grant in force. To: RETURNED, STOPPED, CANCELLED. */
    VALIDATING,
    /** It takes VMs again. */
    RETURNED,
    /**
     * Something went wrong; it stays closed, and no other node is begun with until somebody has
     * answered. To: PATCHING, VALIDATING, SKIPPED, CANCELLED.
     */
    STOPPED,
    /** Left unpatched by request; it takes VMs again. */
    SKIPPED,
    /** The operation was cancelled before it was patched; it takes VMs. */
    CANCELLED;

    /** Whether nothing will change any more. */
    public boolean over() {
        return switch (this) {
            case QUEUED, DRAINING, PATCHING, VALIDATING, STOPPED -> false;
            case RETURNED, SKIPPED, CANCELLED -> true;
        };
    }

    /** Whether the operation keeps VMs away from the node. */
    public boolean closes() {
        return switch (this) {
            case DRAINING, PATCHING, VALIDATING, STOPPED -> true;
            case QUEUED, RETURNED, SKIPPED, CANCELLED -> false;
        };
    }
}
