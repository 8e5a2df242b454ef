package io.berth.contracts.replica;

/** What a cycle copies. */
public enum CycleKind {
    /** All of the VM's disks. */
    INITIAL_COPY,
    /** What was written since the last cycle that completed. */
    DELTA,
    /**
     * What was written until the VM was stopped. The source refuses it while the VM executes; after
     * it the target holds all that the VM ever wrote.
     */
    LAST_DELTA
}
