package io.berth.contracts.placement;

import io.berth.contracts.Require;
import org.jspecify.annotations.Nullable;

/**
 * What came of really re-placing the VMs of every combination of failed nodes, with all
 * constraints.
 *
 * @param combinations of nodes that were covered, one by one or by an argument for many; absent
 *     unless proven
 * @param witness absent unless refuted
 * @param budget the steps after which the search gave up; absent unless unknown
 */
public record ExactJudgement(
        ExactOutcome outcome,
        @Nullable Long combinations,
        @Nullable ReserveWitness witness,
        @Nullable Long budget) {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ExactJudgement {
        Require.present("exact.outcome", outcome);
        Require.optionalRange("exact.combinations", combinations, 1, Long.MAX_VALUE);
        Require.optionalRange("exact.budget", budget, 1, Long.MAX_VALUE);
    }
}
