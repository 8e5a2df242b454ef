package io.berth.contracts.inventory;

/** Work that a network adapter takes from the processor, and that can be switched off. */
public enum Offload {
    /** Checksum of IPv4 headers. */
    IPV4_CHECKSUM,
    /** Checksum of TCP over IPv4. */
    TCP_CHECKSUM_IPV4,
    /** Checksum of TCP over IPv6. */
    TCP_CHECKSUM_IPV6,
    /** Checksum of UDP over IPv4. */
    UDP_CHECKSUM_IPV4,
    /** Checksum of UDP over IPv6. */
    UDP_CHECKSUM_IPV6,
    /** Segmentation of large sends over IPv4. */
    LARGE_SEND_IPV4,
    /** Segmentation of large sends over IPv6. */
    LARGE_SEND_IPV6,
    /** Whole TCP connections (TCP Chimney). */
    TCP_CHIMNEY,
    /** Sorting of packets by VM (virtual machine queue). */
    VIRTUAL_MACHINE_QUEUE
}
