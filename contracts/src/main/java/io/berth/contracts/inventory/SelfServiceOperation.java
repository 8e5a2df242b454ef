package io.berth.contracts.inventory;

/** What a member of a self-service role may do. */
public enum SelfServiceOperation {
    /** Define a VM of any size within the quota. */
    CREATE,
    /** Deploy a VM from a template. */
    DEPLOY,
    /** Copy one of the member's own VMs. */
    CLONE,
    /** Change what an own VM asks for. */
    CONFIGURE,
    /** Start an own VM. */
    START,
    /** Stop or turn off an own VM. */
    STOP,
    /** Pause and resume an own VM. */
    PAUSE,
    /** Save and restore the state of an own VM. */
    SAVE,
    /** Take and revert to snapshots of an own VM. */
    SNAPSHOT,
    /** Remove an own VM. */
    REMOVE
}
