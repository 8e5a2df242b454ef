package io.berth.replica.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.StateCause;
import java.time.Instant;
import java.util.List;

/** What a failover, or a test, makes of its relationship. Each adds the events that tell it. */
public final class Turns {
    private Turns() {}

    /** Cycles rest from here on. */
    public static Relationship begin(
            Relationship relationship, Instant now, List<ReplicaEvent> events) {
        return resting(
                relationship, ReplicationState.PREPARED, StateCause.FAILOVER_BEGUN, now, events);
    }

    /** The VM runs at the replica. */
    public static Relationship failedOver(
            Relationship relationship, Instant now, List<ReplicaEvent> events) {
        return resting(
                relationship,
                ReplicationState.FAILED_OVER,
                StateCause.STARTED_AT_REPLICA,
                now,
                events);
    }

    /**
     * The VM is again where it was. A cycle is due at once, unless it was paused; everything is to
     * be copied again if the target has lost its copy meanwhile.
     *
     * @param before as it was when the failover began
     */
    public static Relationship cancelled(
            Relationship relationship, Phase before, Instant now, List<ReplicaEvent> events) {
        ReplicationState held =
                relationship.progress().lastPoint() == null
                        ? ReplicationState.RESYNC_REQUIRED
                        : ReplicationState.REPLICATING;
        ReplicationState state = before.isPaused() ? ReplicationState.PAUSED : held;
        Phases.enter(relationship, state, StateCause.FAILOVER_CANCELLED, now, events);
        return relationship
                .with(new Phase(state, before.isPaused() ? held : null, now))
                .with(new Agenda(now, before.isPaused() ? null : now, null))
                .idle();
    }

    /** The target keeps nothing more, and nothing is copied any more. */
    public static Relationship completed(
            Relationship relationship, Instant now, List<ReplicaEvent> events) {
        Relationship disabled =
                resting(
                        relationship,
                        ReplicationState.DISABLED,
                        StateCause.FAILOVER_COMPLETED,
                        now,
                        events);
        return disabled.with(disabled.progress().withoutCopy()).idle();
    }

    /**
     * From here on the copies go to another host; the first, of everything, is due at once.
     *
     * @param target takes them
     */
    public static Relationship reversed(
            Relationship relationship, HostId target, Instant now, List<ReplicaEvent> events) {
        Phase phase =
                Phases.enter(
                        relationship,
                        ReplicationState.REVERSED,
                        StateCause.DIRECTION_REVERSED,
                        now,
                        events);
        return relationship
                .with(relationship.agreement().towards(target))
                .with(phase)
                .with(new Agenda(now, now, null))
                .with(relationship.progress().withoutCopy().targetBack())
                .idle();
    }

    /** It is tried whether the VM boots from a point; cycles go on. */
    public static Relationship testing(
            Relationship relationship, Instant now, List<ReplicaEvent> events) {
        return relationship.with(
                Phases.enter(
                        relationship,
                        ReplicationState.TESTING,
                        StateCause.TEST_BEGUN,
                        now,
                        events));
    }

    /** Nothing of the test is left. */
    public static Relationship tested(
            Relationship relationship, Instant now, List<ReplicaEvent> events) {
        return relationship.with(
                Phases.enter(
                        relationship,
                        ReplicationState.REPLICATING,
                        StateCause.TEST_ENDED,
                        now,
                        events));
    }

    private static Relationship resting(
            Relationship relationship,
            ReplicationState state,
            StateCause cause,
            Instant now,
            List<ReplicaEvent> events) {
        Phase phase = Phases.enter(relationship, state, cause, now, events);
        return relationship
                .with(phase)
                .with(new Agenda(relationship.agenda().nextDue(), null, null));
    }
}
