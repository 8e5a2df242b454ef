package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;

/**
 * A host that is connected to an array.
 *
 * @param connections to each module of the array; each is a channel of its own
 */
public record ArrayAttachment(HostId host, StorageProtocol protocol, int connections) {
    /** Most connections of one host: eight adapters with eight ports or sessions each. */
    public static final int MAX_CONNECTIONS = 64;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ArrayAttachment {
        Require.present("attachment.host", host);
        Require.present("attachment.protocol", protocol);
        Require.range("attachment.connections", connections, 1, MAX_CONNECTIONS);
    }
}
