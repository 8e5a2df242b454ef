package io.berth.contracts.replica;

/** How far a failover, or its way back, has come. */
public enum FailoverStep {
    /** Placement was asked to stop the VM; its last host, or evidence, has to say that it did. */
    STOPPING,
    /** What it wrote until it was stopped is copied. Planned only. */
    COPYING_LAST,
    /** The recovery point is made the VM's disk on the replica host. */
    PROMOTING,
    /** Placement hands the VM over to the domain of the replica host. */
    HANDING_OVER,
    /** Placement was asked to start it on the replica host. */
    STARTING,
    /** The replica host has reported it running. */
    FAILED_OVER,
    /** It is being cancelled: placement was asked to stop the VM at the replica. */
    BACK_STOPPING,
    /** It is being cancelled: placement hands the VM back to its own domain. */
    BACK_HANDING_OVER,
    /** It was undone; the VM belongs to its own domain. */
    CANCELLED,
    /** It was made final: points and old copy are dropped. */
    COMPLETED,
    /** The direction was turned round; the former primary takes the copies. */
    REVERSED
}
