package io.berth.inventory.domain.discovery;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A VM that a host runs outside of Berth.
 *
 * @param domain in which the host reports
 * @param running whether it executes
 * @param vcpus absent where the host did not say
 * @param memory absent where the host did not say
 * @param guest the name of its guest system; absent where the host did not say
 * @param firstSeen on this host or on another
 * @param lastSeen at least within {@link Discoveries#REFRESH} of the newest report that named it
 */
public record DiscoveredVm(
        VmId id,
        HostId host,
        DomainId domain,
        boolean running,
        @Nullable Integer vcpus,
        @Nullable MiB memory,
        @Nullable String guest,
        Instant firstSeen,
        Instant lastSeen) {
    /** Whether another sighting says the same, apart from when. */
    boolean isLike(DiscoveredVm other) {
        return withTimesOf(other).equals(other);
    }

    /** The same sighting at the times of another. */
    DiscoveredVm withTimesOf(DiscoveredVm other) {
        return new DiscoveredVm(
                id, host, domain, running, vcpus, memory, guest, other.firstSeen, other.lastSeen);
    }

    /** Seen now, and first when it was first seen. */
    DiscoveredVm since(Instant first) {
        return new DiscoveredVm(id, host, domain, running, vcpus, memory, guest, first, lastSeen);
    }
}
