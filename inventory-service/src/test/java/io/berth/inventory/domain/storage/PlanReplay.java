package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.CsvId;
import io.berth.inventory.domain.storage.Consolidation.Cost;
import io.berth.inventory.domain.storage.ConsolidationProblem.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rules of consolidation said once more and as plainly as possible, to hold the planner
 * against: nothing here is shared with it.
 */
final class PlanReplay {
    private final ConsolidationProblem problem;

    PlanReplay(ConsolidationProblem problem) {
        this.problem = problem;
    }

    List<CsvId> start() {
        return problem.disks().stream().map(PlacedDisk::csv).toList();
    }

    /** Whether a disk may move to a volume in this layout. */
    boolean legal(List<CsvId> layout, int disk, CsvId to) {
        PlacedDisk moved = problem.disks().get(disk);
        Volume volume =
                problem.volumes().stream().filter(v -> v.csv().equals(to)).findAny().orElseThrow();
        if (!moved.movable()
                || layout.get(disk).equals(to)
                || (volume.backupPolicy() != null
                        && !volume.backupPolicy().equals(moved.backupPolicy()))) {
            return false;
        }
        long mib = moved.size().value();
        long iops = moved.iops();
        for (int d = 0; d < layout.size(); d++) {
            if (layout.get(d).equals(to)) {
                PlacedDisk there = problem.disks().get(d);
                mib += there.size().value();
                iops += there.iops();
                if (!Objects.equals(there.backupPolicy(), moved.backupPolicy())
                        || !Objects.equals(there.drPolicy(), moved.drPolicy())
                        || (there.apart() != null
                                && there.apart().equals(moved.apart())
                                && !there.vm().equals(moved.vm()))) {
                    return false;
                }
            }
        }
        int kept = 100 - problem.headroomPercent();
        return mib <= volume.mib() * kept / 100
                && (volume.iops() == null || iops <= volume.iops() * kept / 100);
    }

    Cost cost(List<CsvId> layout, int moves, long mib) {
        Set<CsvId> used = new HashSet<>(layout);
        long reservations =
                problem.volumes().stream()
                        .filter(v -> used.contains(v.csv()))
                        .mapToLong(Volume::reservations)
                        .sum();
        return new Cost(used.size(), reservations, moves, mib);
    }

    /**
     * What the moves of a plan come to.
     *
     * @throws AssertionError when one of them is not possible when its turn comes
     */
    Cost replay(Consolidation plan) {
        List<CsvId> layout = new ArrayList<>(start());
        long mib = 0;
        for (Consolidation.Move move : plan.moves()) {
            int disk = problem.disks().indexOf(move.disk());
            if (!layout.get(disk).equals(move.from()) || !legal(layout, disk, move.to())) {
                throw new AssertionError("impossible: " + move + " in " + layout);
            }
            layout.set(disk, move.to());
            mib += move.disk().size().value();
        }
        return cost(layout, plan.moves().size(), mib);
    }

    /** The least cost of all layouts that can be reached, by looking at each of them. */
    Cost best() {
        Map<List<CsvId>, Cost> reached = new HashMap<>();
        Map<List<CsvId>, Cost> layer = Map.of(start(), cost(start(), 0, 0));
        int moves = 0;
        while (!layer.isEmpty() && moves <= problem.maxMoves()) {
            reached.putAll(layer);
            Map<List<CsvId>, Cost> next = new HashMap<>();
            moves++;
            for (Map.Entry<List<CsvId>, Cost> from : layer.entrySet()) {
                for (int d = 0; d < from.getKey().size(); d++) {
                    for (Volume volume : problem.volumes()) {
                        if (legal(from.getKey(), d, volume.csv())) {
                            List<CsvId> to = new ArrayList<>(from.getKey());
                            to.set(d, volume.csv());
                            if (!reached.containsKey(to)) {
                                long mib =
                                        from.getValue().mib()
                                                + problem.disks().get(d).size().value();
                                Cost cost = cost(to, moves, mib);
                                next.merge(to, cost, (a, b) -> a.compareTo(b) <= 0 ? a : b);
                            }
                        }
                    }
                }
            }
            layer = next;
        }
        return reached.values().stream().min(Cost::compareTo).orElseThrow();
    }
}
