package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;

/**
 * Hand this VM, which is stopped, over to another placement domain. Answered with {@link
 * VmReleased}, after which this domain no longer knows it, and by the other one with {@link
 * VmTakenOver}; or with {@link VmHandOverRefused}.
 *
 * @param domain to which it belongs
 * @param to where it is to belong
 */
@EventType("io.berth.placement.hand-over-vm-requested.v1")
public record HandOverVmRequested(VmId vm, DomainId domain, DomainId to)
        implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HandOverVmRequested {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("to", to);
        if (domain.equals(to)) {
            throw new IllegalArgumentException(
                    "VM " + vm + " is to go from domain " + domain + " to the same domain");
        }
    }
}
