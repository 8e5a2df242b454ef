package io.berth.contracts.inventory;

/** How a host is connected to an array. */
public enum StorageProtocol {
    /** SCSI over TCP/IP. */
    ISCSI,
    /** Fibre Channel. */
    FC
}
