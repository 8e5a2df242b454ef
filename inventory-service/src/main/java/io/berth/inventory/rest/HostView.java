package io.berth.inventory.rest;

import io.berth.contracts.ids.ClusterId;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.Host;
import org.jspecify.annotations.Nullable;

/** A host as it is shown. */
record HostView(
        String id,
        String domain,
        @Nullable String cluster,
        String group,
        String site,
        int cores,
        long memoryMiB,
        ReserveView reserve,
        boolean maintenance,
        long revision) {
    static HostView of(Host host, EffectiveReserve ofGroup) {
        ClusterId cluster = host.cluster();
        return new HostView(
                host.id().value(),
                host.domain().value(),
                cluster == null ? null : cluster.value(),
                host.group().value(),
                host.site().value(),
                host.size().cores(),
                host.size().memory().value(),
                ReserveView.of(host.effectiveReserve(ofGroup), host.reserve()),
                host.maintenance(),
                host.revision().value());
    }
}
