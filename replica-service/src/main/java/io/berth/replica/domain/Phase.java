package io.berth.replica.domain;

import io.berth.contracts.replica.ReplicationState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a relationship.
 *
 * @param resumeTo the state that it returns to; only while it is paused
 * @param since when it entered the state
 */
public record Phase(ReplicationState state, @Nullable ReplicationState resumeTo, Instant since) {
    /**
     * @throws IllegalArgumentException when it is paused without a state to return to, or has one
     *     without being paused
     */
    public Phase {
        if ((state == ReplicationState.PAUSED) != (resumeTo != null)) {
            throw new IllegalArgumentException(state + " cannot resume to " + resumeTo);
        }
    }

    /** Whether an operator holds it. */
    public boolean isPaused() {
        return state == ReplicationState.PAUSED;
    }

    /** The state, and of one that is paused the state to which it returns. */
    ReplicationState beneath() {
        return resumeTo == null ? state : resumeTo;
    }
}
