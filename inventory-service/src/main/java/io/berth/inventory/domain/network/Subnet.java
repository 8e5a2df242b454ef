package io.berth.inventory.domain.network;

import io.berth.inventory.domain.network.IpAddress.Family;
import java.math.BigInteger;

/**
 * A subnet in CIDR form.
 *
 * @param network its lowest address
 * @param prefix how many leading bits its addresses share
 */
public record Subnet(IpAddress network, int prefix) {
    /**
     * Reads {@code address/prefix}.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public static Subnet parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("it has no prefix length, as in 10.1.0.0/24");
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        int bits = address.family().bits();
        int prefix;
        String length = text.substring(slash + 1);
        try {
            prefix = Integer.parseInt(length);
        } catch (NumberFormatException e) {
            prefix = -1;
        }
        if (prefix < 0 || prefix > bits || !length.equals(Integer.toString(prefix))) {
            throw new IllegalArgumentException(
                    "the prefix length is " + length + "; allowed is 0 to " + bits);
        }
        BigInteger lowest = address.value().shiftRight(bits - prefix).shiftLeft(bits - prefix);
        Subnet subnet = new Subnet(new IpAddress(address.family(), lowest), prefix);
        if (!lowest.equals(address.value())) {
            throw new IllegalArgumentException(
                    "the address has bits beyond the prefix; the subnet that holds it is "
                            + subnet);
        }
        return subnet;
    }

    /** The version of its addresses. */
    public Family family() {
        return network.family();
    }

    /** All its addresses. */
    public Span span() {
        BigInteger size = BigInteger.ONE.shiftLeft(family().bits() - prefix);
        return new Span(network.value(), network.value().add(size).subtract(BigInteger.ONE));
    }

    /**
     * The addresses that a machine can have. IPv4 keeps the lowest for the subnet and the highest
     * for broadcasts, except in subnets of one or two (RFC 3021); IPv6 keeps the lowest for its
     * routers (RFC 4291), except there as well (RFC 6164).
     */
    public Span usable() {
        Span all = span();
        if (family().bits() - prefix <= 1) {
            return all;
        }
        return switch (family()) {
            case IPV4 ->
                    new Span(all.first().add(BigInteger.ONE), all.last().subtract(BigInteger.ONE));
            case IPV6 -> new Span(all.first().add(BigInteger.ONE), all.last());
        };
    }

    /** Whether the address lies in it. */
    public boolean contains(IpAddress address) {
        return address.family() == family() && span().contains(address.value());
    }

    /** Whether both have an address in common. */
    public boolean overlaps(Subnet other) {
        return other.family() == family() && span().overlaps(other.span());
    }

    @Override
    public String toString() {
        return network + "/" + prefix;
    }
}
