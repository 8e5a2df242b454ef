package io.berth.inventory.domain.validation;

/** Where a validation run stands. */
public enum RunState {
    /** Its nodes have been asked, and not all have answered. Becomes ENDED or CANCELLED. */
    WAITING,
    /** Its report is there. Final. */
    ENDED,
    /** Its cluster was removed before it ended; there is no report. Final. */
    CANCELLED
}
