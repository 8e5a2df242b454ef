package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.LibraryServerId;
import org.jspecify.annotations.Nullable;

/**
 * A server of the library.
 *
 * @param address by which hosts reach it
 * @param operatingSystem by its full name, such as {@code Windows Server 2008}
 * @param edition such as {@code Enterprise}; absent where it is not known
 */
@EventType("io.berth.inventory.library-server-state.v1")
public record LibraryServerState(
        LibraryServerId server,
        String name,
        String address,
        String operatingSystem,
        @Nullable String edition,
        LibraryPlatform platform,
        long revision)
        implements FabricState {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /** Longest address: a DNS name. */
    public static final int MAX_ADDRESS = 253;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public LibraryServerState {
        Require.present("server", server);
        Require.text("name", name, MAX_NAME);
        Require.text("address", address, MAX_ADDRESS);
        Require.text("operatingSystem", operatingSystem, Hypervisor.MAX_TEXT);
        Require.optionalText("edition", edition, Hypervisor.MAX_TEXT);
        Require.present("platform", platform);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "library-server/" + server;
    }
}
