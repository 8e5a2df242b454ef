package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.MiB;
import org.jspecify.annotations.Nullable;

/**
 * What the host's own operating system keeps: no VM is placed where it would use this. Of an absent
 * part nothing is kept.
 *
 * @param cpuPercent of all its cores together, 0 to 100
 * @param disk of the room on its own disks
 * @param diskIops of the disk operations per second
 * @param networkPercent of the capacity of its adapters, 0 to 100
 */
public record HostReserve(
        int cpuPercent,
        MiB memory,
        @Nullable MiB disk,
        @Nullable Long diskIops,
        @Nullable Long networkPercent) {
    /** Nothing is kept. */
    public static final HostReserve NONE = new HostReserve(0, MiB.ZERO);

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostReserve {
        Require.range("reserve.cpuPercent", cpuPercent, 0, 100);
        Require.present("reserve.memory", memory);
        Require.optionalRange("reserve.diskIops", diskIops, 0, HostHardware.MAX_IOPS);
        Require.optionalRange("reserve.networkPercent", networkPercent, 0, 100);
    }

    /** Of processors and memory only. */
    public HostReserve(int cpuPercent, MiB memory) {
        this(cpuPercent, memory, null, null, null);
    }
}
