package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.LogicalNetworkId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A logical network: what adapters of VMs are connected to. Where it exists, and as which VLAN with
 * which subnets, is said for each site.
 */
@EventType("io.berth.inventory.logical-network-state.v1")
public record LogicalNetworkState(
        LogicalNetworkId network,
        String name,
        @Nullable String description,
        List<NetworkSite> sites,
        long revision)
        implements FabricState {
    /** Longest name, in UTF-16 code units. */
    public static final int MAX_NAME = 128;

    /** Longest description, in UTF-16 code units. */
    public static final int MAX_DESCRIPTION = 512;

    /** Most VLANs of one network on all sites together. */
    public static final int MAX_SITES = 256;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public LogicalNetworkState {
        Require.present("network", network);
        Require.text("name", name, MAX_NAME);
        Require.optionalText("description", description, MAX_DESCRIPTION);
        sites = Require.list("sites", sites, MAX_SITES);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "logical-network/" + network;
    }
}
