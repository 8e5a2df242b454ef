package io.berth.replica.domain.failover;

import io.berth.contracts.hosts.DiscardVmDisk;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.replica.FailoverBegun;
import io.berth.contracts.replica.FailoverKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.replica.domain.HostStanding;
import io.berth.replica.domain.Lifecycle;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.RunningCycle;
import io.berth.replica.domain.Settings;
import io.berth.replica.domain.SettingsRefusal;
import io.berth.replica.domain.Trigger;
import io.berth.replica.domain.Turns;
import io.berth.replica.domain.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people may ask of a failover: begin, cancel, complete, reverse. */
public final class FailoverOrders {
    private FailoverOrders() {}

    /**
     * What is known when somebody asks for a failover.
     *
     * @param newest the last failover of the relationship; absent when there was none
     * @param points that the target holds, newest first
     * @param sight of the VM
     * @param source the host that runs the VM, or ran its newest cycle; absent when nobody knows
     * @param away the domain of the target; absent when inventory does not know it
     * @param other an open failover of the same VM by another relationship; absent when there is
     *     none
     */
    public record Situation(
            Relationship relationship,
            @Nullable Failover newest,
            List<RecoveryPoint> points,
            Sight sight,
            @Nullable HostId source,
            HostStanding target,
            @Nullable DomainId away,
            @Nullable Failover other) {
        /** Takes a copy. */
        public Situation {
            points = List.copyOf(points);
        }
    }

    /** Begins a failover. */
    public static Verdict<Move> begin(
            FailoverDraft draft, Situation situation, Principal by, Instant now) {
        FailoverRefusal refusal = refusal(draft, situation, now);
        VmAssignment assignment = situation.sight().assignment();
        VmSpec spec = situation.sight().spec();
        DomainId away = situation.away();
        HostId source = situation.source();
        if (refusal != null) {
            return refused(refusal);
        }
        Relationship relationship = situation.relationship();
        if (assignment == null
                || spec == null
                || away == null
                || assignment.domain().equals(away)) {
            return refused(new FailoverRefusal.NeverPlaced(relationship.agreement().vm()));
        }
        if (source == null) {
            return refused(new FailoverRefusal.SourceUnknown(relationship.agreement().vm()));
        }
        HostId target = relationship.agreement().target();
        RecoveryPoint point =
                draft.kind() == FailoverKind.PLANNED ? null : chosen(draft, situation.points());
        VmDetails details = spec.details();
        Failover failover =
                new Failover(
                        relationship.id(),
                        relationship.agreement().vm(),
                        draft.kind(),
                        by,
                        now,
                        new Route(
                                assignment.domain(),
                                away,
                                source,
                                target,
                                new HandOverTerms(
                                        details == null ? List.of() : details.possibleOwners(),
                                        spec.highlyAvailable()),
                                assignment.state() != AssignmentState.STOPPED),
                        relationship.phase(),
                        Stage.first(point, now));
        List<ReplicaEvent> events = new ArrayList<>();
        Relationship prepared = Turns.begin(relationship, now, events);
        events.add(
                new FailoverBegun(
                        failover.relationship(),
                        failover.vm(),
                        failover.kind(),
                        source,
                        target,
                        point == null ? null : point.cycle(),
                        point == null ? Duration.ZERO : loss(point, now),
                        by));
        return new Verdict.Accepted<>(
                new Move(failover, prepared, false, events, List.of(), List.of()));
    }

    /** What would be lost with this point, at most, if the VM had run until now. */
    public static Duration loss(RecoveryPoint point, Instant now) {
        return now.isBefore(point.pointAt())
                ? Duration.ZERO
                : Duration.between(point.pointAt(), now);
    }

    private static @Nullable FailoverRefusal refusal(
            FailoverDraft draft, Situation situation, Instant now) {
        Relationship relationship = situation.relationship();
        Failover newest = situation.newest();
        Failover open = newest != null && newest.isOpen() ? newest : situation.other();
        if (open != null) {
            return new FailoverRefusal.AlreadyBegun(
                    open.relationship(), open.stage().step(), open.by());
        }
        if (!Lifecycle.isLegal(relationship.phase().state(), Trigger.FAIL_OVER)) {
            return new FailoverRefusal.WrongState(relationship.id(), relationship.phase().state());
        }
        RunningCycle running = relationship.running();
        if (running != null) {
            return new FailoverRefusal.CycleRuns(
                    relationship.id(), running.number(), running.orderedAt());
        }
        if (situation.target() == HostStanding.DOWN) {
            return new FailoverRefusal.HostDown(
                    relationship.agreement().target(), "holds the copies", "Wait for it.");
        }
        return switch (draft.kind()) {
            case PLANNED -> refusalOfPlanned(draft, situation);
            case UNPLANNED -> refusalOfUnplanned(draft, situation, now);
        };
    }

    private static @Nullable FailoverRefusal refusalOfPlanned(
            FailoverDraft draft, Situation situation) {
        CycleNumber named = draft.point();
        if (named != null) {
            return new FailoverRefusal.PlannedHasNoPoint(named);
        }
        Settings.Extension extension = situation.relationship().agreement().settings().extension();
        if (extension != null) {
            return new FailoverRefusal.PlannedOfExtension(
                    situation.relationship().id(), extension.of());
        }
        if (situation.points().isEmpty()) {
            return new FailoverRefusal.NoSuchPoint(situation.relationship().id(), null);
        }
        HostId source = situation.source();
        return source != null && situation.sight().source() == HostStanding.DOWN
                ? new FailoverRefusal.HostDown(
                        source, "has the last changes", "Wait for it, or fail over unplanned.")
                : null;
    }

