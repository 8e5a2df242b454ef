package io.berth.inventory.domain.network;

import io.berth.contracts.inventory.AddressPoolState;
import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Located;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pool of IP addresses must keep to, and which of its addresses can be leased: all between
 * first and last but those that are reserved and those of gateway and DNS servers, which another
 * machine has.
 */
public final class AddressPools {
    /** Most addresses of one pool: all of 10.0.0.0/8, or a whole prefix of MAC addresses. */
    public static final long MAX_ADDRESSES = 1 << 24;

    private AddressPools() {}

    /**
     * All that is wrong with a pool.
     *
     * @param others all other pools of the network
     */
    public static List<Located> refusals(
            AddressPoolState wished,
            LogicalNetworkState network,
            Collection<AddressPoolState> others) {
        List<Located> refusals = new ArrayList<>();
        Subnet subnet = subnet(wished, network, refusals);
        IpAddress first = read(wished.first(), "/first", refusals);
        IpAddress last = read(wished.last(), "/last", refusals);
        String gateway = wished.gateway();
        IpAddress router = gateway == null ? null : read(gateway, "/gateway", refusals);
        for (int i = 0; i < wished.dnsServers().size(); i++) {
            read(wished.dnsServers().get(i), "/dnsServers/" + i, refusals);
        }
        if (subnet != null) {
            outside(first, "/first", subnet, refusals);
            outside(last, "/last", subnet, refusals);
            outside(router, "/gateway", subnet, refusals);
        }
        if (first == null || last == null || first.family() != last.family()) {
            return refusals;
        }
        if (first.value().compareTo(last.value()) > 0) {
            refusals.add(
                    new Located(
                            "/last", new NetworkRefusal.ReversedRange(first.text(), last.text())));
            return refusals;
        }
        Span span = new Span(first.value(), last.value());
        reserved(wished, span, refusals);
        if (span.size().compareTo(BigInteger.valueOf(MAX_ADDRESSES)) > 0) {
            refusals.add(
                    new Located(
                            "/last", new NetworkRefusal.PoolTooLarge(span.size(), MAX_ADDRESSES)));
        } else if (refusals.isEmpty() && leasable(wished).isEmpty()) {
            refusals.add(
                    new Located(
                            "/reserved", new NetworkRefusal.PoolEmpty(first.text(), last.text())));
        }
        refusals.addAll(overlaps(wished, first.family(), span, others));
        return refusals;
    }

    /** All addresses of a valid pool. */
    public static Span span(AddressPoolState pool) {
        return new Span(
                IpAddress.parse(pool.first()).value(), IpAddress.parse(pool.last()).value());
    }

    /** The addresses of a valid pool that can be leased, in order. */
    public static List<Span> leasable(AddressPoolState pool) {
        IpAddress.Family family = IpAddress.parse(pool.first()).family();
        Set<BigInteger> kept = new HashSet<>();
        List<String> texts = new ArrayList<>(pool.reserved());
        texts.addAll(pool.dnsServers());
        String gateway = pool.gateway();
        if (gateway != null) {
            texts.add(gateway);
        }
        for (String text : texts) {
            IpAddress address = IpAddress.parse(text);
            if (address.family() == family) {
                kept.add(address.value());
            }
        }
        return span(pool).without(kept);
    }

    /** The pool with subnet and addresses in canonical form; what is none is left as it is. */
    public static AddressPoolState canonical(AddressPoolState pool) {
        String gateway = pool.gateway();
        return new AddressPoolState(
                pool.pool(),
                pool.name(),
                pool.network(),
                pool.site(),
                LogicalNetworks.canonical(pool.subnet()),
                canonical(pool.first()),
                canonical(pool.last()),
                gateway == null ? null : canonical(gateway),
                pool.dnsServers().stream().map(AddressPools::canonical).distinct().toList(),
                pool.reserved().stream().map(AddressPools::canonical).distinct().toList(),
                pool.revision());
    }

    private static String canonical(String address) {
        try {
            return IpAddress.parse(address).text();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    /** How an address of a pool is written. */
    public static String text(AddressPoolState pool, BigInteger address) {
        return new IpAddress(IpAddress.parse(pool.first()).family(), address).text();
    }

    private static @Nullable Subnet subnet(
            AddressPoolState wished, LogicalNetworkState network, List<Located> refusals) {
        Subnet subnet;
        try {
            subnet = Subnet.parse(wished.subnet());
        } catch (IllegalArgumentException e) {
            refusals.add(
                    new Located(
                            "/subnet",
                            new NetworkRefusal.InvalidSubnet(
                                    wished.subnet(), String.valueOf(e.getMessage()))));
            return null;
        }
        List<String> known = LogicalNetworks.subnets(network, wished.site());
        if (!known.contains(subnet.toString())) {
            refusals.add(
                    new Located(
                            "/subnet",
                            new NetworkRefusal.SubnetNotOfNetwork(
                                    network.network(), wished.site(), subnet.toString(), known)));
        }
        return subnet;
    }

    private static @Nullable IpAddress read(String text, String at, List<Located> refusals) {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            refusals.add(
                    new Located(
                            at,
                            new NetworkRefusal.InvalidAddress(
                                    text, String.valueOf(e.getMessage()))));
            return null;
        }
    }

    private static void outside(
            @Nullable IpAddress address, String at, Subnet subnet, List<Located> refusals) {
        if (address == null) {
            return;
        }
        Span usable = subnet.usable();
        if (address.family() != subnet.family() || !usable.contains(address.value())) {
            refusals.add(
                    new Located(
                            at,
                            new NetworkRefusal.OutsideSubnet(
                                    address.text(),
                                    subnet.toString(),
                                    new IpAddress(subnet.family(), usable.first()).text(),
                                    new IpAddress(subnet.family(), usable.last()).text())));
        }
    }

    private static void reserved(AddressPoolState wished, Span span, List<Located> refusals) {
        for (int i = 0; i < wished.reserved().size(); i++) {
            IpAddress address = read(wished.reserved().get(i), "/reserved/" + i, refusals);
            if (address != null && !span.contains(address.value())) {
                refusals.add(
                        new Located(
                                "/reserved/" + i,
                                new NetworkRefusal.OutsidePool(
                                        address.text(), wished.first(), wished.last())));
            }
        }
    }

    private static List<Located> overlaps(
            AddressPoolState wished,
            IpAddress.Family family,
            Span span,
            Collection<AddressPoolState> others) {
        return others.stream()
                .filter(other -> other.site().equals(wished.site()))
                .filter(other -> IpAddress.parse(other.first()).family() == family)
                .filter(other -> span(other).overlaps(span))
                .map(other ->
                        new Located(
                                "/first",
                                new NetworkRefusal.PoolsOverlap(
                                        EntityKind.ADDRESS_POOL,
                                        other.pool().value(),
                                        other.first(),
                                        other.last())))
                .toList();
    }
}
