package io.berth.simulator.facts;

/** A way for a host's facts to be amiss. Each is meant to fail a test of cluster validation. */
public enum FactBreakage {
    /** The processor architecture is another. */
    OTHER_ARCHITECTURE,
    /** An older operating system is installed. */
    OTHER_SYSTEM,
    /** The BIOS version cannot be read. */
    BIOS_UNKNOWN,
    /** The adapter of the cluster's own network is missing. */
    ONE_NETWORK,
    /** An adapter has the address of another node. */
    DUPLICATE_ADDRESS,
    /** An adapter has another prefix length. */
    OTHER_SUBNET,
    /** The networks are bound in another order. */
    OTHER_BINDING_ORDER,
    /** Some packets to the peers are lost. */
    PACKET_LOSS,
    /** Packets to the peers take long. */
    SLOW_NETWORK,
    /** A shared disk is not seen. */
    DISK_NOT_SEEN,
    /** Access to the shared disks takes long. */
    SLOW_DISK,
    /** The host cannot defend a shared disk. */
    NO_ARBITRATION,
    /** A shared disk cannot be moved to the host. */
    NO_FAILOVER,
    /** A shared disk cannot be moved to the host while others move. */
    NO_SIMULTANEOUS_FAILOVER,
    /** A shared disk has a file system that clusters cannot use. */
    OTHER_FILE_SYSTEM,
    /** A shared disk has another page 83 identifier. */
    OTHER_IDENTIFIER,
    /** The shared disks take no persistent reservations. */
    NO_PERSISTENT_RESERVATIONS,
    /** The paths to the shared disks are not held together. */
    NO_MULTIPATH,
    /** All shared disks are in use by a volume: nothing is broken, but some tests are skipped. */
    DISKS_IN_USE,
    /** A required service does not run. */
    SERVICE_STOPPED,
    /** The host is a member of another directory domain. */
    OTHER_DOMAIN,
    /** A driver is not signed. */
    UNSIGNED_DRIVER,
    /** No memory dump is written. */
    NO_MEMORY_DUMP,
    /** The clock is five seconds off. */
    TIME_SKEW,
    /** An update is missing. */
    OLD_UPDATE_LEVEL,
    /** The processor is of another vendor. */
    OTHER_PROCESSOR,
    /** The hypervisor offers older integration services. */
    OLD_INTEGRATION_SERVICES,
    /** The virtual switch has another name. */
    OTHER_SWITCH_NAME,
    /** Other offloads are switched on. */
    OTHER_OFFLOADS,
    /** All checksum offloads are switched off. */
    CHECKSUMS_OFF,
    /** The adapter of the VMs computes checksums wrongly: guests lose packets while it may. */
    GUEST_PACKET_LOSS,
    /** A component is not certified for the operating system. */
    NOT_CERTIFIED
}
