package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import java.util.List;

/** What came of really re-placing the VMs of every combination. */
public sealed interface ExactJudgement {
    /** What was spent, in looks of a VM at a node; see {@link SearchBudget}. */
    long steps();

    /**
     * Every combination holds all VMs.
     *
     * @param combinations how many were covered, one by one or by an argument for many
     */
    record Proven(long combinations, long steps) implements ExactJudgement {}

    /** One combination does not hold all VMs: no placement exists. */
    record Refuted(Witness witness, long steps) implements ExactJudgement {}

    /**
     * The budget ended before either was shown.
     *
     * @param budget in steps
     * @param undecided the first combination that could not be decided; empty when not all were
     *     reached
     */
    record Unknown(long budget, List<HostId> undecided, long steps) implements ExactJudgement {
        /** Takes a copy. */
        public Unknown {
            undecided = List.copyOf(undecided);
        }
    }
}
