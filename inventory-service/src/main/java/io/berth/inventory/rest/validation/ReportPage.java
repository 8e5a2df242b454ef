package io.berth.inventory.rest.validation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A validation report as the template shows it. All texts are unescaped; the template escapes them.
 *
 * @param verdict the answer in capitals
 * @param tone of the banner: {@code good}, {@code bad} or {@code doubtful}
 * @param says the answer in a sentence
 * @param style the style sheet, inserted as it is
 */
public record ReportPage(
        String run,
        String cluster,
        String verdict,
        String tone,
        String says,
        String askedBy,
        String askedAt,
        String endedAt,
        String within,
        String nodes,
        String answered,
        List<String> reasons,
        @Nullable String withdrawnAt,
        List<ChangeRow> changes,
        List<Part> parts,
        Totals totals,
        String style) {
    /** Something that has changed since. */
    public record ChangeRow(String what, String before, String now) {}

    /** How many tests ended how. */
    public record Totals(long passed, long warnings, long failed, long skipped) {}

    /** A category. */
    public record Part(String title, String anchor, Totals totals, List<Test> tests) {}

    /**
     * A test.
     *
     * @param tone of its badge
     */
    public record Test(
            String title,
            String id,
            String status,
            String tone,
            @Nullable String reason,
            @Nullable String whatToDo,
            List<Row> rows,
            int omitted) {}

    /** A row of evidence. */
    public record Row(String node, String what, String value, boolean amiss) {}
}