    private static @Nullable FailoverRefusal refusalOfUnplanned(
            FailoverDraft draft, Situation situation, Instant now) {
        RecoveryPoint point = chosen(draft, situation.points());
        if (point == null) {
            return new FailoverRefusal.NoSuchPoint(situation.relationship().id(), draft.point());
        }
        Instant accepted = draft.acceptLossSince();
        return point.pointAt().equals(accepted)
                ? null
                : new FailoverRefusal.LossNotAccepted(point, loss(point, now), accepted);
    }

    private static @Nullable RecoveryPoint chosen(FailoverDraft draft, List<RecoveryPoint> points) {
        CycleNumber asked = draft.point();
        return points.stream()
                .filter(point -> asked == null || point.cycle().equals(asked))
                .findFirst()
                .orElse(null);
    }

    /**
     * Undoes a failover: the VM is again where it was before.
     *
     * @param acceptLoss whether what the VM wrote at the replica may be lost
     */
    public static Verdict<Move> cancel(
            @Nullable Failover failover,
            Relationship relationship,
            Sight sight,
            boolean acceptLoss,
            CommandId command,
            Instant now) {
        if (failover == null) {
            return refused(new FailoverRefusal.NotNow(relationship.id(), null, "cancel"));
        }
        FailoverStep step = failover.stage().step();
        return switch (step) {
            case STOPPING, COPYING_LAST, PROMOTING -> {
                RunningCycle running = relationship.running();
                yield running != null
                        ? refused(
                                new FailoverRefusal.CycleRuns(
                                        relationship.id(), running.number(), running.orderedAt()))
                        : new Verdict.Accepted<>(
                                FailoverRules.cancelled(
                                        failover,
                                        relationship,
                                        sight,
                                        command,
                                        "cancelled before it was handed over",
                                        now));
            }
            case STARTING, FAILED_OVER -> {
                if (!acceptLoss) {
                    Instant running = failover.stage().runningSince();
                    yield refused(
                            new FailoverRefusal.WrittenAtReplica(
                                    failover.vm(),
                                    running == null ? failover.stage().since() : running));
                }
                Failover after =
                        failover.with(failover.stage().to(FailoverStep.BACK_STOPPING, now));
                yield new Verdict.Accepted<>(
                        Move.telling(after, FailoverRules.told(after, "cancelled", now)));
            }
            case HANDING_OVER, BACK_STOPPING, BACK_HANDING_OVER, CANCELLED, COMPLETED, REVERSED ->
                    refused(new FailoverRefusal.NotNow(relationship.id(), step, "cancel"));
        };
    }

    /**
     * Makes a failover final: recovery points and the old disk are dropped.
     *
     * @param extendedBy copies the replica on; absent when none does
     * @param drop for the copies
     * @param discard for the old disk
     */
    public static Verdict<Move> complete(
            @Nullable Failover failover,
            Relationship relationship,
            @Nullable RelationshipId extendedBy,
            CommandId drop,
            CommandId discard,
            Instant now) {
        if (failover == null || failover.stage().step() != FailoverStep.FAILED_OVER) {
            return notNow(failover, relationship, "complete");
        }
        if (extendedBy != null) {
            return stillExtended(relationship, extendedBy);
        }
        Route route = failover.route();
        List<ReplicaEvent> events = new ArrayList<>();
        Relationship disabled = Turns.completed(relationship, now, events);
        Failover after = failover.with(failover.stage().restingAt(FailoverStep.COMPLETED, now));
        events.add(FailoverRules.told(after, "points and old disk are dropped", now));
        return new Verdict.Accepted<>(
                new Move(
                        after,
                        disabled,
                        true,
                        events,
                        List.of(),
                        List.of(
                                new DropReplica(
                                        route.target(),
                                        drop,
                                        failover.relationship(),
                                        failover.vm()),
                                new DiscardVmDisk(
                                        route.source(),
                                        discard,
                                        failover.relationship(),
                                        failover.vm()))));
    }

    /**
     * Turns the direction round: the former primary takes the copies, beginning with all.
     *
     * @param extendedBy copies the replica on; absent when none does
     */
    public static Verdict<Move> reverse(
            @Nullable Failover failover,
            Relationship relationship,
            @Nullable RelationshipId extendedBy,
            CommandId drop,
            Instant now) {
        if (failover == null || failover.stage().step() != FailoverStep.FAILED_OVER) {
            return notNow(failover, relationship, "reverse");
        }
        if (extendedBy != null) {
            return stillExtended(relationship, extendedBy);
        }
        Route route = failover.route();
        List<ReplicaEvent> events = new ArrayList<>();
        Relationship turned = Turns.reversed(relationship, route.source(), now, events);
        Failover after = failover.with(failover.stage().restingAt(FailoverStep.REVERSED, now));
        events.add(FailoverRules.told(after, route.source() + " takes the copies", now));
        return new Verdict.Accepted<>(
                new Move(
                        after,
                        turned,
                        true,
                        events,
                        List.of(),
                        List.of(
                                new DropReplica(
                                        route.target(),
                                        drop,
                                        failover.relationship(),
                                        failover.vm()))));
    }

    /** Both drop the copy that is copied on. */
    private static Verdict<Move> stillExtended(
            Relationship relationship, RelationshipId extendedBy) {
        return Verdict.refused(
                new ReplicaRefusal.OfSettings(
                        new SettingsRefusal.StillExtended(relationship.id(), extendedBy)));
    }

    private static Verdict<Move> notNow(
            @Nullable Failover failover, Relationship relationship, String operation) {
        return refused(
                new FailoverRefusal.NotNow(
                        relationship.id(),
                        failover == null ? null : failover.stage().step(),
                        operation));
    }

    private static Verdict<Move> refused(FailoverRefusal refusal) {
        return Verdict.refused(new ReplicaRefusal.OfFailover(refusal));
    }
}
