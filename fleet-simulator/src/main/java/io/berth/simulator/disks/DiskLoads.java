package io.berth.simulator.disks;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.telemetry.DiskLoad;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What the disks of running VMs are asked for.
 *
 * <p>A VM uses what it is specified for, or {@link #UNSPECIFIED_IOPS}, off by up to 15 % at each
 * look, shared out to its disks by their sizes. Seven of ten operations read. Each disk has a block
 * size of its own, 4 to 64 KiB by its name, so that the same disk behaves alike on every host. A
 * hot disk is asked for exactly what it is told.
 *
 * <p>Example: a VM for 200 IOPS with disks of 40 and 160 GiB asks for about 40 of the first and 160
 * of the second, of which 112 read; in blocks of 8 KiB that is 0.9 MB/s of reading.
 */
public final class DiskLoads {
    /** Of a VM that is specified for none. */
    public static final long UNSPECIFIED_IOPS = 20;

    private static final double READ_PART = 0.7;
    private static final double BASE_LATENCY_MS = 3;
    private static final double LATENCY_PER_1000_IOPS = 4;
    private static final int BYTES_PER_KIB = 1024;
    private static final double BYTES_PER_MB = 1e6;

    private DiskLoads() {}

    /** The load of every disk, in the order of the VMs and their disks. */
    public static List<DiskLoad> of(
            Map<VmId, VmSpec> executing, Collection<HotDisk> hot, RandomGenerator random) {
        List<DiskLoad> loads = new ArrayList<>();
        new TreeMap<>(executing)
                .forEach((vm, spec) -> {
                    VmDetails details = spec.details();
                    if (details != null) {
                        details.disks()
                                .forEach(disk -> loads.add(load(vm, details, disk, hot, random)));
                    }
                });
        return loads;
    }

    private static DiskLoad load(
            VmId vm,
            VmDetails details,
            VmDisk disk,
            Collection<HotDisk> hot,
            RandomGenerator random) {
        for (HotDisk told : hot) {
            if (told.vm().equals(vm) && told.disk().equals(disk.name())) {
                return load(vm, disk, told.readIops(), told.writeIops());
            }
        }
        Long asked = details.iops();
        double whole = details.disks().stream().mapToDouble(each -> each.size().value()).sum();
        double iops =
                (asked == null ? UNSPECIFIED_IOPS : asked)
                        * (whole == 0 ? 1 : disk.size().value() / whole)
                        * random.nextDouble(0.85, 1.15);
        long reads = Math.round(iops * READ_PART);
        return load(vm, disk, reads, Math.round(iops - reads));
    }

    private static DiskLoad load(VmId vm, VmDisk disk, long reads, long writes) {
        double block = blockKib(disk.name()) * BYTES_PER_KIB / BYTES_PER_MB;
        long iops = reads + writes;
        return new DiskLoad(
                vm,
                disk.name(),
                reads,
                writes,
                Math.min(reads * block, DiskLoad.MAX_MB_PER_SECOND),
                Math.min(writes * block, DiskLoad.MAX_MB_PER_SECOND),
                iops == 0 ? 0 : BASE_LATENCY_MS + iops * LATENCY_PER_1000_IOPS / 1000);
    }

    /** 4, 8, 16, 32 or 64. */
    static int blockKib(String disk) {
        return 4 << Math.floorMod(disk.hashCode(), 5);
    }
}
