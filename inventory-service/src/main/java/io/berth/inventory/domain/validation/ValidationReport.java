package io.berth.inventory.domain.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a run found, and what follows for support.
 *
 * @param results of all tests of the catalogue, in its order
 * @param reasons what stands against support; empty when nothing does
 */
public record ValidationReport(
        List<TestResult> results, Judgement judgement, List<String> reasons) {
    /** Copies the lists. */
    public ValidationReport {
        results = List.copyOf(results);
        reasons = List.copyOf(reasons);
    }

    /** What a run says of support. */
    public enum Judgement {
        /**
         * No test failed, none was skipped but for disks in use, and every component is certified.
         * Warnings do not stand against it: they are what the rules call a warning and no more,
         * unsigned drivers and a node with one network only.
         */
        SUPPORTED,
        /** At least one reason stands against it. */
        NOT_SUPPORTED,
        /** Only some tests were asked for and none of them failed: it says nothing of support. */
        PARTIAL
    }

    /**
     * Makes the tests and judges.
     *
     * @param asked the ids of the tests to make; empty for all
     */
    public static ValidationReport of(Estate estate, Set<String> asked) {
        List<TestResult> results = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        boolean all = true;
        for (ValidationTest test : Catalogue.TESTS) {
            boolean wanted = asked.isEmpty() || asked.contains(test.id());
            all &= wanted;
            TestResult result =
                    TestResult.of(
                            test,
                            wanted
                                    ? test.judge().apply(estate)
                                    : new Outcome.Skipped(
                                            Outcome.Why.NOT_ASKED_FOR,
                                            "Start a run of all tests.",
                                            List.of(),
                                            0));
            results.add(result);
            if (wanted && !result.supportable()) {
                reasons.add(result.title() + ": " + result.reason());
            }
        }
        Judgement judgement =
                !reasons.isEmpty()
                        ? Judgement.NOT_SUPPORTED
                        : all ? Judgement.SUPPORTED : Judgement.PARTIAL;
        return new ValidationReport(results, judgement, reasons);
    }

    /** How many tests ended so. */
    public long count(TestResult.Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }
}
