package io.berth.contracts.inventory;

/** Who made a processor: VMs never move live between vendors. */
public enum ProcessorVendor {
    /** AMD. */
    AMD,
    /** Intel. */
    INTEL,
    /** Any other. */
    OTHER
}
