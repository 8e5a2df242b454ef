package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import org.jspecify.annotations.Nullable;

/**
 * A host as it is specified.
 *
 * @param cluster absent for a stand-alone host
 * @param domain the placement domain that follows from cluster or group
 * @param reserve the effective reserve, inherited fields filled in
 * @param maintenance whether no VM may be placed here
 */
@EventType("io.berth.inventory.host-state.v1")
public record HostState(
        HostId host,
        DomainId domain,
        @Nullable ClusterId cluster,
        HostGroupId group,
        SiteId site,
        int cores,
        MiB memory,
        HostReserve reserve,
        boolean maintenance,
        long revision)
        implements InventoryState {
    /** Most cores of one host. */
    public static final int MAX_CORES = 4096;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostState {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("group", group);
        Require.present("site", site);
        Require.range("cores", cores, 1, MAX_CORES);
        Require.present("memory", memory);
        Require.present("reserve", reserve);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "host/" + host;
    }
}
