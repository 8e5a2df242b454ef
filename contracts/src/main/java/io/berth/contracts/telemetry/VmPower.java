package io.berth.contracts.telemetry;

/** Whether a VM is executing on the host that reports it. */
public enum VmPower {
    /** Its processors execute. */
    RUNNING,
    /** Defined on the host, not executing. */
    STOPPED,
    /**
     * Not executing here, and never again at this epoch: its state has been handed over to another
     * host.
     */
    HANDED_OVER
}
