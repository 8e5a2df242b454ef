package io.berth.contracts.telemetry;

/** Whether a VM is executing on the host that reports it. */
public enum VmPower {
    /** Its processors execute. */
    RUNNING,
    /** Defined on the host, not executing. */
    STOPPED
}
