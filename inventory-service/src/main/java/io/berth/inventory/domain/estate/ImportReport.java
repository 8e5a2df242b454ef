package io.berth.inventory.domain.estate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an import has done so far, or would do.
 *
 * @param counts by kind of entity
 * @param differences the first of what is created or changed
 * @param differenceCount how many there are
 * @param errors the first of what stands against it
 * @param errorCount how many there are
 */
public record ImportReport(
        Map<String, Counts> counts,
        List<Changed> differences,
        long differenceCount,
        List<Fault> errors,
        long errorCount) {
    /** Nothing yet. */
    public static final ImportReport EMPTY = new ImportReport(Map.of(), List.of(), 0, List.of(), 0);

    /** Copies lists and map. */
    public ImportReport {
        counts = Map.copyOf(counts);
        differences = List.copyOf(differences);
        errors = List.copyOf(errors);
    }

    /** How many entities of a kind. */
    public record Counts(long created, long changed, long unchanged) {}

    /**
     * An entity that the import creates or changes.
     *
     * @param fields empty when it is created
     */
    public record Changed(String kind, String id, String operation, List<Difference> fields) {}

    /**
     * Something that stands against the import.
     *
     * @param pointer JSON Pointer into the file
     * @param line from 1; absent when it is about the file as a whole
     */
    public record Fault(
            String pointer,
            @Nullable Integer line,
            @Nullable Integer column,
            String code,
            String title,
            String detail,
            String hint,
            Map<String, Object> values) {}
}
