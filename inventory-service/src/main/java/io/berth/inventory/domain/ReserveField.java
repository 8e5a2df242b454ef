package io.berth.inventory.domain;

import io.berth.contracts.inventory.HostHardware;

/** What a host's own operating system can keep of the host. */
public enum ReserveField {
    /** Of all cores together, in percent. */
    CPU_PERCENT("cpuPercent", "%", 100),
    /** Of its memory, in MiB. */
    MEMORY_MIB("memoryMiB", "MiB of memory", 1L << 40),
    /** Of the room on its own disks, in MiB. */
    DISK_MIB("diskMiB", "MiB of disk", 1L << 40),
    /** Of its disk operations per second. */
    DISK_IOPS("diskIops", "disk operations per second", HostHardware.MAX_IOPS),
    /** Of the capacity of its network adapters, in percent. */
    NETWORK_PERCENT("networkPercent", "%", 100);

    private final String label;
    private final String unit;
    private final long max;

    ReserveField(String label, String unit, long max) {
        this.label = label;
        this.unit = unit;
        this.max = max;
    }

    /** As it stands in requests and answers. */
    public String label() {
        return label;
    }

    /** What is counted, for people. */
    public String unit() {
        return unit;
    }

    /** The highest value. */
    public long max() {
        return max;
    }
}
