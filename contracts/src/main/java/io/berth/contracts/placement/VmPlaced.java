package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * A VM has been given to a host at a higher epoch. It counts as complete only with {@link
 * VmConfirmed}.
 *
 * @param tenure the grant of the host under which it may run there
 * @param previousHost where it was before; absent for a first placement
 * @param explanation why this host, and why not the others
 */
@EventType("io.berth.placement.vm-placed.v1")
public record VmPlaced(
        VmId vm,
        DomainId domain,
        HostId host,
        Epoch epoch,
        Tenure tenure,
        @Nullable HostId previousHost,
        PlacementCause cause,
        Explanation explanation)
        implements PlacementDecision {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmPlaced {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("host", host);
        Require.present("epoch", epoch);
        Require.present("tenure", tenure);
        Require.present("cause", cause);
        Require.present("explanation", explanation);
    }
}
