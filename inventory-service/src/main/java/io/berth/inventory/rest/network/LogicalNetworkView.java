package io.berth.inventory.rest.network;

import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.contracts.inventory.NetworkSite;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A logical network as it is shown. */
record LogicalNetworkView(
        String id,
        String name,
        @Nullable String description,
        List<NetworkSite> sites,
        long revision) {
    static LogicalNetworkView of(LogicalNetworkState state) {
        return new LogicalNetworkView(
                state.network().value(),
                state.name(),
                state.description(),
                state.sites(),
                state.revision());
    }
}
