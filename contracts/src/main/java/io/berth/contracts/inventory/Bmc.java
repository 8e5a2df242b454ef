package io.berth.contracts.inventory;

import io.berth.contracts.Require;

/**
 * The management controller of a host, which turns it on and off.
 *
 * @param address host name or IP address
 */
public record Bmc(BmcProtocol protocol, String address) {
    /** Longest address: that of a host name, in UTF-16 code units. */
    public static final int MAX_ADDRESS = 253;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public Bmc {
        Require.present("bmc.protocol", protocol);
        Require.text("bmc.address", address, MAX_ADDRESS);
    }
}
