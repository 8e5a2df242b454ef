package io.berth.placement.domain.vm;

import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of each resource a VM takes of a host, each in the unit of the resource.
 *
 * <p>Only disks on the host's own storage count against it: not those on a cluster shared volume,
 * which belongs to the cluster, and not those that are a LUN of their own. A disk that grows counts
 * with its full size, because it may get there. A VM all of whose disks lie elsewhere asks the
 * host's disks for no operations either.
 *
 * @param memory what it is started with; dynamic memory beyond that is not promised
 */
public record Demand(long memory, long cpu, long disk, long iops, long network) {
    /** Of nothing. */
    public static final Demand NONE = new Demand(0, 0, 0, 0, 0);

    /** Of memory and processing alone. */
    public static Demand of(long memory, long cpu) {
        return new Demand(memory, cpu, 0, 0, 0);
    }

    /** What a VM of this specification takes. */
    public static Demand of(VmSpec spec) {
        VmDetails details = spec.details();
        if (details == null) {
            return new Demand(spec.memory().value(), spec.cpuPercent(), 0, 0, 0);
        }
        boolean elsewhere =
                !details.disks().isEmpty() && details.disks().stream().noneMatch(Demand::isOnHost);
        return new Demand(
                spec.memory().value(),
                spec.cpuPercent(),
                onHost(details.disks()),
                elsewhere ? 0 : orNone(details.iops()),
                orNone(details.networkMbit()));
    }

    /** Of one resource. */
    public long of(Resource resource) {
        return switch (resource) {
            case MEMORY -> memory;
            case CPU -> cpu;
            case DISK -> disk;
            case IOPS -> iops;
            case NETWORK -> network;
        };
    }

    /** Of both. */
    public Demand plus(Demand other) {
        return new Demand(
                memory + other.memory,
                cpu + other.cpu,
                disk + other.disk,
                iops + other.iops,
                network + other.network);
    }

    /** The same, with no more than this of any resource. */
    public Demand atMost(long most) {
        return new Demand(
                Math.min(memory, most),
                Math.min(cpu, most),
                Math.min(disk, most),
                Math.min(iops, most),
                Math.min(network, most));
    }

    private static long onHost(List<VmDisk> disks) {
        long sum = 0;
        for (VmDisk disk : disks) {
            if (isOnHost(disk)) {
                sum += disk.size().value();
            }
        }
        return sum;
    }

    private static boolean isOnHost(VmDisk disk) {
        return disk.csv() == null && disk.format() != DiskFormat.PASS_THROUGH;
    }

    private static long orNone(@Nullable Long stated) {
        return stated == null ? 0 : stated;
    }
}
