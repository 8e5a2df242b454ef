package io.berth.contracts.placement;

/** Which judgement of a cluster's reserve is the verdict. */
public enum ReserveDecider {
    /** The exact one, which has an answer. */
    EXACT,
    /** The proof method, because the exact search ended without an answer. */
    PROOF
}
