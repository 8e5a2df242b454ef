package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ConsolidationStep;
import io.berth.inventory.domain.storage.ConsolidationProblem.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether the next step of a plan may still be made, as things are now. A step that has become
 * needless is left out; one that would break a condition stops the plan, with every condition that
 * it would break.
 *
 * <p><b>Example.</b> A volume of 10,240 MiB with a headroom of 10 % takes 9,216 MiB. It holds disks
 * of 8,000 MiB, so 1,216 MiB are free, and a disk of 2,000 MiB breaks {@code no-room}.
 *
 * <p><b>Complexity</b>: one pass over the disks of the cluster.
 */
public sealed interface StepCheck {
    /** It may be ordered. */
    record Possible() implements StepCheck {}

    /** There is nothing left to do. */
    record Needless(String why) implements StepCheck {}

    /** It would break conditions. */
    record Broken(List<Breach> breaches) implements StepCheck {
        /** Copies the list. */
        public Broken {
            breaches = List.copyOf(breaches);
        }
    }

    /**
     * Checks a step.
     *
     * @param now how disks and volumes lie
     * @param budget of the array of the volume to move to; absent where that is not known
     */
    static StepCheck of(
            ConsolidationProblem now, ConsolidationStep step, @Nullable ReservationBudget budget) {
        PlacedDisk disk =
                now.disks().stream()
                        .filter(known ->
                                known.vm().equals(step.vm()) && known.disk().equals(step.disk()))
                        .findAny()
                        .orElse(null);
        if (disk == null) {
            return new Needless("the VM, its disk or the CSV is gone");
        }
        if (!disk.csv().equals(step.from())) {
            return new Needless("the disk lies on CSV " + disk.csv() + " now");
        }
        List<Breach> breaches = breaches(now, disk, step.to());
        if (budget != null && budget.used() > budget.limit()) {
            breaches.add(
                    new Breach.TooManyReservations(
                            budget.array(), budget.used(), budget.limit(), budget.arithmetic()));
        }
        return breaches.isEmpty() ? new Possible() : new Broken(breaches);
    }

    private static List<Breach> breaches(ConsolidationProblem now, PlacedDisk disk, CsvId to) {
        List<Breach> breaches = new ArrayList<>();
        Volume volume =
                now.volumes().stream().filter(each -> each.csv().equals(to)).findAny().orElse(null);
        if (!disk.movable()) {
            breaches.add(new Breach.PassThrough(disk.disk()));
        }
        if (volume == null) {
            breaches.add(new Breach.VolumeGone(to));
            return breaches;
        }
        List<PlacedDisk> there =
                now.disks().stream().filter(each -> each.csv().equals(to)).toList();
        int headroom = now.headroomPercent();
        long freeMib =
                volume.mib() * (100 - headroom) / 100
                        - there.stream().mapToLong(each -> each.size().value()).sum();
        if (disk.size().value() > freeMib) {
            breaches.add(new Breach.NoRoom(to, disk.size().value(), freeMib, headroom));
        }
        Long given = volume.iops();
        if (given != null) {
            long freeIops =
                    given * (100 - headroom) / 100
                            - there.stream().mapToLong(PlacedDisk::iops).sum();
            if (disk.iops() > freeIops) {
                breaches.add(new Breach.NoIops(to, disk.iops(), freeIops, headroom));
            }
        }
        String meantFor = volume.backupPolicy();
        if (meantFor != null && !meantFor.equals(disk.backupPolicy())) {
            breaches.add(new Breach.MeantForOthers(to, meantFor, disk.backupPolicy()));
        }
        List<VmId> others =
                vms(there.stream().filter(each -> !each.sharesPoliciesWith(disk)).toList());
        if (!others.isEmpty()) {
            breaches.add(new Breach.OtherPolicies(to, others));
        }
        String set = disk.apart();
        List<VmId> apart = vms(there.stream().filter(disk::mustLieApartFrom).toList());
        if (set != null && !apart.isEmpty()) {
            breaches.add(new Breach.MustLieApart(to, set, apart));
        }
        return breaches;
    }

    private static List<VmId> vms(List<PlacedDisk> disks) {
        return List.copyOf(new TreeSet<>(disks.stream().map(PlacedDisk::vm).toList()));
    }
}
