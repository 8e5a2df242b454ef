package io.berth.contracts.replica;

/** What a cycle copies. */
public enum CycleKind {
    /** All of the VM's disks. */
    INITIAL_COPY,
    /** What was written since the last cycle that completed. */
    DELTA
}
