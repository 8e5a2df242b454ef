package io.berth.inventory.domain.storage;

import io.berth.inventory.domain.storage.ConsolidationProblem.Volume;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How many volumes any plan needs at least. Disks of different backup or DR policy never share a
 * volume, so the needs of each pair of policies add up; for each it is the largest of: volumes
 * until their capacities reach the size of its disks, the largest volumes taken first; likewise for
 * IOPS; and the VMs of its largest anti-affinity set. Where a volume is mixed before the plan it
 * may stay so, and then only the first two count, over all disks together.
 */
final class VolumesNeeded {
    private VolumesNeeded() {}

    static int atLeast(ConsolidationProblem problem) {
        if (!new DiskLayout(problem).isSorted()) {
            return byRoom(problem, problem.disks());
        }
        Map<List<String>, List<PlacedDisk>> sorted = new HashMap<>();
        for (PlacedDisk disk : problem.disks()) {
            sorted.computeIfAbsent(
                            List.of(
                                    Objects.toString(disk.backupPolicy(), ""),
                                    Objects.toString(disk.drPolicy(), "")),
                            _ -> new ArrayList<>())
                    .add(disk);
        }
        return sorted.values().stream()
                .mapToInt(disks -> Math.max(byRoom(problem, disks), apart(problem, disks)))
                .sum();
    }

    private static int byRoom(ConsolidationProblem problem, Collection<PlacedDisk> disks) {
        long mib = disks.stream().mapToLong(disk -> disk.size().value()).sum();
        long iops = disks.stream().mapToLong(PlacedDisk::iops).sum();
        List<Long> capacities = new ArrayList<>();
        List<Long> given = new ArrayList<>();
        for (Volume volume : problem.volumes()) {
            // A volume may be over-full before the plan, and stay so.
            VolumeUse use = VolumeUse.among(volume.csv(), problem.disks());
            Long gives = volume.iops();
            capacities.add(Math.max(volume.mib(), use.mib()));
            given.add(gives == null ? Long.MAX_VALUE / 2 : Math.max(gives, use.iops()));
        }
        return Math.max(
                disks.isEmpty() ? 0 : 1, Math.max(until(mib, capacities), until(iops, given)));
    }

    private static int until(long wanted, List<Long> amounts) {
        List<Long> largestFirst = amounts.stream().sorted(Comparator.reverseOrder()).toList();
        long reached = 0;
        int count = 0;
        while (reached < wanted && count < largestFirst.size()) {
            reached += largestFirst.get(count);
            count++;
        }
        return count;
    }

    /** Sets that share a volume before the plan may stay so; they do not count. */
    private static int apart(ConsolidationProblem problem, Collection<PlacedDisk> disks) {
        Map<String, Set<String>> vms = new HashMap<>();
        Set<String> together = new HashSet<>();
        for (PlacedDisk disk : disks) {
            String set = disk.apart();
            if (set == null) {
                continue;
            }
            vms.computeIfAbsent(set, _ -> new HashSet<>()).add(disk.vm().value());
            for (PlacedDisk other : problem.disks()) {
                if (other.csv().equals(disk.csv()) && disk.mustLieApartFrom(other)) {
                    together.add(set);
                }
            }
        }
        return vms.entrySet().stream()
                .filter(entry -> !together.contains(entry.getKey()))
                .mapToInt(entry -> entry.getValue().size())
                .max()
                .orElse(0);
    }
}
