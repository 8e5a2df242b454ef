package io.berth.contracts.hosts;

/** Why a VM is to be stopped on a host. */
public enum StopReason {
    /** It has been placed elsewhere at a higher epoch. */
    STALE_EPOCH,
    /** Somebody asked for it to be stopped. */
    REQUESTED,
    /** Its start took too long and is withdrawn. */
    START_TIMED_OUT
}
