package io.berth.monitoring.domain.alert;

import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleFailed;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.FailoverBegun;
import io.berth.contracts.replica.FailoverStepTaken;
import io.berth.contracts.replica.FailoverTested;
import io.berth.contracts.replica.RelationshipChanged;
import io.berth.contracts.replica.RelationshipCreated;
import io.berth.contracts.replica.RelationshipRemoved;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.ReplicationStateChanged;
import java.util.List;

/**
 * What facts of replication are worth telling: a copy that cannot be continued is critical, one
 * that is paused or whose cycle failed a warning. A completed cycle ends both, since the copy then
 * holds everything again.
 */
public final class ReplicaSignals {
    private ReplicaSignals() {}

    /** The signals of a fact, in order. */
    public static List<Signal> of(ReplicaEvent fact) {
        return switch (fact) {
            case RelationshipCreated _, RelationshipChanged _ -> List.of();
            case RelationshipRemoved e -> allOver(e, "the VM is no longer replicated");
            case ReplicationStateChanged e -> changed(e);
            case CycleCompleted e -> allOver(e, "cycle " + e.cycle() + " completed");
            case CycleFailed e -> failed(e);
            case FailoverBegun _, FailoverStepTaken _, FailoverTested _ -> List.of();
        };
    }

    private static List<Signal> changed(ReplicationStateChanged e) {
        return switch (e.to()) {
            case PAUSED ->
                    List.of(
                            warning(
                                    e,
                                    "Replication of VM %s (%s) is paused; the copy grows old"
                                            .formatted(e.vm(), e.relationship())));
            case RESYNC_REQUIRED ->
                    List.of(
                            critical(
                                    e,
                                    "The copy of VM %s (%s) cannot be continued: %s; everything must be copied again"
                                            .formatted(
                                                    e.vm(),
                                                    e.relationship(),
                                                    Texts.words(e.cause()))));
            case REPLICATING -> allOver(e, "changes are copied on schedule");
            case DISABLED, FAILED_OVER, REVERSED ->
                    allOver(e, "replication is " + Texts.words(e.to()));
            case INITIAL_PENDING, INITIAL_RUNNING, RESYNCING, PREPARED, TESTING -> List.of();
        };
    }

    private static List<Signal> failed(CycleFailed e) {
        String summary =
                "Cycle %s of VM %s (%s) from %s to %s failed: %s%s"
                        .formatted(
                                e.cycle(),
                                e.vm(),
                                e.relationship(),
                                e.source(),
                                e.target(),
                                Texts.words(e.reason()),
                                e.detail().isEmpty() ? "" : "; " + e.detail());
        return switch (e.reason()) {
            case CycleFailure.TARGET_LACKS_COPY,
                    CycleFailure.LOG_WRITE_FAILED,
                    CycleFailure.DISK_CHANGED_OUTSIDE,
                    CycleFailure.NOT_TRUSTED,
                    CycleFailure.TARGET_FULL ->
                    List.of(critical(e, summary));
            case CycleFailure.RELATIONSHIP_REMOVED -> List.of();
            case CycleFailure.REFUSED_BY_SOURCE,
                    CycleFailure.SOURCE_FAILED,
                    CycleFailure.TARGET_FAILED,
                    CycleFailure.TARGET_UNREACHABLE,
                    CycleFailure.NO_ANSWER ->
                    List.of(warning(e, summary));
        };
    }

    private static Signal warning(ReplicaEvent e, String summary) {
        return new Signal.Raise(
                AlertRule.REPLICATION_WARNING, e.relationship().value(), null, summary);
    }

    private static Signal critical(ReplicaEvent e, String summary) {
        return new Signal.Raise(
                AlertRule.REPLICATION_CRITICAL, e.relationship().value(), null, summary);
    }

    private static List<Signal> allOver(ReplicaEvent e, String because) {
        String subject = e.relationship().value();
        return List.of(
                new Signal.Resolve(AlertRule.REPLICATION_WARNING, subject, because),
                new Signal.Resolve(AlertRule.REPLICATION_CRITICAL, subject, because));
    }
}
