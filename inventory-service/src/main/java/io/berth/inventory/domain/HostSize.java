package io.berth.inventory.domain;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostState;

/**
 * What a host has.
 *
 * @param cores 1 to {@link HostState#MAX_CORES}
 * @param memory at least 1 MiB
 */
public record HostSize(int cores, MiB memory) {
    /**
     * @throws IllegalArgumentException when out of range
     */
    public HostSize {
        if (cores < 1 || cores > HostState.MAX_CORES) {
            throw new IllegalArgumentException(
                    "cores is " + cores + "; allowed is 1 to " + HostState.MAX_CORES);
        }
        if (memory.value() < 1) {
            throw new IllegalArgumentException("memory is 0 MiB; at least 1 MiB is needed");
        }
    }
}
