package io.berth.contracts.placement;

/** What becomes of VMs that no other host can take while their host is evacuated. */
public enum BlockedVms {
    /** They wait and are tried again. */
    QUEUE,
    /** They stay where they are, and the evacuation ends without them. */
    REFUSE
}
