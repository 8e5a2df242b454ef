package io.berth.contracts.replica;

/** The life of a relationship. */
public enum ReplicationState {
    /** Defined, and nothing is copied. */
    DISABLED,
    /** The initial copy waits to be ordered. */
    INITIAL_PENDING,
    /** The initial copy is under way. */
    INITIAL_RUNNING,
    /** Changes are copied on schedule. */
    REPLICATING,
    /** The target's copy cannot be continued; everything must be copied again. */
    RESYNC_REQUIRED,
    /** Everything is being copied again. */
    RESYNCING,
    /** An operator holds it. */
    PAUSED,
    /**
     * A failover is under way: cycles rest, the VM is stopped, where planned its last changes are
     * copied, and it is handed over to the replica.
     */
    PREPARED,
    /** The VM runs at the replica. */
    FAILED_OVER,
    /**
     * A copy runs in isolation to prove that it boots; changes are copied on schedule meanwhile.
     */
    TESTING,
    /** The direction was turned round. */
    REVERSED
}
