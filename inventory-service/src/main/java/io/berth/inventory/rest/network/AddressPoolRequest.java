package io.berth.inventory.rest.network;

import io.berth.contracts.ids.AddressPoolId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.AddressPoolState;
import io.berth.contracts.inventory.NetworkSite;
import io.berth.inventory.domain.network.AddressPools;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pool of IP addresses that is wished for.
 *
 * @param dnsServers none when absent
 * @param reserved none when absent
 */
record AddressPoolRequest(
        @Nullable String id,
        @Nullable String name,
        @Nullable String network,
        @Nullable String site,
        @Nullable String subnet,
        @Nullable String first,
        @Nullable String last,
        @Nullable String gateway,
        @Nullable List<@Nullable String> dnsServers,
        @Nullable List<@Nullable String> reserved) {
    static AddressPoolRequest of(AddressPoolState state) {
        return new AddressPoolRequest(
                state.pool().value(),
                state.name(),
                state.network().value(),
                state.site().value(),
                state.subnet(),
                state.first(),
                state.last(),
                state.gateway(),
                Texts.some(state.dnsServers()),
                Texts.some(state.reserved()));
    }

    static Wish<AddressPoolId, AddressPoolState> read(
            AddressPoolRequest request, @Nullable AddressPoolId addressed, Fields fields) {
        int max = AddressPoolState.MAX_ADDRESS;
        var id = Wish.id(request.id, addressed, AddressPoolId::new, fields);
        var name = Texts.required("name", request.name, AddressPoolState.MAX_NAME, fields);
        var network = fields.read("network", request.network, LogicalNetworkId::new);
        var site = fields.read("site", request.site, SiteId::new);
        var subnet = Texts.required("subnet", request.subnet, NetworkSite.MAX_SUBNET, fields);
        var first = Texts.required("first", request.first, max, fields);
        var last = Texts.required("last", request.last, max, fields);
        var gateway = Texts.optional("gateway", request.gateway, max, fields);
        var dnsServers =
                Texts.distinct(
                        "dnsServers",
                        request.dnsServers,
                        AddressPoolState.MAX_DNS_SERVERS,
                        Function.<String>identity(),
                        fields);
        var reserved =
                Texts.distinct(
                        "reserved",
                        request.reserved,
                        AddressPoolState.MAX_RESERVED,
                        Function.<String>identity(),
                        fields);
        return new Wish<>(
                id,
                revision ->
                        AddressPools.canonical(
                                new AddressPoolState(
                                        id.get(),
                                        name.get(),
                                        network.get(),
                                        site.get(),
                                        subnet.get(),
                                        first.get(),
                                        last.get(),
                                        gateway.get(),
                                        dnsServers.get(),
                                        reserved.get(),
                                        revision)));
    }
}
