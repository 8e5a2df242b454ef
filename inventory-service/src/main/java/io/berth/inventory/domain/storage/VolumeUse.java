package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmState;
import java.util.List;

/** What lies on a volume. */
public record VolumeUse(CsvId csv, List<PlacedDisk> disks) {
    /** Copies the list. */
    public VolumeUse {
        disks = List.copyOf(disks);
    }

    /** Of the disks of some VMs, those on this volume. */
    public static VolumeUse of(CsvId csv, List<VmState> vms) {
        return among(csv, PlacedDisk.of(vms));
    }

    /** Of some disks, those on this volume. */
    public static VolumeUse among(CsvId csv, List<PlacedDisk> disks) {
        return new VolumeUse(csv, disks.stream().filter(disk -> disk.csv().equals(csv)).toList());
    }

    /** What they may come to take, in MiB. */
    public long mib() {
        return disks.stream().mapToLong(disk -> disk.size().value()).sum();
    }

    /** Operations per second that they ask for. */
    public long iops() {
        return disks.stream().mapToLong(PlacedDisk::iops).sum();
    }

    /** Whose they are. */
    public List<VmId> vms() {
        return disks.stream().map(PlacedDisk::vm).distinct().sorted().toList();
    }
}
