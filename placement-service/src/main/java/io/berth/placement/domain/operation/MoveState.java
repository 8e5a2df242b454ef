package io.berth.placement.domain.operation;

/** The life of one VM's move within an operation. */
public enum MoveState {
    /** It waits for its turn, or until it runs. To: any other. */
    QUEUED,
    /** No host can take it now; it is tried again. To: any other. */
    BLOCKED,
    /** Its host brings its state to the target, where room is kept. To: ABORTING, RESUMING, … */
    MOVING,
    /** Its host has been told to break the migration off. To: RESUMING when that came too late. */
    ABORTING,
    /** Given to the target, which has not yet reported it running. */
    RESUMING,
    /** It runs at the target. */
    DONE,
    /** It runs, but had to boot anew. */
    BOOTED_ANEW,
    /** It left the host in another way. */
    LEFT,
    /** No host could take it; it stays where it is. */
    REFUSED,
    /** It could not be moved. */
    FAILED,
    /** Ended by request. */
    CANCELLED;

    /** Whether nothing will change any more. */
    public boolean over() {
        return switch (this) {
            case QUEUED, BLOCKED, MOVING, ABORTING, RESUMING -> false;
            case DONE, BOOTED_ANEW, LEFT, REFUSED, FAILED, CANCELLED -> true;
        };
    }

    /** Whether room is kept at the target beside that on its own host. */
    public boolean keepsRoom() {
        return this == MOVING || this == ABORTING;
    }
}
