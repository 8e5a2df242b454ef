package io.berth.contracts.inventory;

/** How a server of the library is built. */
public enum LibraryPlatform {
    /** One machine. */
    STAND_ALONE,
    /** A file server of a failover cluster. */
    FAILOVER_CLUSTER,
    /** Machines behind network load balancing, each with its own files. */
    NETWORK_LOAD_BALANCING
}
