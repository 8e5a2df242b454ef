package io.berth.inventory.domain.validation;

import io.berth.contracts.facts.AdapterAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An address and the network that it is in.
 *
 * @param address in the one way of writing it
 * @param network address and prefix, such as {@code 10.0.1.0/24}
 */
record Subnet(String address, String network) {
    /**
     * The subnet of an address; absent for a link-local one, which is in no network of the cluster.
     *
     * @throws IllegalArgumentException when it is no address
     */
    static Optional<Subnet> of(AdapterAddress address) {
        String literal = address.address();
        int zone = literal.indexOf('%');
        InetAddress parsed = InetAddress.ofLiteral(zone < 0 ? literal : literal.substring(0, zone));
        byte[] bytes = parsed.getAddress();
        if (address.prefix() > bytes.length * 8) {
            throw new IllegalArgumentException("prefix " + address.prefix() + " is too long");
        }
        if (parsed.isLinkLocalAddress() || parsed.isLoopbackAddress()) {
            return Optional.empty();
        }
        byte[] network = bytes.clone();
        for (int bit = address.prefix(); bit < bytes.length * 8; bit++) {
            network[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return Optional.of(
                new Subnet(parsed.getHostAddress(), written(network) + "/" + address.prefix()));
    }

    /** As {@link #of}, with null for what is no address. */
    static @Nullable Subnet orNull(AdapterAddress address) {
        try {
            return of(address).orElse(null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String written(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
