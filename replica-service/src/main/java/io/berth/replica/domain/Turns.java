package io.berth.replica.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.StateCause;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a failover makes of its relationship. Each adds the events that tell it. */
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
        CycleRules.enter(relationship, state, StateCause.FAILOVER_CANCELLED, now, events);
        return new Relationship(
                relationship.agreement(),
                new Phase(state, before.isPaused() ? held : null, now),
                new Agenda(now, before.isPaused() ? null : now, null),
                null,
                relationship.progress());
    }

    /** The target keeps nothing more, and nothing is copied any more. */
    public static Relationship completed(
            Relationship relationship, Instant now, List<ReplicaEvent> events) {
        return withoutCopy(
                resting(
                        relationship,
                        ReplicationState.DISABLED,
                        StateCause.FAILOVER_COMPLETED,
                        now,
                        events));
    }

    /**
     * From here on the copies go to another host; the first, of everything, is due at once.
     *
     * @param target takes them
     */
    public static Relationship reversed(
            Relationship relationship, HostId target, Instant now, List<ReplicaEvent> events) {
        Phase phase =
                CycleRules.enter(
                        relationship,
                        ReplicationState.REVERSED,
                        StateCause.DIRECTION_REVERSED,
                        now,
                        events);
        return new Relationship(
                relationship.agreement().towards(target),
                phase,
                new Agenda(now, now, null),
                null,
                relationship.progress().withoutCopy().targetBack());
    }

    private static Relationship resting(
            Relationship relationship,
            ReplicationState state,
            StateCause cause,
            Instant now,
            List<ReplicaEvent> events) {
        Phase phase = CycleRules.enter(relationship, state, cause, now, events);
        return with(relationship, phase, null);
    }

    private static Relationship withoutCopy(Relationship relationship) {
        return new Relationship(
                relationship.agreement(),
                relationship.phase(),
                relationship.agenda(),
                null,
                relationship.progress().withoutCopy());
    }

    private static Relationship with(
            Relationship relationship, Phase phase, @Nullable Instant wakeAt) {
        return new Relationship(
                relationship.agreement(),
                phase,
                new Agenda(relationship.agenda().nextDue(), wakeAt, null),
                relationship.running(),
                relationship.progress());
    }
}
