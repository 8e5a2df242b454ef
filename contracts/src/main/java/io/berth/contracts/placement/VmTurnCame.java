package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.StartOrder;
import java.time.Duration;
import java.util.List;

/**
 * A VM that was placed has waited for others of its group, and its host is told to start it now.
 *
 * @param waited since it was placed there
 * @param without VMs of lower tiers that have not come up in time and are no longer waited for; the
 *     first {@value #MAX_WITHOUT} of them
 */
@EventType("io.berth.placement.vm-turn-came.v1")
public record VmTurnCame(
        VmId vm,
        DomainId domain,
        HostId host,
        Epoch epoch,
        StartOrder order,
        Duration waited,
        List<VmId> without)
        implements PlacementDecision {
    /** Enough to look into it; the assignments show all. */
    public static final int MAX_WITHOUT = 16;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmTurnCame {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("host", host);
        Require.present("epoch", epoch);
        Require.present("order", order);
        Require.notNegative("waited", waited);
        without = Require.distinct("without", without, MAX_WITHOUT);
    }
}
