package io.berth.placement.domain.reserve;

import io.berth.contracts.Require;

/**
 * How much effort an exact judgement may take. It is counted in steps and not in time, so that the
 * same cluster is always judged alike. A step is one VM placed by the quick search, or one look at
 * a VM or node in the complete one; some 30 to 100 million are done in a second.
 *
 * @param steps for all combinations together
 * @param stepsPerCombination of the complete search, so that one hard combination does not keep an
 *     easy witness from being found
 * @param rememberedBytes most that the placements kept for the next judgement take
 */
public record SearchBudget(long steps, long stepsPerCombination, int rememberedBytes) {
    /** For the judgements that are published; at most a second on today's machines. */
    public static final SearchBudget DEFAULT = new SearchBudget(40_000_000, 1_000_000, 1 << 22);

    /**
     * @throws IllegalArgumentException when a part is out of range
     */
    public SearchBudget {
        Require.range("budget.steps", steps, 1, Long.MAX_VALUE);
        Require.range("budget.stepsPerCombination", stepsPerCombination, 1, Long.MAX_VALUE);
        Require.range("budget.rememberedBytes", rememberedBytes, 0, 1 << 28);
    }
}
