package io.berth.inventory.domain.validation;

import io.berth.contracts.facts.DiskFacts;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The shared disks of a cluster, each as all nodes see it. */
final class SharedDisks {
    private final Map<String, Map<HostId, List<DiskFacts>>> byDisk = new TreeMap<>();

    private SharedDisks() {}

    static SharedDisks of(Estate estate) {
        SharedDisks disks = new SharedDisks();
        estate.eachReporting((node, facts) -> {
            for (DiskFacts disk : facts.disks()) {
                disks.byDisk
                        .computeIfAbsent(disk.disk(), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(node, _ -> new ArrayList<>())
                        .add(disk);
            }
        });
        return disks;
    }

    /** What is done with each disk of each node that sees it. */
    @FunctionalInterface
    interface View {
        /** A node sees a disk so. */
        void of(HostId node, DiskFacts disk);
    }

    boolean isEmpty() {
        return byDisk.isEmpty();
    }

    /** The disks by name, each with what the nodes that see it report; more than one is a fault. */
    Map<String, Map<HostId, List<DiskFacts>>> byDisk() {
        return byDisk;
    }

    /** Calls back for each disk of each node that sees it. */
    void each(View view) {
        byDisk.values()
                .forEach(nodes ->
                        nodes.forEach((node, seen) -> seen.forEach(disk -> view.of(node, disk))));
    }

    /** The volumes that are in use on a disk, as any node reports it; empty when none is. */
    Set<CsvId> inUse(String disk) {
        Set<CsvId> volumes = new HashSet<>();
        byDisk.getOrDefault(disk, Map.of())
                .values()
                .forEach(seen ->
                        seen.forEach(facts -> {
                            if (facts.csv() != null) {
                                volumes.add(facts.csv());
                            }
                        }));
        return volumes;
    }
}
