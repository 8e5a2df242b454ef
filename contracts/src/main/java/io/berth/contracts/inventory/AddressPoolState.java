package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.AddressPoolId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.SiteId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool of IP addresses for VMs, all of one subnet of a logical network on one site.
 *
 * @param subnet in CIDR form; one of those of the network on the site
 * @param first the lowest address
 * @param last the highest address
 * @param gateway the default gateway; absent where there is none
 * @param dnsServers in the order of their use
 * @param reserved addresses between first and last that are never leased
 */
@EventType("io.berth.inventory.address-pool-state.v1")
public record AddressPoolState(
        AddressPoolId pool,
        String name,
        LogicalNetworkId network,
        SiteId site,
        String subnet,
        String first,
        String last,
        @Nullable String gateway,
        List<String> dnsServers,
        List<String> reserved,
        long revision)
        implements FabricState {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /** Longest address: IPv6 written out. */
    public static final int MAX_ADDRESS = 39;

    /** Most DNS servers; resolvers use the first three. */
    public static final int MAX_DNS_SERVERS = 8;

    /** Most reserved addresses. */
    public static final int MAX_RESERVED = 1024;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or something stands
     *     there twice
     */
    public AddressPoolState {
        Require.present("pool", pool);
        Require.text("name", name, MAX_NAME);
        Require.present("network", network);
        Require.present("site", site);
        Require.text("subnet", subnet, NetworkSite.MAX_SUBNET);
        Require.text("first", first, MAX_ADDRESS);
        Require.text("last", last, MAX_ADDRESS);
        Require.optionalText("gateway", gateway, MAX_ADDRESS);
        dnsServers = Require.distinct("dnsServers", dnsServers, MAX_DNS_SERVERS);
        dnsServers.forEach(text -> Require.text("dnsServers[]", text, MAX_ADDRESS));
        reserved = Require.distinct("reserved", reserved, MAX_RESERVED);
        reserved.forEach(text -> Require.text("reserved[]", text, MAX_ADDRESS));
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "address-pool/" + pool;
    }
}
