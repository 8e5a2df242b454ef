package io.berth.replica.domain;

import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.ReplicationStateChanged;
import io.berth.contracts.replica.StateCause;
import java.time.Instant;
import java.util.List;

/** What the order and the end of a cycle make of a relationship's state; constant time. */
final class Phases {
    private Phases() {}

    /** An initial copy that did not arrive is pending again; a failed delta changes no state. */
    static Phase notCopied(Relationship relationship, Instant now, List<ReplicaEvent> events) {
        Phase phase = relationship.phase();
        return switch (phase.state()) {
            case INITIAL_RUNNING ->
                    enter(
                            relationship,
                            ReplicationState.INITIAL_PENDING,
                            StateCause.COPY_FAILED,
                            now,
                            events);
            case RESYNCING ->
                    enter(
                            relationship,
                            ReplicationState.RESYNC_REQUIRED,
                            StateCause.COPY_FAILED,
                            now,
                            events);
            case PAUSED,
                    INITIAL_PENDING,
                    REPLICATING,
                    RESYNC_REQUIRED,
                    DISABLED,
                    PREPARED,
                    FAILED_OVER,
                    TESTING,
                    REVERSED ->
                    phase;
        };
    }

    /** Where a relationship stands whose target says that it has no copy. */
    static ReplicationState withoutCopy(Relationship relationship) {
        ReplicationState state = relationship.phase().beneath();
        if (state == ReplicationState.REVERSED) {
            return state;
        }
        boolean neverHadOne =
                state == ReplicationState.INITIAL_RUNNING
                        || state == ReplicationState.INITIAL_PENDING;
        return neverHadOne ? ReplicationState.INITIAL_PENDING : ReplicationState.RESYNC_REQUIRED;
    }

    static ReplicationState copying(ReplicationState pending) {
        return switch (pending) {
            case RESYNC_REQUIRED -> ReplicationState.RESYNCING;
            case REVERSED -> ReplicationState.REVERSED;
            case INITIAL_PENDING,
                    INITIAL_RUNNING,
                    REPLICATING,
                    RESYNCING,
                    PAUSED,
                    DISABLED,
                    PREPARED,
                    FAILED_OVER,
                    TESTING ->
                    ReplicationState.INITIAL_RUNNING;
        };
    }

    /** Whether no cycle is ordered by the clock. */
    static boolean rests(Phase phase) {
        return switch (phase.state()) {
            case PAUSED, DISABLED, PREPARED, FAILED_OVER -> true;
            case INITIAL_PENDING,
                    INITIAL_RUNNING,
                    REPLICATING,
                    RESYNC_REQUIRED,
                    RESYNCING,
                    TESTING,
                    REVERSED ->
                    false;
        };
    }

    /**
     * As {@link #enter}; a paused relationship stays paused and returns to that state, one that
     * fails over stays where the failover has it, and one that is tested and goes on copying stays
     * where the test has it.
     */
    static Phase reached(
            Relationship relationship,
            ReplicationState state,
            StateCause cause,
            Instant now,
            List<ReplicaEvent> events) {
        Phase phase = relationship.phase();
        if (phase.isPaused()) {
            return new Phase(ReplicationState.PAUSED, state, phase.since());
        }
        if (rests(phase)) {
            return phase;
        }
        boolean isCopied = state == ReplicationState.REPLICATING;
        if (isCopied && phase.state() == ReplicationState.TESTING) {
            return phase;
        }
        return phase.state() == state ? phase : enter(relationship, state, cause, now, events);
    }

    /** Enters a state and adds the event that tells it. */
    static Phase enter(
            Relationship relationship,
            ReplicationState state,
            StateCause cause,
            Instant now,
            List<ReplicaEvent> events) {
        ReplicationState from = relationship.phase().state();
        Lifecycle.check(from, state);
        events.add(
                new ReplicationStateChanged(
                        relationship.id(), relationship.agreement().vm(), from, state, cause));
        return new Phase(state, null, now);
    }
}
