package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import java.util.List;

/**
 * A physical network adapter of a host.
 *
 * @param speedMbit of its link, in Mbit/s
 * @param offloads those that are switched on
 */
public record NetworkAdapter(String name, long speedMbit, List<Offload> offloads) {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /** Fastest link, in Mbit/s. */
    public static final long MAX_SPEED_MBIT = 10_000_000;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or an offload stands
     *     there twice
     */
    public NetworkAdapter {
        Require.text("adapter.name", name, MAX_NAME);
        Require.range("adapter.speedMbit", speedMbit, 1, MAX_SPEED_MBIT);
        offloads = Require.distinct("adapter.offloads", offloads, Offload.values().length);
    }
}
