package io.berth.placement.domain.operation;

/** The life of an operation. */
public enum OperationState {
    /** Asked for; the owner of the domain has not yet seen it. To: RUNNING, FAILED, CANCELLED. */
    PENDING,
    /** Under way. To: CANCELLING, DONE, FAILED. */
    RUNNING,
    /** Nothing more is begun; what cannot be broken off comes to its end. To: CANCELLED. */
    CANCELLING,
    /** All that was asked has been done. */
    DONE,
    /** Something that was asked could not be done; its moves say what and why. */
    FAILED,
    /** Ended by request. */
    CANCELLED;

    /** Whether nothing will change any more. */
    public boolean over() {
        return switch (this) {
            case PENDING, RUNNING, CANCELLING -> false;
            case DONE, FAILED, CANCELLED -> true;
        };
    }
}
