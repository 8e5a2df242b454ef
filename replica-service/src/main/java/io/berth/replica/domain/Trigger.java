package io.berth.replica.domain;

import java.util.Locale;

/** What can move a relationship from one state to another. */
public enum Trigger {
    /** A copy of everything was ordered. */
    COPY_ORDERED,
    /** A cycle has completed, so that the target holds a newer state. */
    COPY_COMPLETED,
    /** A cycle has ended without a copy. */
    COPY_FAILED,
    /** The target says that it holds nothing that changes could be added to. */
    COPY_LOST,
    /** An operator wants no further cycle. */
    PAUSE,
    /** An operator lets it go on where it was. */
    RESUME,
    /** An operator wants a cycle at once. */
    REPLICATE_NOW,
    /** A failover begins: cycles rest from here on. */
    FAIL_OVER,
    /** The host that took the copies has reported the VM running. */
    STARTED_AT_REPLICA,
    /** The failover is undone: the VM is again where it was before. */
    CANCEL,
    /** The failover is final: points and old copy are dropped. */
    COMPLETE,
    /** From here on the former primary takes the copies. */
    REVERSE,
    /** A copy is to be started in isolation. */
    TEST,
    /** Nothing of the test is left at the target, or nobody can say. */
    TEST_ENDED,
    /** An operator ends the relationship. */
    REMOVE;

    /** As it stands in diagrams and answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
