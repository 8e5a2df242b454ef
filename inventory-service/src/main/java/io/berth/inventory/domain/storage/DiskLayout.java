package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.storage.Consolidation.Cost;
import io.berth.inventory.domain.storage.ConsolidationProblem.Volume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which disk lies on which volume while a plan is sought: a scratch pad that answers in constant
 * time whether a disk may move to a volume. Disks and volumes are numbered as in the problem.
 *
 * <p>A move is possible when the disk is a file, the volume is meant for its backup policy, keeps
 * its headroom of capacity and IOPS, holds only disks of the same backup and DR policy, and no disk
 * of another VM of its anti-affinity set. What broke a rule before the plan may stay where it is.
 */
final class DiskLayout {
    private final ConsolidationProblem problem;
    private final long[] roomMib;
    private final long[] roomIops;
    private final int[] policies;
    private final int[] sets;
    private final int[] vms;
    private final int[] at;
    private final long[] mib;
    private final long[] iops;
    private final int[] disks;
    private final int[][] disksOfPolicies;
    private final int[][] disksOfSet;
    private final int[][] disksOfVm;
    private int inUse;

    DiskLayout(ConsolidationProblem problem) {
        this.problem = problem;
        int volumes = problem.volumes().size();
        int count = problem.disks().size();
        roomMib = new long[volumes];
        roomIops = new long[volumes];
        Map<CsvId, Integer> index = new HashMap<>();
        int kept = 100 - problem.headroomPercent();
        for (int v = 0; v < volumes; v++) {
            Volume volume = problem.volumes().get(v);
            index.put(volume.csv(), v);
            Long given = volume.iops();
            roomMib[v] = volume.mib() * kept / 100;
            roomIops[v] = given == null ? Long.MAX_VALUE : given * kept / 100;
        }
        Map<List<String>, Integer> policyNumbers = new HashMap<>();
        Map<String, Integer> setNumbers = new HashMap<>();
        Map<VmId, Integer> vmNumbers = new HashMap<>();
        policies = new int[count];
        sets = new int[count];
        vms = new int[count];
        at = new int[count];
        for (int d = 0; d < count; d++) {
            PlacedDisk disk = problem.disks().get(d);
            policies[d] =
                    policyNumbers.computeIfAbsent(
                            List.of(
                                    Objects.toString(disk.backupPolicy(), ""),
                                    Objects.toString(disk.drPolicy(), "")),
                            _ -> policyNumbers.size());
            String apart = disk.apart();
            sets[d] =
                    apart == null ? -1 : setNumbers.computeIfAbsent(apart, _ -> setNumbers.size());
            vms[d] = vmNumbers.computeIfAbsent(disk.vm(), _ -> vmNumbers.size());
            at[d] = Objects.requireNonNull(index.get(disk.csv()));
        }
        mib = new long[volumes];
        iops = new long[volumes];
        disks = new int[volumes];
        disksOfPolicies = new int[volumes][policyNumbers.size()];
        disksOfSet = new int[volumes][setNumbers.size()];
        disksOfVm = new int[volumes][vmNumbers.size()];
        for (int d = 0; d < count; d++) {
            add(d, at[d]);
        }
    }

    int volumes() {
        return roomMib.length;
    }

    int disks() {
        return at.length;
    }

    int at(int disk) {
        return at[disk];
    }

    int[] positions() {
        return at.clone();
    }

    boolean isEmpty(int volume) {
        return disks[volume] == 0;
    }

    int inUse() {
        return inUse;
    }

    int disksOn(int volume) {
        return disks[volume];
    }

    long mibOn(int volume) {
        return mib[volume];
    }

    long room(int volume) {
        return roomMib[volume] - mib[volume];
    }

    long size(int disk) {
        return problem.disks().get(disk).size().value();
    }

    /** The disks on a volume, by number. */
    List<Integer> on(int volume) {
        List<Integer> found = new ArrayList<>();
        for (int d = 0; d < at.length; d++) {
            if (at[d] == volume) {
                found.add(d);
            }
        }
        return found;
    }

