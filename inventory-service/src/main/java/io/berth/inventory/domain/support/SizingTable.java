package io.berth.inventory.domain.support;

import io.berth.inventory.domain.FaultyRule;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the machines of the manager must have, by role and by the number of hosts.
 *
 * @param systemMemoryMiB what the operating system takes of each figure for memory; it counts once
 *     for a machine with several roles
 * @param advice sentences for the warnings
 */
public record SizingTable(
        List<Band> bands, List<Row> rows, long systemMemoryMiB, Sentences advice) {
    /**
     * A range of numbers of hosts.
     *
     * @param maxHosts absent for the last one, which has no end
     * @param dedicated roles that must not share a machine
     */
    public record Band(String id, @Nullable Integer maxHosts, List<MachineRole> dedicated) {
        /** Copies the list. */
        public Band {
            dedicated = List.copyOf(dedicated);
        }
    }

    /** What a role needs in a band. */
    public record Row(
            MachineRole role, String band, MachineSize minimum, MachineSize recommended) {}

    /** Sentences for the warnings. */
    public record Sentences(
            String dedicated, String managerInsideItsCluster, String libraryByContent) {}

    /**
     * @throws FaultyRule when the bands do not rise, or a role does not stand in each band just
     *     once
     */
    public SizingTable {
        bands = List.copyOf(bands);
        rows = List.copyOf(rows);
        checkBands(bands);
        checkRows(bands, rows);
    }

    /** The band that a number of hosts falls into. */
    public Band band(int hosts) {
        return bands.stream()
                .filter(band -> band.maxHosts() == null || hosts <= band.maxHosts())
                .findFirst()
                .orElseThrow();
    }

    /** What a role needs in a band. */
    public Row row(MachineRole role, Band band) {
        return rows.stream()
                .filter(row -> row.role() == role && row.band().equals(band.id()))
                .findFirst()
                .orElseThrow();
    }

    private static void checkBands(List<Band> bands) {
        Set<String> ids = new HashSet<>();
        int before = 0;
        for (int i = 0; i < bands.size(); i++) {
            Band band = bands.get(i);
            if (!ids.add(band.id())) {
                throw new FaultyRule("/bands/" + i + "/id", band.id() + " stands there twice");
            }
            boolean last = i == bands.size() - 1;
            Integer max = band.maxHosts();
            if (last != (max == null)) {
                throw new FaultyRule("/bands/" + i, "the last band, and only it, has no maxHosts");
            }
            if (max != null && max <= before) {
                throw new FaultyRule("/bands/" + i + "/maxHosts", max + " is not above " + before);
            }
            before = max == null ? before : max;
        }
    }

    private static void checkRows(List<Band> bands, List<Row> rows) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (bands.stream().noneMatch(band -> band.id().equals(row.band()))) {
                throw new FaultyRule("/rows/" + i + "/band", "there is no band " + row.band());
            }
            if (!seen.add(row.role() + " " + row.band())) {
                throw new FaultyRule(
                        "/rows/" + i, row.role() + " stands twice in band " + row.band());
            }
        }
        for (MachineRole role : EnumSet.allOf(MachineRole.class)) {
            for (Band band : bands) {
                if (!seen.contains(role + " " + band.id())) {
                    throw new FaultyRule("/rows", role + " is missing in band " + band.id());
                }
            }
        }
    }
}
