package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.LogicalNetworkId;
import org.jspecify.annotations.Nullable;

/**
 * A network adapter of a VM.
 *
 * @param network what it is connected to: only hosts that carry it can run the VM
 * @param mac its address, as {@code 00:15:5d:00:00:01}; absent while none is assigned
 */
public record VmAdapter(String name, LogicalNetworkId network, @Nullable String mac) {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /** Longest address, in characters. */
    public static final int MAX_MAC = 17;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public VmAdapter {
        Require.text("adapter.name", name, MAX_NAME);
        Require.present("adapter.network", network);
        Require.optionalText("adapter.mac", mac, MAX_MAC);
    }
}
