package io.berth.inventory.rest.estate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.inventory.domain.estate.EstateImport;
import io.berth.inventory.domain.estate.ImportPhase;
import io.berth.inventory.domain.estate.ImportReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An import as it is shown.
 *
 * @param phase how far it is, or how it ended
 * @param finished whether it ended
 * @param progress elements of the file that the phase is through with
 * @param differences the first of {@code differenceCount}
 * @param errors the first of {@code errorCount}
 */
record ImportView(
        long id,
        boolean dryRun,
        ImportPhase phase,
        boolean finished,
        String startedBy,
        Instant startedAt,
        @Nullable Instant finishedAt,
        Progress progress,
        Map<String, ImportReport.Counts> counts,
        List<ImportReport.Changed> differences,
        long differenceCount,
        List<ErrorView> errors,
        long errorCount) {
    /** How far it is. */
    record Progress(long done, long total) {}

    /** Something that stands against the import, with its place in the file. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ErrorView(
            String pointer,
            @Nullable Integer line,
            @Nullable Integer column,
            String code,
            String title,
            String detail,
            String hint,
            Map<String, Object> values) {
        static ErrorView of(ImportReport.Fault error) {
            return new ErrorView(
                    error.pointer(),
                    error.line(),
                    error.column(),
                    error.code(),
                    error.title(),
                    error.detail(),
                    error.hint(),
                    error.values());
        }
    }

    static ImportView of(EstateImport shown) {
        ImportReport report = shown.report();
        return new ImportView(
                shown.id(),
                shown.dryRun(),
                shown.phase(),
                shown.phase().isEnd(),
                shown.startedBy().value(),
                shown.startedAt(),
                shown.finishedAt(),
                new Progress(shown.done(), shown.total()),
                report.counts(),
                report.differences(),
                report.differenceCount(),
                report.errors().stream().map(ErrorView::of).toList(),
                report.errorCount());
    }
}
