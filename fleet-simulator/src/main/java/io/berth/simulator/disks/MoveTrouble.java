package io.berth.simulator.disks;

/** What may be wrong with the moves of a host. */
public enum MoveTrouble {
    /** Every volume is full. */
    NO_ROOM,
    /** Every copy breaks off at its end. */
    BREAKS_OFF
}
