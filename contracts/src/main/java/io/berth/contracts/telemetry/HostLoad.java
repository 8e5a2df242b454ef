package io.berth.contracts.telemetry;

import io.berth.contracts.Require;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.NetworkAdapter;
import org.jspecify.annotations.Nullable;

/**
 * What a host measures of itself.
 *
 * @param cpuPercent of all its cores together, 0 to 100
 * @param memoryUsed by the hypervisor and all its VMs
 * @param migrationLinkMbit what the network that it migrates over was last measured to carry, in
 *     Mbit/s on the wire, headers of the frames included: a sound gigabit link has 1000, not the
 *     940 that a copy over it sees; absent where that is not measured
 */
public record HostLoad(double cpuPercent, MiB memoryUsed, @Nullable Long migrationLinkMbit) {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostLoad {
        Require.range("load.cpuPercent", cpuPercent, 0, 100);
        Require.present("load.memoryUsed", memoryUsed);
        Require.optionalRange(
                "load.migrationLinkMbit", migrationLinkMbit, 1, NetworkAdapter.MAX_SPEED_MBIT);
    }

    /** Of a host that does not measure its links. */
    public HostLoad(double cpuPercent, MiB memoryUsed) {
        this(cpuPercent, memoryUsed, null);
    }
}
