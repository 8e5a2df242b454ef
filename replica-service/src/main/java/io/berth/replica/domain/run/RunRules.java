package io.berth.replica.domain.run;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.FailoverKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.ReplicaRefusal.Wording;
import io.berth.replica.domain.failover.Failover;
import io.berth.replica.domain.failover.FailoverDraft;
import io.berth.replica.domain.failover.FailoverOrders;
import io.berth.replica.domain.run.FailoverRun.Member;
import io.berth.replica.domain.run.FailoverRun.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many VMs fail over in their order.
 *
 * <p>A run is a list of steps. The VMs of a step begin together, and the next step comes when all
 * of them run at the replica, were left out or were cancelled, and its pause is over. One that
 * cannot fail over holds up nobody: it is left out with the reason, and people see to it. A VM that
 * an operator is failing over already counts as begun.
 *
 * <p>Each look costs the number of VMs of the run.
 */
public final class RunRules {
    /** How often a run is looked at. */
    public static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** A cycle that runs stands in the way of its VM alone, and ends by itself. */
    private static final String WAITS = "cycle-runs";

    private RunRules() {}

    /** What a run is made of: a relationship and its VM. */
    public record Candidate(RelationshipId relationship, VmId vm) {}

    /**
     * A run of the groups in their order, and then, in one step, of all that are in no group.
     * Groups bring only those of their relationships that are among the candidates.
     *
     * @param groups in their order
     * @param candidates that fail over, in the order in which those of no group are listed
     */
    public static FailoverRun plan(
            String id,
            String scope,
            FailoverKind kind,
            @Nullable Duration acceptLossUpTo,
            List<FailoverGroup> groups,
            Map<RelationshipId, Candidate> candidates,
            Principal by,
            Instant now) {
        List<Duration> pauses = new ArrayList<>();
        List<Member> members = new ArrayList<>();
        Set<RelationshipId> grouped = new HashSet<>();
        for (FailoverGroup group : groups) {
            for (FailoverGroup.Step step : group.steps()) {
                List<Candidate> going =
                        step.relationships().stream()
                                .filter(candidates::containsKey)
                                .map(candidates::get)
                                .toList();
                add(going, step.pause(), pauses, members);
            }
            group.relationships().forEach(grouped::add);
        }
        add(
                candidates.values().stream()
                        .filter(one -> !grouped.contains(one.relationship()))
                        .toList(),
                Duration.ZERO,
                pauses,
                members);
        return new FailoverRun(
                new FailoverRun.Order(id, scope, kind, by, acceptLossUpTo, now, pauses),
                0,
                pauses.isEmpty() ? now : now.plus(pauses.getFirst()),
                null,
                false,
                members);
    }

    private static void add(
            List<Candidate> going, Duration pause, List<Duration> pauses, List<Member> members) {
        if (!going.isEmpty()) {
            int step = pauses.size();
            pauses.add(pause);
            going.forEach(one -> members.add(Member.waiting(one.relationship(), one.vm(), step)));
        }
    }

    /**
     * The failover that a run wishes for one of its VMs; or why it is left out.
     *
     * @param points that the target holds, newest first
     */
    public sealed interface Wish {
        /** This is to be begun. */
        record Go(FailoverDraft draft) implements Wish {}

        /** It is not to be begun. */
        record LeaveOut(RunRefusal refusal) implements Wish {}
    }

    /** What to wish for, given the points that the target holds, newest first. */
    public static Wish wish(FailoverRun run, List<RecoveryPoint> points, Instant now) {
        Duration limit = run.order().acceptLossUpTo();
        if (run.order().kind() == FailoverKind.PLANNED || limit == null || points.isEmpty()) {
            return new Wish.Go(new FailoverDraft(run.order().kind(), null, null));
        }
        RecoveryPoint newest = points.getFirst();
        Duration loss = FailoverOrders.loss(newest, now);
        return loss.compareTo(limit) > 0
                ? new Wish.LeaveOut(new RunRefusal.LossAboveLimit(newest, loss, limit))
                : new Wish.Go(
                        new FailoverDraft(run.order().kind(), newest.cycle(), newest.pointAt()));
    }

