package io.berth.contracts.facts;

import io.berth.contracts.Require;
import io.berth.contracts.inventory.NetworkAdapter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network adapter as it is set up.
 *
 * @param mac its hardware address; absent where it could not be found out
 * @param bindingPosition its place in the binding order, the first being 1; absent where it is not
 *     bound, or where that could not be found out
 * @param virtualSwitch the virtual switch that stands on it
 */
public record AdapterFacts(
        NetworkAdapter adapter,
        @Nullable String mac,
        List<AdapterAddress> addresses,
        @Nullable Long bindingPosition,
        @Nullable String virtualSwitch) {
    /** Longest hardware address, in UTF-16 code units. */
    public static final int MAX_MAC = 32;

    /** Most addresses of one adapter. */
    public static final int MAX_ADDRESSES = 8;

    /** Last place in a binding order. */
    public static final long MAX_POSITION = 4096;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public AdapterFacts {
        Require.present("adapter.adapter", adapter);
        Require.optionalText("adapter.mac", mac, MAX_MAC);
        addresses = Require.list("adapter.addresses", addresses, MAX_ADDRESSES);
        Require.optionalRange("adapter.bindingPosition", bindingPosition, 1, MAX_POSITION);
        Require.optionalText("adapter.virtualSwitch", virtualSwitch, NetworkAdapter.MAX_NAME);
    }
}
