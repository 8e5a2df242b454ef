package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.MacPoolId;

/**
 * A pool of MAC addresses for VMs.
 *
 * @param first the lowest address, such as {@code 02:15:5d:00:00:00}
 * @param last the highest address
 */
@EventType("io.berth.inventory.mac-pool-state.v1")
public record MacPoolState(MacPoolId pool, String name, String first, String last, long revision)
        implements FabricState {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public MacPoolState {
        Require.present("pool", pool);
        Require.text("name", name, MAX_NAME);
        Require.text("first", first, VmAdapter.MAX_MAC);
        Require.text("last", last, VmAdapter.MAX_MAC);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "mac-pool/" + pool;
    }
}