    /** Whose turn it is: the VMs of the step under way whose failover was not begun. */
    public static List<RelationshipId> due(FailoverRun run, Instant now) {
        return run.isUnderWay() && !run.stepFrom().isAfter(now)
                ? run.members().stream()
                        .filter(member -> member.step() == run.step())
                        .filter(member -> member.standing() == Standing.WAITING)
                        .map(Member::relationship)
                        .toList()
                : List.of();
    }

    /** Begun, or left out for one reason; one that waits for its cycle stays as it is. */
    public static FailoverRun answered(
            FailoverRun run, Map<RelationshipId, @Nullable Wording> refusals) {
        return run.with(
                run.members().stream()
                        .map(member -> {
                            if (!refusals.containsKey(member.relationship())) {
                                return member;
                            }
                            Wording refusal = refusals.get(member.relationship());
                            if (refusal == null) {
                                return member.begun();
                            }
                            return refusal.code().equals(WAITS)
                                    ? member
                                    : member.leftOut(refusal.code(), refusal.detail());
                        })
                        .toList());
    }

    /**
     * Takes in how the failovers stand, and goes to the next step when this one is settled.
     *
     * @param failovers the newest of each relationship of the run that has one
     */
    public static FailoverRun look(
            FailoverRun run, Map<RelationshipId, Failover> failovers, Instant now) {
        FailoverRun seen =
                run.with(
                        run.members().stream()
                                .map(member ->
                                        standing(run, member, failovers.get(member.relationship())))
                                .toList());
        if (seen.members().stream().allMatch(member -> member.standing().isSettled())) {
            return seen.ended(now);
        }
        boolean settled =
                seen.members().stream()
                        .filter(member -> member.step() <= seen.step())
                        .allMatch(member -> member.standing().isSettled());
        int next = seen.step() + 1;
        return settled ? seen.atStep(next, now.plus(seen.order().pauses().get(next))) : seen;
    }

    private static Member standing(FailoverRun run, Member member, @Nullable Failover failover) {
        if (member.standing().isSettled()) {
            return member;
        }
        if (failover == null) {
            // It was begun, ended and forgotten with its relationship between two looks.
            return member.standing() == Standing.BEGUN ? member.cancelled() : member;
        }
        boolean waits = member.standing() == Standing.WAITING;
        if (waits && (member.step() != run.step() || !failover.isUnderWay() || isBack(failover))) {
            return member;
        }
        if (failover.isUnderWay()) {
            return member.begun();
        }
        return failover.stage().step() == FailoverStep.CANCELLED
                ? member.cancelled()
                : over(member, failover);
    }

    private static boolean isBack(Failover failover) {
        FailoverStep step = failover.stage().step();
        return step == FailoverStep.BACK_STOPPING || step == FailoverStep.BACK_HANDING_OVER;
    }

    private static Member over(Member member, Failover failover) {
        Instant running = failover.stage().runningSince();
        RecoveryPoint point = failover.stage().point();
        Duration loss =
                failover.kind() == FailoverKind.PLANNED || point == null
                        ? Duration.ZERO
                        : FailoverOrders.loss(point, failover.begunAt());
        return member.over(
                running == null ? Duration.ZERO : Duration.between(failover.begunAt(), running),
                loss);
    }

    /** No further failover is begun; those under way go on, and then the run ends. */
    public static FailoverRun stop(FailoverRun run, Principal by) {
        return run.stopping()
                .with(
                        run.members().stream()
                                .map(member ->
                                        member.standing() == Standing.WAITING
                                                ? member.leftOut(
                                                        "run-stopped", by + " stopped the run")
                                                : member)
                                .toList());
    }
}
