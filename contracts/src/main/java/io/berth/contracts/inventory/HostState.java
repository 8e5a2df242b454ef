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
 * @param hypervisor what runs VMs on it; absent where it was registered without
 * @param standing what the support matrix said of it; absent where it was not asked
 * @param hardware what it is made of; absent where it was registered without
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
        @Nullable Hypervisor hypervisor,
        @Nullable SupportStanding standing,
        @Nullable HostHardware hardware,
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

    /** Of a host of which only the size is known. */
    public HostState(
            HostId host,
            DomainId domain,
            @Nullable ClusterId cluster,
            HostGroupId group,
            SiteId site,
            int cores,
            MiB memory,
            HostReserve reserve,
            boolean maintenance,
            long revision) {
        this(
                host,
                domain,
                cluster,
                group,
                site,
                cores,
                memory,
                reserve,
                maintenance,
                null,
                null,
                null,
                revision);
    }

    @Override
    public String partitionKey() {
        return "host/" + host;
    }
}
