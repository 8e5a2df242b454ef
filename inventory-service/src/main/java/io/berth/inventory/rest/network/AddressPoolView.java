package io.berth.inventory.rest.network;

import io.berth.contracts.inventory.AddressPoolState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool of IP addresses as it is shown. */
record AddressPoolView(
        String id,
        String name,
        String network,
        String site,
        String subnet,
        String first,
        String last,
        @Nullable String gateway,
        List<String> dnsServers,
        List<String> reserved,
        long revision) {
    static AddressPoolView of(AddressPoolState state) {
        return new AddressPoolView(
                state.pool().value(),
                state.name(),
                state.network().value(),
                state.site().value(),
                state.subnet(),
                state.first(),
                state.last(),
                state.gateway(),
                state.dnsServers(),
                state.reserved(),
                state.revision());
    }
}
