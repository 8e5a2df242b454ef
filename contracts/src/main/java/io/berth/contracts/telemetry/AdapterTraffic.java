package io.berth.contracts.telemetry;

import io.berth.contracts.Require;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.Offload;
import java.util.List;

/**
 * What the guests of a host sent and received through one of its physical adapters.
 *
 * @param adapter its name
 * @param offloads those that were switched on all the while
 * @param packets that guests sent or should have received
 * @param lost how many of them did not arrive intact, as the guests tell
 */
public record AdapterTraffic(String adapter, List<Offload> offloads, long packets, long lost) {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or an offload stands
     *     there twice
     */
    public AdapterTraffic {
        Require.text("traffic.adapter", adapter, NetworkAdapter.MAX_NAME);
        offloads = Require.distinct("traffic.offloads", offloads, Offload.values().length);
        Require.range("traffic.packets", packets, 0, Long.MAX_VALUE);
        Require.range("traffic.lost", lost, 0, Long.MAX_VALUE);
    }
}
