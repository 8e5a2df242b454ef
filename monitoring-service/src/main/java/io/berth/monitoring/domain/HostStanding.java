package io.berth.monitoring.domain;

/** Whether a host is there to take virtual machines, apart from whether it is alive. */
public enum HostStanding {
    /** It may take virtual machines. */
    IN_SERVICE,
    /** It has failed too often lately and takes none for a while. */
    QUARANTINED,
    /** An administrator keeps virtual machines away; its silence is expected. */
    MAINTENANCE
}
