package io.berth.inventory.rest.validation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.inventory.domain.validation.Evidence;
import io.berth.inventory.domain.validation.Fingerprint;
import io.berth.inventory.domain.validation.TestResult;
import io.berth.inventory.domain.validation.ValidationReport;
import io.berth.inventory.domain.validation.ValidationRun;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A validation run as it is shown.
 *
 * @param answered how many of its nodes have reported
 * @param results of all tests; absent in lists and while it waits
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunView(
        long id,
        String cluster,
        String state,
        String askedAt,
        String askedBy,
        String deadline,
        List<String> tests,
        int answered,
        List<NodeView> nodes,
        @Nullable String endedAt,
        @Nullable String judgement,
        @Nullable String withdrawnAt,
        @Nullable List<Fingerprint.Change> changes,
        @Nullable List<String> reasons,
        @Nullable List<ResultView> results) {
    /** A node, and when it reported. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NodeView(String host, @Nullable String answeredAt) {}

    /** How a test ended. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ResultView(
            String category,
            String test,
            String title,
            String status,
            @Nullable String reason,
            @Nullable String whatToDo,
            List<Evidence> evidence,
            int omitted) {}

    static RunView of(ValidationRun run) {
        return of(run, null);
    }

    static RunView of(ValidationRun run, @Nullable ValidationReport report) {
        return new RunView(
                run.id().value(),
                run.cluster().value(),
                run.state().name(),
                run.askedAt().toString(),
                run.askedBy().value(),
                run.deadline().toString(),
                run.tests().stream().sorted().toList(),
                (int) run.nodes().stream().filter(node -> node.answeredAt() != null).count(),
                run.nodes().stream()
                        .map(node -> new NodeView(node.host().value(), text(node.answeredAt())))
                        .toList(),
                text(run.endedAt()),
                text(run.judgement()),
                text(run.withdrawnAt()),
                run.withdrawnAt() == null ? null : run.changes(),
                report == null ? null : report.reasons(),
                report == null ? null : report.results().stream().map(RunView::result).toList());
    }

    private static ResultView result(TestResult result) {
        return new ResultView(
                result.category().name().toLowerCase(Locale.ROOT),
                result.test(),
                result.title(),
                result.status().name(),
                result.reason(),
                result.whatToDo(),
                result.evidence(),
                result.omitted());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
