package io.berth.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What a benchmark found.
 *
 * @param notes how to read the figures
 * @param missed floors and limits that were not kept; empty when all were
 */
public record Report(String title, Table table, List<String> notes, List<String> missed) {
    /** As it is printed. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(title);
        lines.addAll(table.lines());
        notes.forEach(note -> lines.add("  " + note));
        missed.forEach(floor -> lines.add("  MISSED: " + floor));
        return lines;
    }
}
