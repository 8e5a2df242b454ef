package io.berth.inventory.domain.support;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule and how it came out, so that an answer can be followed rule by rule.
 *
 * @param rule stable, for programs
 * @param finding what was looked at, with the values
 * @param action what to do about it; absent where there is nothing to do
 */
public record RuleResult(String rule, Outcome outcome, String finding, @Nullable String action) {
    static RuleResult passed(String rule, String finding) {
        return new RuleResult(rule, Outcome.PASSED, finding, null);
    }

    static RuleResult notApplicable(String rule, String finding) {
        return new RuleResult(rule, Outcome.NOT_APPLICABLE, finding, null);
    }

    /** Whether nothing stands against what was asked about. */
    public boolean inOrder() {
        return switch (outcome) {
            case PASSED, WARNING, NOT_APPLICABLE -> true;
            case FAILED, NOT_LISTED, NOT_STATED -> false;
        };
    }

    /** Refused when a rule is broken, else not listed when one cannot be confirmed. */
    static Listing sum(Collection<RuleResult> results) {
        List<Outcome> outcomes = results.stream().map(RuleResult::outcome).toList();
        if (outcomes.contains(Outcome.FAILED)) {
            return Listing.UNSUPPORTED;
        }
        return results.stream().allMatch(RuleResult::inOrder)
                ? Listing.SUPPORTED
                : Listing.NOT_LISTED;
    }
}
