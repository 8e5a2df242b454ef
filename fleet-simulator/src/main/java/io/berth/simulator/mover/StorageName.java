package io.berth.simulator.mover;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;

/**
 * Where the disks of a host's VMs lie: all nodes of a cluster share theirs, a host that stands
 * alone has its own.
 *
 * @param value also the name of its folder
 */
public record StorageName(String value) {
    /** The storage of a host. */
    public static StorageName of(DomainId domain, HostId host) {
        // No identifier has an @ in it.
        return new StorageName(domain.isStandalone() ? host + "@" + domain : domain.value());
    }
}
