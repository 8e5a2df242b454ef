package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.LogicalNetworkId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A virtual switch of a host.
 *
 * @param adapter the physical adapter that it stands on; absent for an internal one
 * @param networks the logical networks that it carries
 */
public record VirtualSwitch(
        String name, @Nullable String adapter, List<LogicalNetworkId> networks) {
    /** Most logical networks on one switch. */
    public static final int MAX_NETWORKS = 256;

    /**
     * @throws IllegalArgumentException when a part is missing or too long, or a network stands
     *     there twice
     */
    public VirtualSwitch {
        Require.text("switch.name", name, NetworkAdapter.MAX_NAME);
        Require.optionalText("switch.adapter", adapter, NetworkAdapter.MAX_NAME);
        networks = Require.distinct("switch.networks", networks, MAX_NETWORKS);
    }
}
