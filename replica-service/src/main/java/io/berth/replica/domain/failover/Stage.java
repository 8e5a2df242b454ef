package io.berth.replica.domain.failover;

import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.replica.FailoverStep;
import io.berth.replica.domain.RecoveryPoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a failover has come.
 *
 * @param since when it entered the step
 * @param wakeAt when it is looked at again; absent when it waits for nobody but an operator
 * @param askedAt when what the step needs was last asked for; absent before the first time
 * @param waiting what it waits for; absent when for nothing
 * @param point from which the VM goes on; absent until a planned one has copied the last delta
 * @param stoppedAt the epoch at which the VM was seen stopped; absent before
 * @param command the promotion that was asked for; absent before
 * @param promotion what came of it; absent until it was answered
 * @param runningSince when the target first reported the VM running; absent before
 */
public record Stage(
        FailoverStep step,
        Instant since,
        @Nullable Instant wakeAt,
        @Nullable Instant askedAt,
        @Nullable Waiting waiting,
        @Nullable RecoveryPoint point,
        @Nullable Epoch stoppedAt,
        @Nullable CommandId command,
        ReplicaPromoted.@Nullable Outcome promotion,
        @Nullable Instant runningSince) {
    /** Whether the point is a disk from which the VM can be started. */
    boolean isPromoted() {
        return promotion == ReplicaPromoted.Outcome.PROMOTED || isShared();
    }

    /** Whether all hosts of the target's cluster reach that disk. */
    boolean isShared() {
        return promotion == ReplicaPromoted.Outcome.PROMOTED_SHARED;
    }

    static Stage first(@Nullable RecoveryPoint point, Instant now) {
        return new Stage(
                FailoverStep.STOPPING, now, now, null, null, point, null, null, null, null);
    }

    /** The next step; it is looked at at once. */
    Stage to(FailoverStep next, Instant now) {
        return new Stage(
                next, now, now, null, null, point, stoppedAt, command, promotion, runningSince);
    }

    /** A step at which nothing is done unless an operator asks. */
    Stage restingAt(FailoverStep next, Instant now) {
        return new Stage(
                next, now, null, null, null, point, stoppedAt, command, promotion, runningSince);
    }

    Stage waits(@Nullable Waiting reason, Instant again) {
        return new Stage(
                step,
                since,
                again,
                askedAt,
                reason,
                point,
                stoppedAt,
                command,
                promotion,
                runningSince);
    }

    Stage asked(Instant now) {
        return new Stage(
                step,
                since,
                wakeAt,
                now,
                waiting,
                point,
                stoppedAt,
                command,
                promotion,
                runningSince);
    }

    Stage stoppedAt(Epoch epoch) {
        return new Stage(
                step,
                since,
                wakeAt,
                askedAt,
                waiting,
                point,
                epoch,
                command,
                promotion,
                runningSince);
    }

    Stage from(RecoveryPoint chosen) {
        return new Stage(
                step,
                since,
                wakeAt,
                askedAt,
                waiting,
                chosen,
                stoppedAt,
                command,
                promotion,
                runningSince);
    }

    Stage promoting(CommandId ordered) {
        return new Stage(
                step,
                since,
                wakeAt,
                askedAt,
                waiting,
                point,
                stoppedAt,
                ordered,
                null,
                runningSince);
    }

    Stage promoted(ReplicaPromoted.Outcome outcome, Instant now) {
        return new Stage(
                step,
                since,
                now,
                askedAt,
                waiting,
                point,
                stoppedAt,
                command,
                outcome,
                runningSince);
    }

    Stage running(Instant now) {
        return new Stage(
                step, since, wakeAt, askedAt, waiting, point, stoppedAt, command, promotion, now);
    }
}
