package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.NetworkAdapter;
import org.jspecify.annotations.Nullable;

/**
 * A running VM has been told to go to another host. It goes on at its epoch until its host has
 * handed it over; then {@link VmPlaced} follows, and otherwise it stays.
 *
 * @param host executes it
 * @param linkMbit what the link between the two is known to carry, in Mbit/s; absent where that is
 *     not known
 * @param operation that moves it
 * @param explanation why this target, and why not the others
 */
@EventType("io.berth.placement.vm-migrating.v1")
public record VmMigrating(
        VmId vm,
        DomainId domain,
        HostId host,
        Epoch epoch,
        HostId target,
        MigrationMode mode,
        @Nullable Long linkMbit,
        OperationId operation,
        Explanation explanation)
        implements PlacementDecision {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmMigrating {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("host", host);
        Require.present("epoch", epoch);
        Require.present("target", target);
        Require.present("mode", mode);
        Require.optionalRange("linkMbit", linkMbit, 1, NetworkAdapter.MAX_SPEED_MBIT);
        Require.present("operation", operation);
        Require.present("explanation", explanation);
    }
}
