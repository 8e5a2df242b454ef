package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A disk of a VM on a cluster shared volume, with what its VM asks of the volume.
 *
 * @param size as the guest sees it: a growing disk may come to take it all
 * @param iops its part of what the VM asks for, by size, rounded up
 * @param movable whether it is a file that quick storage migration can move
 * @param backupPolicy of the VM
 * @param drPolicy of the VM
 * @param apart VMs of the same set must lie on different volumes
 */
public record PlacedDisk(
        VmId vm,
        String disk,
        MiB size,
        long iops,
        CsvId csv,
        boolean movable,
        @Nullable String backupPolicy,
        @Nullable String drPolicy,
        @Nullable String apart) {
    /** All disks of some VMs that lie on volumes. */
    public static List<PlacedDisk> of(List<VmState> vms) {
        List<PlacedDisk> disks = new ArrayList<>();
        for (VmState vm : vms) {
            VmDetails details = vm.spec().details();
            if (details == null) {
                continue;
            }
            long whole = details.disks().stream().mapToLong(disk -> disk.size().value()).sum();
            Long asked = details.iops();
            long iops = asked == null ? 0 : asked;
            for (VmDisk disk : details.disks()) {
                CsvId csv = disk.csv();
                if (csv != null) {
                    disks.add(
                            new PlacedDisk(
                                    vm.vm(),
                                    disk.name(),
                                    disk.size(),
                                    share(iops, disk.size().value(), whole),
                                    csv,
                                    disk.format() != DiskFormat.PASS_THROUGH,
                                    details.backupPolicy(),
                                    details.drPolicy(),
                                    vm.spec().antiAffinitySet()));
                }
            }
        }
        return disks;
    }

    private static long share(long iops, long size, long whole) {
        return whole == 0 ? iops : (long) Math.ceil((double) iops * size / whole);
    }

    /** Whether backup and replication treat both alike, so that they may share a volume. */
    public boolean sharesPoliciesWith(PlacedDisk other) {
        return Objects.equals(backupPolicy, other.backupPolicy)
                && Objects.equals(drPolicy, other.drPolicy);
    }

    /** Whether one failure of a volume must not hit both VMs. */
    public boolean mustLieApartFrom(PlacedDisk other) {
        return apart != null && apart.equals(other.apart) && !vm.equals(other.vm);
    }
}
