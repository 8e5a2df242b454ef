package io.berth.contracts.replica;

/** Why a cycle ended without a recovery point. */
public enum CycleFailure {
    /** The source would not: the VM is not there, or it is busy. */
    REFUSED_BY_SOURCE,
    /** The host that ran the VM was declared failed or unreachable meanwhile. */
    SOURCE_FAILED,
    /** The host that takes the copies was declared failed or unreachable meanwhile. */
    TARGET_FAILED,
    /** The source did not get the target's confirmation. */
    TARGET_UNREACHABLE,
    /** The target holds no copy that changes could be added to; a new initial copy is needed. */
    TARGET_LACKS_COPY,
    /** The source could not write its log of changes; a new initial copy is needed. */
    LOG_WRITE_FAILED,
    /** A disk was changed past its log; a new initial copy is needed. */
    DISK_CHANGED_OUTSIDE,
    /** Source and target did not prove to each other who they are. */
    NOT_TRUSTED,
    /** The target has no room for the copy. */
    TARGET_FULL,
    /** The source did not answer in time. */
    NO_ANSWER,
    /** Replication was ended while the cycle ran. */
    RELATIONSHIP_REMOVED
}
