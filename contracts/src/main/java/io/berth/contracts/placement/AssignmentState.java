package io.berth.contracts.placement;

/** The life of a VM's assignment. */
public enum AssignmentState {
    /** Given to a host; its agent has not yet reported it running. */
    PLACED,
    /** The host reported it running at the current epoch. */
    RUNNING,
    /**
     * On its way to another host. It still runs on its own, which has not yet reported that it has
     * handed it over; room is kept for it on both.
     */
    MIGRATING,
    /**
     * A start did not report in time: the host has been told to give the VM up, and must say so
     * before it goes elsewhere.
     */
    WITHDRAWING,
    /** No host can take it now; it is tried again when capacity appears. */
    UNPLACEABLE,
    /** Not highly available, and its host is down: it returns with its host. */
    WAITING_FOR_HOST,
    /** Its restart priority keeps it down after a failure until an operator asks for it. */
    WAITING_FOR_OPERATOR,
    /** A stop was requested; the host has not yet reported it. */
    STOPPING,
    /** Stopped on request; it holds no room. */
    STOPPED,
    /**
     * It runs on its host outside of Berth; the agent has been told to take it up and has not yet
     * answered.
     */
    ADOPTING,
    /**
     * It was not taken up. It may still run outside of Berth, so that it is neither started nor
     * stopped anywhere until somebody asks for it; it holds no room.
     */
    ADOPTION_FAILED
}
