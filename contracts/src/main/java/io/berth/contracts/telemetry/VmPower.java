package io.berth.contracts.telemetry;

/** What a VM is doing on the host that reports it. */
public enum VmPower {
    /** Its processors execute. */
    RUNNING,
    /** Defined on the host, not executing. */
    STOPPED,
    /** Its processors stand still; the host keeps its memory. */
    PAUSED,
    /** Its memory is written to the host's disk. */
    SAVED,
    /**
     * Not executing here, and never again at this epoch: its state has been handed over to another
     * host.
     */
    HANDED_OVER
}
