package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.MiB;

/**
 * What the host's own operating system keeps: no VM is placed where it would use this.
 *
 * @param cpuPercent of all its cores together, 0 to 100
 */
public record HostReserve(int cpuPercent, MiB memory) {
    /** Nothing is kept. */
    public static final HostReserve NONE = new HostReserve(0, MiB.ZERO);

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostReserve {
        Require.range("reserve.cpuPercent", cpuPercent, 0, 100);
        Require.present("reserve.memory", memory);
    }
}
