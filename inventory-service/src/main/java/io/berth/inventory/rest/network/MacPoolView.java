package io.berth.inventory.rest.network;

import io.berth.contracts.inventory.MacPoolState;

/** A pool of MAC addresses as it is shown. */
record MacPoolView(String id, String name, String first, String last, long revision) {
    static MacPoolView of(MacPoolState state) {
        return new MacPoolView(
                state.pool().value(), state.name(), state.first(), state.last(), state.revision());
    }
}
