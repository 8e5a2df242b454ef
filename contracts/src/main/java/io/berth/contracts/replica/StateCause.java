package io.berth.contracts.replica;

/** Why a relationship changed its state. */
public enum StateCause {
    /** The initial copy was ordered. */
    COPY_ORDERED,
    /** The initial copy has arrived. */
    COPY_COMPLETED,
    /** The initial copy did not arrive; it is tried again. */
    COPY_FAILED,
    /** The target has lost its copy. */
    TARGET_LACKS_COPY,
    /** The log of changes is larger than half of the disks. */
    LOG_TOO_LARGE,
    /** The source could not write its log of changes. */
    LOG_WRITE_FAILED,
    /** A disk was changed past its log. */
    DISK_CHANGED_OUTSIDE,
    /** An operator paused it. */
    PAUSED_BY_OPERATOR,
    /** An operator resumed it. */
    RESUMED_BY_OPERATOR,
    /** An operator has begun a failover; cycles rest. */
    FAILOVER_BEGUN,
    /** The host that took the copies has reported the VM running. */
    STARTED_AT_REPLICA,
    /** The failover was undone. */
    FAILOVER_CANCELLED,
    /** The failover was made final. */
    FAILOVER_COMPLETED,
    /** The direction was turned round. */
    DIRECTION_REVERSED,
    /** An operator tries whether the replica boots. */
    TEST_BEGUN,
    /** Nothing of the test is left. */
    TEST_ENDED
}
