package io.berth.inventory.rest.discovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.Processor;
import io.berth.inventory.domain.discovery.DiscoveredHost;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A host that reports and that inventory does not know, as it is shown. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DiscoveredHostView(
        String id,
        String domain,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable String osName,
        @Nullable String osVersion,
        @Nullable HypervisorKind hypervisor,
        @Nullable Processor processor) {
    static DiscoveredHostView of(DiscoveredHost host) {
        DiscoveredHost.Facts facts = host.facts();
        return new DiscoveredHostView(
                host.id().value(),
                host.domain().value(),
                host.firstSeen(),
                host.lastSeen(),
                facts == null ? null : facts.osName(),
                facts == null ? null : facts.osVersion(),
                facts == null ? null : facts.hypervisor(),
                facts == null ? null : facts.processor());
    }
}
