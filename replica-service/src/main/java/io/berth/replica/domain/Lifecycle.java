package io.berth.replica.domain;

import static io.berth.contracts.replica.ReplicationState.INITIAL_PENDING;
import static io.berth.contracts.replica.ReplicationState.INITIAL_RUNNING;
import static io.berth.contracts.replica.ReplicationState.PAUSED;
import static io.berth.contracts.replica.ReplicationState.REPLICATING;
import static io.berth.contracts.replica.ReplicationState.RESYNCING;
import static io.berth.contracts.replica.ReplicationState.RESYNC_REQUIRED;

import io.berth.contracts.replica.ReplicationState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which state of a relationship may follow which. What each means is said at {@link
 * ReplicationState}; those of failover are not reached yet.
 */
final class Lifecycle {
    private Lifecycle() {}

    /** The states from which {@code target} may be entered. */
    static Set<ReplicationState> legalSources(ReplicationState target) {
        return switch (target) {
            case INITIAL_PENDING -> EnumSet.of(INITIAL_RUNNING, PAUSED);
            case INITIAL_RUNNING -> EnumSet.of(INITIAL_PENDING, PAUSED);
            case REPLICATING -> EnumSet.of(INITIAL_RUNNING, RESYNCING, PAUSED);
            case RESYNC_REQUIRED -> EnumSet.of(REPLICATING, RESYNCING, PAUSED);
            case RESYNCING -> EnumSet.of(RESYNC_REQUIRED, PAUSED);
            case PAUSED ->
                    EnumSet.of(
                            INITIAL_PENDING,
                            INITIAL_RUNNING,
                            REPLICATING,
                            RESYNC_REQUIRED,
                            RESYNCING);
            case DISABLED, PREPARED, FAILED_OVER, TESTING, REVERSED ->
                    EnumSet.noneOf(ReplicationState.class);
        };
    }

    /**
     * @throws IllegalTransition when {@code target} may not follow {@code source}
     */
    static void check(ReplicationState source, ReplicationState target) {
        if (!legalSources(target).contains(source)) {
            throw new IllegalTransition(source, target, legalSources(target));
        }
    }

    /** What an operator may do in this state. */
    static List<Operation> legalOperations(ReplicationState state) {
        return switch (state) {
            case INITIAL_PENDING, INITIAL_RUNNING, REPLICATING, RESYNC_REQUIRED, RESYNCING ->
                    List.of(Operation.PAUSE, Operation.REPLICATE_NOW, Operation.REMOVE);
            case PAUSED -> List.of(Operation.RESUME, Operation.REMOVE);
            case DISABLED, PREPARED, FAILED_OVER, TESTING, REVERSED -> List.of(Operation.REMOVE);
        };
    }
}