    boolean isMovable(int disk) {
        return problem.disks().get(disk).movable();
    }

    /**
     * Whether a volume that holds what others may leave could take a disk at all: its room is large
     * enough when empty, it is meant for the policy, and holds at most one disk of other policies.
     */
    boolean mayHold(int volume, int disk) {
        PlacedDisk moved = problem.disks().get(disk);
        String meantFor = problem.volumes().get(volume).backupPolicy();
        return moved.size().value() <= roomMib[volume]
                && (meantFor == null || meantFor.equals(moved.backupPolicy()))
                && disks[volume] - disksOfPolicies[volume][policies[disk]] <= 1;
    }

    /** Whether a disk may move to a volume now. */
    boolean fits(int disk, int volume) {
        return fits(disk, volume, -1);
    }

    /**
     * Whether a disk may move to a volume once {@code without} has left it; -1 for no such disk.
     */
    boolean fits(int disk, int volume, int without) {
        PlacedDisk moved = problem.disks().get(disk);
        String meantFor = problem.volumes().get(volume).backupPolicy();
        if (at[disk] == volume
                || !moved.movable()
                || (meantFor != null && !meantFor.equals(moved.backupPolicy()))) {
            return false;
        }
        boolean leaves = without >= 0;
        long mibThen = mib[volume] - (leaves ? size(without) : 0);
        long iopsThen = iops[volume] - (leaves ? problem.disks().get(without).iops() : 0);
        if (mibThen + moved.size().value() > roomMib[volume]
                || iopsThen + moved.iops() > roomIops[volume]) {
            return false;
        }
        int all = disks[volume] - (leaves ? 1 : 0);
        int alike =
                disksOfPolicies[volume][policies[disk]]
                        - (leaves && policies[without] == policies[disk] ? 1 : 0);
        if (alike != all) {
            return false;
        }
        int set = sets[disk];
        if (set < 0) {
            return true;
        }
        int ofSet = disksOfSet[volume][set] - (leaves && sets[without] == set ? 1 : 0);
        int ofVm = disksOfVm[volume][vms[disk]] - (leaves && vms[without] == vms[disk] ? 1 : 0);
        return ofSet == ofVm; // All disks of a VM are in its set.
    }

    /** Moves a disk, whether it fits or not: also to take a move back. */
    void move(int disk, int volume) {
        int from = at[disk];
        mib[from] -= size(disk);
        iops[from] -= problem.disks().get(disk).iops();
        disks[from]--;
        disksOfPolicies[from][policies[disk]]--;
        if (sets[disk] >= 0) {
            disksOfSet[from][sets[disk]]--;
        }
        disksOfVm[from][vms[disk]]--;
        if (disks[from] == 0) {
            inUse--;
        }
        at[disk] = volume;
        add(disk, volume);
    }

    /** Puts every disk where {@code positions} says. */
    void restore(int[] positions) {
        for (int d = 0; d < at.length; d++) {
            if (at[d] != positions[d]) {
                move(d, positions[d]);
            }
        }
    }

    /** What this layout comes to, after so many moves of so much. */
    Cost cost(int moves, long moved) {
        long reservations = 0;
        for (int v = 0; v < disks.length; v++) {
            if (disks[v] > 0) {
                reservations += problem.volumes().get(v).reservations();
            }
        }
        return new Cost(inUse, reservations, moves, moved);
    }

    /** Whether each volume holds disks of one backup and DR policy only. */
    boolean isSorted() {
        for (int v = 0; v < disks.length; v++) {
            int most = Arrays.stream(disksOfPolicies[v]).max().orElse(0);
            if (most != disks[v]) {
                return false;
            }
        }
        return true;
    }

    private void add(int disk, int volume) {
        if (disks[volume] == 0) {
            inUse++;
        }
        mib[volume] += size(disk);
        iops[volume] += problem.disks().get(disk).iops();
        disks[volume]++;
        disksOfPolicies[volume][policies[disk]]++;
        if (sets[disk] >= 0) {
            disksOfSet[volume][sets[disk]]++;
        }
        disksOfVm[volume][vms[disk]]++;
    }
}
