package io.berth.inventory.app.storage;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.LunState;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmState;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.storage.Assessment;
import io.berth.inventory.domain.storage.Coverage;
import io.berth.inventory.domain.storage.DiskStretch;
import io.berth.inventory.domain.storage.PlacedDisk;
import io.berth.inventory.domain.storage.StorageRefusal;
import io.berth.inventory.domain.storage.VolumeUse;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assesses disks of VMs from what agents have reported of them. Changes nothing. */
@ApplicationScoped
public class Assessments {
    private final StorageLookups lookups;
    private final DiskLoads loads;

    Assessments(StorageLookups lookups, DiskLoads loads) {
        this.lookups = lookups;
        this.loads = loads;
    }

    /**
     * A disk that is to be assessed.
     *
     * @param size that of the VM's disk when absent
     * @param raidLevel that of the LUN that the disk lies on when absent
     * @param iopsPerSpindle that of the LUN's disk group when absent
     * @param separateSpindles whether somebody asks for physical disks of its own
     */
    public record Wish(
            VmId vm,
            String disk,
            @Nullable MiB size,
            @Nullable RaidLevel raidLevel,
            @Nullable Long iopsPerSpindle,
            boolean separateSpindles) {}

    /** The advice, and what it rests on. */
    public record Assessed(Wish wish, Assessment.Answer answer, Coverage coverage) {}

    /** What the spindles below a disk are. */
    private record Spindles(RaidLevel level, long iops) {}

    /**
     * Assesses a disk.
     *
     * @param period how far back the measurements go
     * @param cluster on whose volumes room is looked for; that of the VM when absent
     * @param pointer where the wish stands in the request
     */
    public Verdict<Assessed> of(
            Wish wish, Duration period, @Nullable ClusterId cluster, String pointer) {
        VmState vm = lookups.find(VmState.class, wish.vm().value()).orElse(null);
        if (vm == null) {
            return refused(
                    pointer + "/vm",
                    new InventoryRefusal.UnknownReference(EntityKind.VM, wish.vm().value()));
        }
        VmDetails details = vm.spec().details();
        List<VmDisk> disks = details == null ? List.of() : details.disks();
        VmDisk disk =
                disks.stream()
                        .filter(own -> own.name().equals(wish.disk()))
                        .findFirst()
                        .orElse(null);
        if (disk == null) {
            return refused(
                    pointer + "/disk",
                    new StorageRefusal.UnknownDisk(
                            wish.vm(), wish.disk(), disks.stream().map(VmDisk::name).toList()));
        }
        Spindles spindles = spindles(wish, disk);
        if (spindles == null) {
            return refused(pointer, new StorageRefusal.UnknownSpindles(wish.vm(), wish.disk()));
        }
        DiskLoads.Measured measured = loads.measured(wish.vm(), wish.disk(), period);
        if (!measured.coverage().isEnough()) {
            return refused(
                    pointer,
                    new StorageRefusal.TooLittleTelemetry(
                            wish.vm(), wish.disk(), measured.coverage()));
        }
        ClusterId of =
                cluster != null || vm.domain().isStandalone()
                        ? cluster
                        : new ClusterId(vm.domain().value());
        Assessment.Answer answer =
                Assessment.of(
                        new Assessment.Question(
                                wish.disk(),
                                wish.size() == null ? disk.size() : wish.size(),
                                spindles.level(),
                                spindles.iops(),
                                wish.separateSpindles(),
                                measured.stretches().stream().map(DiskStretch::busiest).toList(),
                                of == null ? List.of() : rooms(of, wish)));
        return new Verdict.Accepted<>(new Assessed(wish, answer, measured.coverage()));
    }

    /** How far back a period may go. */
    public Duration longestPeriod() {
        return loads.kept();
    }

    private static Verdict<Assessed> refused(String pointer, InventoryRefusal refusal) {
        return new Verdict.Refused<>(List.of(new Located(pointer, refusal)));
    }

    private @Nullable Spindles spindles(Wish wish, VmDisk disk) {
        CsvId csv = disk.csv();
        LunState lun =
                csv == null
                        ? null
                        : lookups.find(CsvState.class, csv.value())
                                .flatMap(state -> lookups.find(LunState.class, state.lun().value()))
                                .orElse(null);
        RaidLevel level = wish.raidLevel();
        Long iops = wish.iopsPerSpindle();
        if (level == null && lun != null) {
            level = lun.raidLevel();
        }
        if (iops == null && lun != null) {
            iops =
                    lookups.find(DiskGroupState.class, lun.diskGroup().value())
                            .map(DiskGroupState::iopsPerSpindle)
                            .orElse(null);
        }
        return level == null || iops == null ? null : new Spindles(level, iops);
    }

    /**
     * The volumes of a cluster with what is free on them.
     *
     * @param except a disk that is not counted where it lies, since it would not need room twice
     */
    public List<Assessment.Room> rooms(ClusterId cluster, @Nullable Wish except) {
        List<PlacedDisk> placed =
                PlacedDisk.of(lookups.vmsOf(cluster)).stream()
                        .filter(disk ->
                                except == null
                                        || !disk.vm().equals(except.vm())
                                        || !disk.disk().equals(except.disk()))
                        .toList();
        return lookups.csvsOf(cluster).stream()
                .map(csv -> {
                    VolumeUse use = VolumeUse.among(csv.csv(), placed);
                    Long iops = csv.iops();
                    return new Assessment.Room(
                            csv.csv(),
                            csv.capacity().value() - use.mib(),
                            iops == null ? null : Long.valueOf(iops - use.iops()));
                })
                .toList();
    }
}
