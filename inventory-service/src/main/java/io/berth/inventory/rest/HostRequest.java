package io.berth.inventory.rest;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostBuild;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.HostSize;
import io.berth.kit.rest.Fields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A host that is wished for, as a node of a cluster.
 *
 * @param force to take a host that the support matrix does not support
 */
public record HostRequest(
        @Nullable String id,
        @Nullable Integer cores,
        @Nullable Long memoryMiB,
        @Nullable ReserveRequest reserve,
        @Nullable HypervisorBody hypervisor,
        @Nullable HardwareBody hardware,
        @Nullable Boolean force) {
    /** The request that would make this host anew; one that was forced is forced again. */
    public static HostRequest of(Host host) {
        HostBuild build = host.build();
        Hypervisor hypervisor = build.hypervisor();
        HostHardware hardware = build.hardware();
        SupportStanding standing = host.standing();
        return new HostRequest(
                host.id().value(),
                build.size().cores(),
                build.size().memory().value(),
                ReserveRequest.of(host.reserve()),
                hypervisor == null ? null : HypervisorBody.of(hypervisor),
                hardware == null ? null : HardwareBody.of(hardware),
                standing == null || standing == SupportStanding.SUPPORTED ? null : true);
    }

    /** The request in typed values, with every fault noted in {@code fields}. */
    public static Supplier<HostDraft> read(HostRequest request, Fields fields) {
        var id = fields.read("id", request.id, HostId::new);
        var build = request.build(fields);
        var reserve = ReserveRequest.read(request.reserve, fields.under("/reserve"));
        boolean force = Boolean.TRUE.equals(request.force);
        return () -> new HostDraft(id.get(), build.get(), reserve.get(), force);
    }

    /** What the host is; the id and the reserve are not looked at. */
    Supplier<HostBuild> build(Fields fields) {
        var readCores = fields.range("cores", cores, 1, HostState.MAX_CORES);
        var memory = memory(memoryMiB, fields);
        Supplier<? extends @Nullable Hypervisor> readHypervisor =
                hypervisor == null
                        ? () -> null
                        : HypervisorBody.read(hypervisor, fields.under("/hypervisor"));
        Supplier<? extends @Nullable HostHardware> readHardware =
                hardware == null
                        ? () -> null
                        : HardwareBody.read(hardware, fields.under("/hardware"));
        return () ->
                new HostBuild(
                        new HostSize(readCores.get(), memory.get()),
                        readHypervisor.get(),
                        readHardware.get());
    }

    /** An amount of memory of at least 1 MiB. */
    static Supplier<MiB> memory(@Nullable Long memoryMiB, Fields fields) {
        return atLeastOne("memoryMiB", memoryMiB, fields);
    }

    /** An amount of at least 1 MiB. */
    static Supplier<MiB> atLeastOne(String field, @Nullable Long amount, Fields fields) {
        return fields.read(
                field,
                amount,
                value -> {
                    if (value == 0) {
                        throw new IllegalArgumentException(
                                field + " is 0; at least 1 MiB is needed");
                    }
                    return new MiB(value);
                });
    }
}
