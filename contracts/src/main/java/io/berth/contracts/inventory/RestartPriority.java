package io.berth.contracts.inventory;

/**
 * The order in which the VMs of a failed host are re-placed; within a priority the largest goes
 * first.
 */
public enum RestartPriority {
    /** First. */
    HIGH,
    /** The default. */
    MEDIUM,
    /** Last. */
    LOW,
    /** Not started again by itself: it waits for an operator. */
    NO_AUTO_START
}
