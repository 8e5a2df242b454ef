package io.berth.placement.domain.ledger;

/** What the monitor last said of a host. Placement never judges this itself. */
public enum HostStatus {
    /** The monitor has said nothing of it yet. */
    UNKNOWN,
    /** Its agent beats. */
    UP,
    /** It has been silent for a while; nothing is decided. */
    SUSPECT,
    /** Silent beyond the threshold, but nothing proves that its VMs have stopped. */
    UNREACHABLE,
    /** Silent, and its peers still hear it: rather cut off from the broker than dead. */
    ISOLATED,
    /** Failed, with evidence that its highly available VMs have stopped. */
    FAILED
}
