package io.berth.inventory.domain.network;

import io.berth.contracts.inventory.MacPoolState;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Located;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool of MAC addresses must keep to. Both ends are locally administered, or both have the
 * same prefix of a hypervisor's maker. A range of at most {@link AddressPools#MAX_ADDRESSES} whose
 * ends are no multicast addresses holds none: between two such first bytes lies another one.
 */
public final class MacPools {
    private MacPools() {}

    /**
     * All that is wrong with a pool.
     *
     * @param others all other pools: MAC addresses are unique everywhere
     */
    public static List<Located> refusals(MacPoolState wished, Collection<MacPoolState> others) {
        List<Located> refusals = new ArrayList<>();
        MacAddress first = read(wished.first(), "/first", refusals);
        MacAddress last = read(wished.last(), "/last", refusals);
        if (first == null || last == null) {
            return refusals;
        }
        if (first.value() > last.value()) {
            refusals.add(
                    new Located(
                            "/last", new NetworkRefusal.ReversedRange(first.text(), last.text())));
            return refusals;
        }
        long size = last.value() - first.value() + 1;
        if (size > AddressPools.MAX_ADDRESSES) {
            refusals.add(
                    new Located(
                            "/last",
                            new NetworkRefusal.PoolTooLarge(
                                    BigInteger.valueOf(size), AddressPools.MAX_ADDRESSES)));
        }
        boolean local = first.locallyAdministered() && last.locallyAdministered();
        if (refusals.isEmpty() && !local && !first.prefix().equals(last.prefix())) {
            refusals.add(
                    new Located("/last", new NetworkRefusal.PrefixLeft(first.text(), last.text())));
        }
        for (MacPoolState other : others) {
            if (span(other).overlaps(spanOf(first, last))) {
                refusals.add(
                        new Located(
                                "/first",
                                new NetworkRefusal.PoolsOverlap(
                                        EntityKind.MAC_POOL,
                                        other.pool().value(),
                                        other.first(),
                                        other.last())));
            }
        }
        return refusals;
    }

    /** All addresses of a valid pool. */
    public static Span span(MacPoolState pool) {
        return spanOf(MacAddress.parse(pool.first()), MacAddress.parse(pool.last()));
    }

    /** The pool with its addresses in canonical form; what is none is left as it is. */
    public static MacPoolState canonical(MacPoolState pool) {
        return new MacPoolState(
                pool.pool(),
                pool.name(),
                canonical(pool.first()),
                canonical(pool.last()),
                pool.revision());
    }

    private static String canonical(String address) {
        try {
            return MacAddress.parse(address).text();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    private static Span spanOf(MacAddress first, MacAddress last) {
        return new Span(BigInteger.valueOf(first.value()), BigInteger.valueOf(last.value()));
    }

    private static @Nullable MacAddress read(String text, String at, List<Located> refusals) {
        MacAddress address;
        try {
            address = MacAddress.parse(text);
        } catch (IllegalArgumentException e) {
            refusals.add(
                    new Located(
                            at,
                            new NetworkRefusal.InvalidAddress(
                                    text, String.valueOf(e.getMessage()))));
            return null;
        }
        if (address.multicast()) {
            refusals.add(new Located(at, new NetworkRefusal.MulticastMac(address.text())));
        } else if (!address.locallyAdministered() && address.hypervisor().isEmpty()) {
            refusals.add(
                    new Located(
                            at,
                            new NetworkRefusal.ForeignMacPrefix(
                                    address.text(),
                                    address.prefix(),
                                    MacAddress.HYPERVISOR_PREFIXES.keySet().stream()
                                            .sorted()
                                            .toList())));
        }
        return address;
    }
}
