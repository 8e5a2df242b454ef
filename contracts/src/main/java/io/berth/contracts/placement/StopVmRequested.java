package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * Stop this VM wherever it runs and keep it stopped; its room becomes free.
 *
 * @param way absent for {@code SHUT_DOWN}; {@code TURN_OFF} hastens a stop that is under way
 */
@EventType("io.berth.placement.stop-vm-requested.v1")
public record StopVmRequested(VmId vm, DomainId domain, @Nullable StopWay way)
        implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public StopVmRequested {
        Require.present("vm", vm);
        Require.present("domain", domain);
    }

    /** By shutting its guest down. */
    public StopVmRequested(VmId vm, DomainId domain) {
        this(vm, domain, null);
    }
}
