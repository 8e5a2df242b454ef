package io.berth.contracts.replica;

/** How a VM goes to its replica. */
public enum FailoverKind {
    /** The VM is shut down and its last changes are copied first: nothing is lost. */
    PLANNED,
    /** The VM goes on from a recovery point; what it wrote after it is lost. */
    UNPLANNED
}
