package io.berth.replica.domain;

import static io.berth.contracts.replica.ReplicationState.DISABLED;
import static io.berth.contracts.replica.ReplicationState.FAILED_OVER;
import static io.berth.contracts.replica.ReplicationState.INITIAL_PENDING;
import static io.berth.contracts.replica.ReplicationState.INITIAL_RUNNING;
import static io.berth.contracts.replica.ReplicationState.PAUSED;
import static io.berth.contracts.replica.ReplicationState.PREPARED;
import static io.berth.contracts.replica.ReplicationState.REPLICATING;
import static io.berth.contracts.replica.ReplicationState.RESYNCING;
import static io.berth.contracts.replica.ReplicationState.RESYNC_REQUIRED;
import static io.berth.contracts.replica.ReplicationState.REVERSED;
import static io.berth.contracts.replica.ReplicationState.TESTING;

import io.berth.contracts.replica.ReplicationState;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which state of a relationship may follow which, as one table: state × trigger → state. What each
 * state means is said at {@link ReplicationState}. What the table does not have is illegal; {@code
 * docs/states.md} is drawn from it.
 *
 * <p>Most cells hold one state, often the same one. Where what came before decides, a cell holds
 * all that are possible: a resumed relationship goes on where it was paused, a cancelled failover
 * goes back to where it began. {@link Trigger#REMOVE} leads nowhere: the relationship is gone.
 */
public final class Lifecycle {
    private static final Map<ReplicationState, Map<Trigger, Set<ReplicationState>>> TABLE =
            new EnumMap<>(ReplicationState.class);

    static {
        in(INITIAL_PENDING, Trigger.COPY_ORDERED, INITIAL_RUNNING);
        in(INITIAL_PENDING, Trigger.PAUSE, PAUSED);
        in(INITIAL_PENDING, Trigger.REPLICATE_NOW, INITIAL_PENDING);

        in(INITIAL_RUNNING, Trigger.COPY_COMPLETED, REPLICATING);
        in(INITIAL_RUNNING, Trigger.COPY_FAILED, INITIAL_PENDING);
        in(INITIAL_RUNNING, Trigger.COPY_LOST, INITIAL_PENDING);
        in(INITIAL_RUNNING, Trigger.PAUSE, PAUSED);
        in(INITIAL_RUNNING, Trigger.REPLICATE_NOW, INITIAL_RUNNING);

        in(REPLICATING, Trigger.COPY_COMPLETED, REPLICATING);
        in(REPLICATING, Trigger.COPY_FAILED, REPLICATING);
        in(REPLICATING, Trigger.COPY_LOST, RESYNC_REQUIRED);
        in(REPLICATING, Trigger.PAUSE, PAUSED);
        in(REPLICATING, Trigger.REPLICATE_NOW, REPLICATING);
        in(REPLICATING, Trigger.FAIL_OVER, PREPARED);
        in(REPLICATING, Trigger.TEST, TESTING);

        in(RESYNC_REQUIRED, Trigger.COPY_ORDERED, RESYNCING);
        in(RESYNC_REQUIRED, Trigger.PAUSE, PAUSED);
        in(RESYNC_REQUIRED, Trigger.REPLICATE_NOW, RESYNC_REQUIRED);

        in(RESYNCING, Trigger.COPY_COMPLETED, REPLICATING);
        in(RESYNCING, Trigger.COPY_FAILED, RESYNC_REQUIRED);
        in(RESYNCING, Trigger.COPY_LOST, RESYNC_REQUIRED);
        in(RESYNCING, Trigger.PAUSE, PAUSED);
        in(RESYNCING, Trigger.REPLICATE_NOW, RESYNCING);

        in(PAUSED, Trigger.COPY_COMPLETED, PAUSED);
        in(PAUSED, Trigger.COPY_FAILED, PAUSED);
        in(PAUSED, Trigger.COPY_LOST, PAUSED);
        in(
                PAUSED,
                Trigger.RESUME,
                INITIAL_PENDING,
                INITIAL_RUNNING,
                REPLICATING,
                RESYNC_REQUIRED,
                RESYNCING);
        in(PAUSED, Trigger.FAIL_OVER, PREPARED);

        in(PREPARED, Trigger.COPY_COMPLETED, PREPARED);
        in(PREPARED, Trigger.COPY_FAILED, PREPARED);
        in(PREPARED, Trigger.COPY_LOST, PREPARED);
        in(PREPARED, Trigger.STARTED_AT_REPLICA, FAILED_OVER);
        in(PREPARED, Trigger.CANCEL, REPLICATING, RESYNC_REQUIRED, PAUSED);

        in(FAILED_OVER, Trigger.CANCEL, REPLICATING, RESYNC_REQUIRED, PAUSED);
        in(FAILED_OVER, Trigger.COMPLETE, DISABLED);
        in(FAILED_OVER, Trigger.REVERSE, REVERSED);

        in(REVERSED, Trigger.COPY_ORDERED, REVERSED);
        in(REVERSED, Trigger.COPY_COMPLETED, REPLICATING);
        in(REVERSED, Trigger.COPY_FAILED, REVERSED);
        in(REVERSED, Trigger.COPY_LOST, REVERSED);
        in(REVERSED, Trigger.REPLICATE_NOW, REVERSED);

        in(TESTING, Trigger.COPY_COMPLETED, TESTING);
        in(TESTING, Trigger.COPY_FAILED, TESTING);
        in(TESTING, Trigger.COPY_LOST, RESYNC_REQUIRED);
        in(TESTING, Trigger.REPLICATE_NOW, TESTING);
        in(TESTING, Trigger.FAIL_OVER, PREPARED);
        in(TESTING, Trigger.TEST_ENDED, REPLICATING);
    }

    private Lifecycle() {}

    private static void in(
            ReplicationState state,
            Trigger trigger,
            ReplicationState first,
            ReplicationState... others) {
        TABLE.computeIfAbsent(state, _ -> new EnumMap<>(Trigger.class))
                .put(trigger, Collections.unmodifiableSet(EnumSet.of(first, others)));
    }

    /** The states to which a trigger may lead; empty where it is illegal or leads to none. */
    static Set<ReplicationState> after(ReplicationState state, Trigger trigger) {
        return TABLE.getOrDefault(state, Map.of()).getOrDefault(trigger, Set.of());
    }

    /** Whether something may happen in this state. Everything can be removed. */
    public static boolean isLegal(ReplicationState state, Trigger trigger) {
        return trigger == Trigger.REMOVE || !after(state, trigger).isEmpty();
    }

    /** The other states from which {@code target} may be entered. */
    static Set<ReplicationState> legalSources(ReplicationState target) {
        Set<ReplicationState> sources = EnumSet.noneOf(ReplicationState.class);
        TABLE.forEach((state, row) -> {
            if (state != target && row.values().stream().anyMatch(to -> to.contains(target))) {
                sources.add(state);
            }
        });
        return sources;
    }

    /**
     * @throws IllegalTransition when {@code target} may not follow {@code source}
     */
    static void check(ReplicationState source, ReplicationState target) {
        Set<ReplicationState> legal = legalSources(target);
        if (!legal.contains(source)) {
            throw new IllegalTransition(source, target, legal);
        }
    }

    /** What an operator may do in this state. */
    static List<Operation> legalOperations(ReplicationState state) {
        return Arrays.stream(Operation.values())
                .filter(operation -> isLegal(state, operation.trigger()))
                .toList();
    }
}
