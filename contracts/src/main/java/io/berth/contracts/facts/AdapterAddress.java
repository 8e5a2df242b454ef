package io.berth.contracts.facts;

import io.berth.contracts.Require;

/**
 * An address of a network adapter, and how much of it names the network.
 *
 * @param address IPv4 or IPv6 as the operating system writes it
 * @param prefix number of leading bits that all addresses of the network share
 */
public record AdapterAddress(String address, int prefix) {
    /** Longest address, in UTF-16 code units: IPv6 with a mapped IPv4 address and a zone. */
    public static final int MAX_ADDRESS = 64;

    /** Longest prefix: all of an IPv6 address. */
    public static final int MAX_PREFIX = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public AdapterAddress {
        Require.text("address.address", address, MAX_ADDRESS);
        Require.range("address.prefix", prefix, 0, MAX_PREFIX);
    }
}
