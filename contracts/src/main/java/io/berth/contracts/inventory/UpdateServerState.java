package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.UpdateServerId;
import java.util.List;

/**
 * A server that hosts get their updates from.
 *
 * @param version such as {@code WSUS 3.0 SP2}
 * @param dedicated whether it serves this manager alone
 * @param managerNodes the nodes of the manager's own cluster; empty where it is not clustered
 */
@EventType("io.berth.inventory.update-server-state.v1")
public record UpdateServerState(
        UpdateServerId server,
        String name,
        String address,
        UpdateServerRole role,
        String version,
        boolean dedicated,
        List<ManagerNode> managerNodes,
        long revision)
        implements FabricState {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public UpdateServerState {
        Require.present("server", server);
        Require.text("name", name, MAX_NAME);
        Require.text("address", address, LibraryServerState.MAX_ADDRESS);
        Require.present("role", role);
        Require.text("version", version, Hypervisor.MAX_TEXT);
        managerNodes = Require.list("managerNodes", managerNodes, ClusterState.MAX_NODES);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "update-server/" + server;
    }
}
