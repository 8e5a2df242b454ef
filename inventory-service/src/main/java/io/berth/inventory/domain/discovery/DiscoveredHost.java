package io.berth.inventory.domain.discovery;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.Processor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host that reports and that inventory does not know.
 *
 * @param domain in which it reports
 * @param lastSeen at least within {@link Discoveries#REFRESH} of its newest report
 * @param facts what it said of itself; absent while it has not
 */
public record DiscoveredHost(
        HostId id,
        DomainId domain,
        BootId boot,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Facts facts) {
    /** The part of a host's facts that tells what it is. Each part may be absent. */
    public record Facts(
            @Nullable String osName,
            @Nullable String osVersion,
            @Nullable Processor processor,
            @Nullable HypervisorKind hypervisor) {}
}
