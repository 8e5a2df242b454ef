package io.berth.inventory.domain.validation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one test ended, as it is kept.
 *
 * @param reason why it did not pass; absent when it did
 * @param whatToDo about it; absent when it passed
 * @param omitted rows of evidence that were left out, so that a report stays readable
 */
public record TestResult(
        Category category,
        String test,
        String title,
        Status status,
        @Nullable String reason,
        @Nullable String whatToDo,
        List<Evidence> evidence,
        int omitted,
        boolean supportable) {
    /** How a test may end. */
    public enum Status {
        /** All is as it must be. */
        PASSED,
        /** Not as it should be, and no obstacle to support. */
        WARNING,
        /** Not as it must be, or not known to be. */
        FAILED,
        /** Not tried. */
        SKIPPED
    }

    /** Copies the list. */
    public TestResult {
        evidence = List.copyOf(evidence);
    }

    static TestResult of(ValidationTest test, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Passed passed -> of(test, Status.PASSED, null, null, passed, true);
            case Outcome.Warning warning ->
                    of(test, Status.WARNING, warning.reason(), warning.whatToDo(), warning, true);
            case Outcome.Failed failed ->
                    of(test, Status.FAILED, failed.reason(), failed.whatToDo(), failed, false);
            case Outcome.Skipped skipped ->
                    of(
                            test,
                            Status.SKIPPED,
                            skipped.why().text(),
                            skipped.whatToDo(),
                            skipped,
                            skipped.why().supportable());
        };
    }

    private static TestResult of(
            ValidationTest test,
            Status status,
            @Nullable String reason,
            @Nullable String whatToDo,
            Outcome outcome,
            boolean supportable) {
        return new TestResult(
                test.category(),
                test.id(),
                test.title(),
                status,
                reason,
                whatToDo,
                outcome.evidence(),
                outcome.omitted(),
                supportable);
    }
}
