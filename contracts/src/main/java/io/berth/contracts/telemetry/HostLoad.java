package io.berth.contracts.telemetry;

import io.berth.contracts.Require;
import io.berth.contracts.ids.MiB;

/**
 * What a host measures of itself.
 *
 * @param cpuPercent of all its cores together, 0 to 100
 * @param memoryUsed by the hypervisor and all its VMs
 */
public record HostLoad(double cpuPercent, MiB memoryUsed) {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostLoad {
        Require.range("load.cpuPercent", cpuPercent, 0, 100);
        Require.present("load.memoryUsed", memoryUsed);
    }
}
