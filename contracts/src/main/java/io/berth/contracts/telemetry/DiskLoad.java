package io.berth.contracts.telemetry;

import io.berth.contracts.Require;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.VmDisk;

/**
 * What one disk of a VM was asked for, on average over the time of its report.
 *
 * @param disk name of the disk among those of its VM
 * @param readIops reads a second
 * @param writeIops writes a second
 * @param readMbPerSecond in 10^6 bytes a second
 * @param writeMbPerSecond in 10^6 bytes a second
 * @param latencyMs mean time of an operation; 0 where there was none
 */
public record DiskLoad(
        VmId vm,
        String disk,
        long readIops,
        long writeIops,
        double readMbPerSecond,
        double writeMbPerSecond,
        double latencyMs) {
    /** Highest throughput, in 10^6 bytes a second. */
    public static final long MAX_MB_PER_SECOND = 1_000_000;

    /** Longest latency: an hour. Longer ones are reported as this. */
    public static final long MAX_LATENCY_MS = 3_600_000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public DiskLoad {
        Require.present("load.vm", vm);
        Require.text("load.disk", disk, VmDisk.MAX_NAME);
        Require.range("load.readIops", readIops, 0, HostHardware.MAX_IOPS);
        Require.range("load.writeIops", writeIops, 0, HostHardware.MAX_IOPS);
        Require.range("load.readMbPerSecond", readMbPerSecond, 0, MAX_MB_PER_SECOND);
        Require.range("load.writeMbPerSecond", writeMbPerSecond, 0, MAX_MB_PER_SECOND);
        Require.range("load.latencyMs", latencyMs, 0, MAX_LATENCY_MS);
    }
}
