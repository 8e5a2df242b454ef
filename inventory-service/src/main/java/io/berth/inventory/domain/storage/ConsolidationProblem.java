package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.inventory.CsvState;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be consolidated.
 *
 * @param volumes by id
 * @param disks those on the volumes, by VM and name
 * @param headroomPercent of capacity and IOPS that a move must leave free on the volume it goes to
 * @param maxMoves most moves of a plan
 */
public record ConsolidationProblem(
        List<Volume> volumes, List<PlacedDisk> disks, int headroomPercent, int maxMoves) {
    /**
     * A volume.
     *
     * @param mib its capacity
     * @param iops what it gives; null where that is not known, and then it is no limit
     * @param backupPolicy the only one whose VMs belong on it; null where any one may
     * @param reservations persistent reservations that it takes
     */
    public record Volume(
            CsvId csv,
            long mib,
            @Nullable Long iops,
            @Nullable String backupPolicy,
            long reservations) {
        /** As the register has it. */
        public static Volume of(CsvState csv, long reservations) {
            return new Volume(
                    csv.csv(),
                    csv.capacity().value(),
                    csv.iops(),
                    csv.backupPolicy(),
                    reservations);
        }
    }

    /**
     * Sorts, so that the same problem has the same plan, and leaves out disks that lie elsewhere.
     */
    public ConsolidationProblem {
        volumes = volumes.stream().sorted(Comparator.comparing(Volume::csv)).toList();
        Set<CsvId> known = new HashSet<>();
        volumes.forEach(volume -> known.add(volume.csv()));
        disks =
                disks.stream()
                        .filter(disk -> known.contains(disk.csv()))
                        .sorted(
                                Comparator.comparing(PlacedDisk::vm)
                                        .thenComparing(PlacedDisk::disk))
                        .toList();
    }
}
