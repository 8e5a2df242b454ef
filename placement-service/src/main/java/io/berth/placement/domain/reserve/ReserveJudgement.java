package io.berth.placement.domain.reserve;

/**
 * The three judgements of a cluster side by side.
 *
 * @param configured N
 * @param functioning F
 * @param reserve R
 * @param vms that count
 */
public record ReserveJudgement(
        int configured,
        int functioning,
        int reserve,
        int vms,
        SlotEstimate slots,
        ProofEstimate proof,
        ExactJudgement exact) {
    /** Which of the judgements is the verdict. */
    public enum DecidedBy {
        /** The exact one, which had an answer. */
        EXACT,
        /** The proof method, because the search budget ended. */
        PROOF
    }

    /** Which of the judgements is the verdict. */
    public DecidedBy decidedBy() {
        return exact instanceof ExactJudgement.Unknown ? DecidedBy.PROOF : DecidedBy.EXACT;
    }

    /** The verdict: the exact judgement where it answers, the proof method otherwise. */
    public boolean overCommitted() {
        return switch (exact) {
            case ExactJudgement.Proven proven -> false;
            case ExactJudgement.Refuted refuted -> true;
            case ExactJudgement.Unknown unknown -> !proof.holds();
        };
    }
}
