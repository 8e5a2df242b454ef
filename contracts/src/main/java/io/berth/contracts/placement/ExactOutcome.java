package io.berth.contracts.placement;

/** What came of re-placing the VMs of every combination of failed nodes. */
public enum ExactOutcome {
    /** Every combination holds all VMs. */
    PROVEN,
    /** One combination, the witness, does not. */
    REFUTED,
    /** The search budget ended before either was shown. */
    UNKNOWN
}
