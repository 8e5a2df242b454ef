package io.berth.simulator.disks;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.telemetry.DiskLoad;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What disks are asked for follows from their VMs. */
class DiskLoadsTest {
    private static final VmId VM = new VmId("db");

    private static VmSpec vm(@Nullable Long iops) {
        return new VmSpec(
                1,
                50,
                new MiB(1024),
                true,
                RestartPriority.MEDIUM,
                null,
                new VmDetails(
                        null,
                        List.of(
                                new VmDisk("small.vhd", new MiB(1000), DiskFormat.FIXED, null),
                                new VmDisk("large.vhd", new MiB(4000), DiskFormat.FIXED, null)),
                        iops,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        null,
                        null));
    }

    private static List<DiskLoad> loads(VmSpec spec, List<HotDisk> hot) {
        return DiskLoads.of(Map.of(VM, spec), hot, new SplittableRandom(7));
    }

    @Test
    void theLoadOfAVmIsSharedOutByTheSizesOfItsDisks() {
        List<DiskLoad> loads = loads(vm(1000L), List.of());
        assertThat(loads).extracting(DiskLoad::disk).containsExactly("small.vhd", "large.vhd");
        assertThat(loads.get(0).readIops() + loads.get(0).writeIops()).isBetween(169L, 231L);
        assertThat(loads.get(1).readIops() + loads.get(1).writeIops()).isBetween(679L, 921L);
        assertThat(loads)
                .allSatisfy(load -> {
                    assertThat(load.readIops()).isGreaterThan(load.writeIops());
                    int block = DiskLoads.blockKib(load.disk());
                    assertThat(load.readMbPerSecond())
                            .isEqualTo(load.readIops() * (block * 1024 / 1e6));
                    assertThat(load.latencyMs()).isGreaterThan(3);
                });
    }

    @Test
    void aVmThatAsksForNothingIsNotIdle() {
        assertThat(
                        loads(vm(null), List.of()).stream()
                                .mapToLong(load -> load.readIops() + load.writeIops())
                                .sum())
                .isBetween(16L, 24L);
    }

    @Test
    void aHotDiskIsAskedForWhatItIsTold() {
        DiskLoad hot = loads(vm(10L), List.of(new HotDisk(VM, "large.vhd", 3000, 1000))).getLast();
        assertThat(hot.readIops()).isEqualTo(3000);
        assertThat(hot.writeIops()).isEqualTo(1000);
        assertThat(hot.latencyMs()).isEqualTo(19);
        assertThat(loads(vm(10L), List.of(new HotDisk(VM, "large.vhd", 0, 0))).getLast())
                .extracting(DiskLoad::latencyMs)
                .isEqualTo(0.0);
    }

    @Test
    void aVmWithoutDisksHasNoLoad() {
        VmSpec without = new VmSpec(1, 50, new MiB(1024), true, RestartPriority.MEDIUM, null);
        assertThat(loads(without, List.of())).isEmpty();
    }
}
