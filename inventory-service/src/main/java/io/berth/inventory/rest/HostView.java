package io.berth.inventory.rest;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.Host;
import org.jspecify.annotations.Nullable;

/** A host as it is shown. */
public record HostView(
        String id,
        String domain,
        @Nullable String cluster,
        String group,
        String site,
        int cores,
        long memoryMiB,
        ReserveView reserve,
        @Nullable HypervisorBody hypervisor,
        @Nullable SupportStanding standing,
        @Nullable HardwareBody hardware,
        boolean maintenance,
        long revision) {
    /** As it is shown. */
    public static HostView of(Host host, EffectiveReserve ofGroup) {
        ClusterId cluster = host.cluster();
        Hypervisor hypervisor = host.build().hypervisor();
        HostHardware hardware = host.build().hardware();
        return new HostView(
                host.id().value(),
                host.domain().value(),
                cluster == null ? null : cluster.value(),
                host.group().value(),
                host.site().value(),
                host.build().size().cores(),
                host.build().size().memory().value(),
                ReserveView.of(host.effectiveReserve(ofGroup), host.reserve()),
                hypervisor == null ? null : HypervisorBody.of(hypervisor),
                host.standing(),
                hardware == null ? null : HardwareBody.of(hardware),
                host.maintenance(),
                host.revision().value());
    }
}
