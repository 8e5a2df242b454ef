package io.berth.placement.domain.ledger;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.vm.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A host as inventory specifies it, with its newest measured load and how it is judged. Soft state:
 * it comes from compacted topics and configuration and is read anew at every start.
 *
 * @param measuredCpu absent before the first measurement
 * @param measuredMemory of the hypervisor and all VMs; absent before the first measurement
 * @param measuredLinkMbit what the network that it migrates over was last measured to carry, in
 *     Mbit/s; absent where that is not measured
 * @param group how hosts of its group are rated
 * @param overCommitted whether its cluster could not hold all VMs if as many nodes failed as its
 *     reserve allows for
 * @param cluster its cluster as inventory specifies it; absent while that is not known, and of a
 *     host that stands alone
 */
public record HostDescription(
        HostState specification,
        @Nullable CorePercent measuredCpu,
        @Nullable MiB measuredMemory,
        @Nullable Long measuredLinkMbit,
        GroupPolicy group,
        boolean overCommitted,
        @Nullable ClusterState cluster) {
    private static final int WHOLE = 100;

    /**
     * @throws IllegalArgumentException when the specification or the policy is missing
     */
    public HostDescription {
        Require.present("specification", specification);
        Require.present("group", group);
    }

    /** Of a host that is rated by default and not of an over-committed cluster. */
    public HostDescription(HostState specification, @Nullable CorePercent measuredCpu) {
        this(specification, measuredCpu, null, GroupPolicy.DEFAULT, false);
    }

    /** Of a host that does not measure its links, and whose cluster is not known. */
    public HostDescription(
            HostState specification,
            @Nullable CorePercent measuredCpu,
            @Nullable MiB measuredMemory,
            GroupPolicy group,
            boolean overCommitted) {
        this(specification, measuredCpu, measuredMemory, null, group, overCommitted, null);
    }

    /** From the two topics; the measurement is of all the host's cores together. */
    public static HostDescription of(HostState specification, @Nullable HostLoadMeasured load) {
        if (load == null) {
            return new HostDescription(specification, null);
        }
        CorePercent cpu =
                new CorePercent((long) Math.ceil(load.cpuPercent() * specification.cores()));
        return new HostDescription(
                specification,
                cpu,
                load.memoryUsed(),
                load.migrationLinkMbit(),
                GroupPolicy.DEFAULT,
                false,
                null);
    }

    /** The same, judged like this. */
    public HostDescription judged(GroupPolicy newGroup, boolean nowOverCommitted) {
        return new HostDescription(
                specification,
                measuredCpu,
                measuredMemory,
                measuredLinkMbit,
                newGroup,
                nowOverCommitted,
                cluster);
    }

    /** The same, a node of this cluster; null where it is of none, or that is not known. */
    public HostDescription in(@Nullable ClusterState itsCluster) {
        return new HostDescription(
                specification,
                measuredCpu,
                measuredMemory,
                measuredLinkMbit,
                group,
                overCommitted,
                itsCluster);
    }

    /** Which host. */
    public HostId host() {
        return specification.host();
    }

    /**
     * Capacity without the reserve, in the unit of the resource; {@link Ledger#UNLIMITED} where the
     * host does not state its capacity, negative when the reserve is larger. A reserve in percent
     * is rounded up.
     */
    public long usable(Resource resource) {
        HostReserve reserve = specification.reserve();
        HostHardware hardware = specification.hardware();
        return switch (resource) {
            case MEMORY -> specification.memory().value() - reserve.memory().value();
            case CPU -> {
                long capacity = CorePercent.ofCores(specification.cores()).value();
                yield capacity * (WHOLE - reserve.cpuPercent()) / WHOLE;
            }
            case DISK -> {
                MiB disk = hardware == null ? null : hardware.disk();
                MiB kept = reserve.disk();
                yield disk == null
                        ? Ledger.UNLIMITED
                        : disk.value() - (kept == null ? 0 : kept.value());
            }
            case IOPS -> {
                Long iops = hardware == null ? null : hardware.diskIops();
                Long kept = reserve.diskIops();
                yield iops == null ? Ledger.UNLIMITED : iops - (kept == null ? 0 : kept);
            }
            case NETWORK -> {
                Long network = hardware == null ? null : hardware.networkMbit();
                Long kept = reserve.networkPercent();
                yield network == null
                        ? Ledger.UNLIMITED
                        : network * (WHOLE - (kept == null ? 0 : kept)) / WHOLE;
            }
        };
    }

    /** What is measured in use, in the unit of the resource; 0 where that is not measured. */
    long measured(Resource resource) {
        return switch (resource) {
            case MEMORY -> measuredMemory == null ? 0 : measuredMemory.value();
            case CPU -> measuredCpu == null ? 0 : measuredCpu.value();
            case DISK, IOPS, NETWORK -> 0;
        };
    }

    /** What the ledger marks its row with. */
    int flags() {
        SupportStanding standing = specification.standing();
        boolean forced = standing != null && standing != SupportStanding.SUPPORTED;
        return Ledger.SPECIFIED
                | (specification.maintenance() ? Ledger.MAINTENANCE : 0)
                | (specification.cluster() == null ? 0 : Ledger.CLUSTERED)
                | (forced ? Ledger.FORCED : 0)
                | (overCommitted ? Ledger.OVER_COMMITTED : 0);
    }
}
