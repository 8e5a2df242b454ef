package io.berth.replica.domain.failover;

import io.berth.contracts.hosts.DiscardVmDisk;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.HandOverVmRequested;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementOverride;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.replica.FailoverKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.contracts.replica.FailoverStepTaken;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.replica.domain.CycleRules;
import io.berth.replica.domain.Decision;
import io.berth.replica.domain.HostStanding;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.ReplicaPolicy;
import io.berth.replica.domain.RunningCycle;
import io.berth.replica.domain.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a VM goes to its replica, step by step.
 *
 * <p><b>Goals.</b> The VM is never authorised in two places; a planned failover loses nothing; who
 * waits says for what; each input may be lost, come twice, late or in another order.
 *
 * <p><b>Constraints.</b> Only placement stops, hands over and starts. A VM is {@code STOPPED} by
 * the word of its last host or by evidence alone, and the hand-over gives a higher epoch: that is
 * the fence, and there is no other. So nothing here decides from a host's silence.
 *
 * <p><b>Steps.</b> Each looks at what is, not at what was told: it goes on when the assignment, or
 * the answer of the target, says so, and until then repeats its request, which changes nothing when
 * it was heard. {@code STOPPING} → {@code COPYING_LAST} (planned) → {@code PROMOTING} → {@code
 * HANDING_OVER} → {@code STARTING} → {@code FAILED_OVER}. The point becomes a disk <em>before</em>
 * the hand-over: whoever starts the VM as soon as the new domain has it, as inventory does, finds
 * the disk there; and a target that cannot is found out while the way back is still short.
 *
 * <p>The hand-over is asked for at the epoch at which the VM was seen stopped. If somebody has
 * started it since, placement refuses, and the failover ends as cancelled: what was written since
 * is on the primary. The terms of the hand-over pin the VM to the target, and let it wait for that
 * host when it fails, unless the target says that its whole cluster reaches the disk.
 *
 * <p><b>Worked example.</b> A VM stops at epoch 4 after 20 s; 15 MiB are copied in 1 s; promoted at
 * 22 s; taken over at epoch 5; started at 6 and reported at 25 s: the recovery time was 25 s, the
 * loss nothing. Unplanned, with the host dead: placement says {@code STOPPED} when the monitor has
 * evidence. Without evidence the failover waits in {@code STOPPING} for as long as it takes.
 *
 * <p>Each look is constant time.
 */
public final class FailoverRules {
    /** How often the assignment is looked at; it costs a look at memory and one row. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** How often a request is repeated that nothing has come of. */
    static final Duration ASK_EVERY = Duration.ofSeconds(15);

    private final CycleRules cycles;

    public FailoverRules(CycleRules cycles) {
        this.cycles = cycles;
    }

    /**
     * It is this failover's turn.
     *
     * @param command for what is ordered, if anything is
     */
    public Move look(
            Failover failover,
            Relationship relationship,
            Sight sight,
            CommandId command,
            Instant now) {
        return switch (failover.stage().step()) {
            case STOPPING -> stopping(failover, sight, now);
            case COPYING_LAST -> copyingLast(failover, relationship, sight, command, now);
            case PROMOTING -> promoting(failover, relationship, sight, command, now);
            case HANDING_OVER -> handingOver(failover, relationship, sight, command, now);
            case STARTING -> starting(failover, relationship, sight, now);
            case BACK_STOPPING -> backStopping(failover, relationship, sight, command, now);
            case BACK_HANDING_OVER -> backHandingOver(failover, relationship, sight, command, now);
            case FAILED_OVER, CANCELLED, COMPLETED, REVERSED ->
                    Move.only(failover.with(failover.stage().restingAt(step(failover), now)));
        };
    }

    /** Puts a failover aside whose turn ended in an exception, so that the others get theirs. */
    public static Move setAside(Failover failover, Instant now) {
        Stage stage = failover.stage();
        return Move.only(
                failover.with(stage.waits(stage.waiting(), now.plus(ReplicaPolicy.SET_ASIDE))));
    }

    /** The target has answered; another promotion than the one asked for changes nothing. */
    public Failover promoted(Failover failover, ReplicaPromoted answer, Instant now) {
        return step(failover) == FailoverStep.PROMOTING
                        && answer.command().equals(failover.stage().command())
                ? failover.with(failover.stage().promoted(answer.outcome(), now))
                : failover;
    }

    private Move stopping(Failover failover, Sight sight, Instant now) {
        Route route = failover.route();
        VmAssignment assignment = sight.assignment();
        if (assignment != null && isStopped(assignment, route.home())) {
            Stage stopped = failover.stage().stoppedAt(assignment.epoch());
            FailoverStep next =
                    failover.kind() == FailoverKind.PLANNED
                            ? FailoverStep.COPYING_LAST
                            : FailoverStep.PROMOTING;
            return to(failover.with(stopped), next, "stopped at epoch " + assignment.epoch(), now);
        }
        Waiting waiting =
                sight.source() == HostStanding.DOWN ? Waiting.FOR_EVIDENCE : Waiting.FOR_STOP;
        return ask(
                failover,
                waiting,
                new StopVmRequested(
                        failover.vm(),
                        route.home(),
                        failover.kind() == FailoverKind.PLANNED ? null : StopWay.TURN_OFF),
                now);
    }

    private Move copyingLast(
            Failover failover,
            Relationship relationship,
            Sight sight,
            CommandId command,
            Instant now) {
        RunningCycle running = relationship.running();
        if (running != null) {
            return waits(failover, Waiting.FOR_LAST_DELTA, now);
        }
        if (wasStarted(failover, sight.assignment())) {
            return startedMeanwhile(failover, relationship, command, now);
        }
        Instant point = relationship.progress().lastPoint();
        CycleNumber cycle = relationship.progress().lastCycle();
        if (point == null || cycle == null) {
            return waits(failover, Waiting.COPY_LOST, now);
        }
        Stage stage = failover.stage();
        if (!point.isBefore(stage.since())) {
            return to(
                    failover.with(stage.from(new RecoveryPoint(cycle, point))),
                    FailoverStep.PROMOTING,
                    "cycle " + cycle + " holds all that was written",
                    now);
        }
        if (!isTimeToAsk(stage, now)) {
            return waits(failover, Waiting.FOR_ANOTHER_LAST_DELTA, now);
        }
        Decision.Ordered ordered =
                cycles.last(relationship, failover.route().source(), command, now);
        Stage asked = stage.waits(Waiting.FOR_LAST_DELTA, now.plus(LOOK_EVERY)).asked(now);
        return new Move(
                failover.with(asked),
                ordered.after(),
                false,
                ordered.events(),
                List.of(),
                List.of(ordered.order()));
    }

    private Move promoting(
            Failover failover,
            Relationship relationship,
            Sight sight,
            CommandId command,
            Instant now) {
        if (wasStarted(failover, sight.assignment())) {
            return startedMeanwhile(failover, relationship, command, now);
        }
        Stage stage = failover.stage();
        ReplicaPromoted.Outcome outcome = stage.promotion();
        if (stage.isPromoted()) {
            return to(failover, FailoverStep.HANDING_OVER, "the point is a disk there", now);
        }
        RecoveryPoint point = stage.point();
        if (point == null) {
            return waits(failover, Waiting.COPY_LOST, now);
        }
        Waiting waiting = outcome == null ? Waiting.FOR_PROMOTION : Waiting.PROMOTION_REFUSED;
        if (!isTimeToAsk(stage, now)) {
            return waits(failover, waiting, now);
        }
        CommandId known = stage.command();
        CommandId promotion = known == null || outcome != null ? command : known;
        Stage asked = stage.waits(waiting, now.plus(LOOK_EVERY)).promoting(promotion).asked(now);
        return new Move(
                failover.with(asked),
                null,
                false,
                List.of(),
                List.of(),
                List.of(
                        new PromoteReplica(
                                failover.route().target(),
                                promotion,
                                failover.relationship(),
                                failover.vm(),
                                point.cycle())));
    }

    private Move handingOver(
            Failover failover,
            Relationship relationship,
            Sight sight,
            CommandId command,
            Instant now) {
        Route route = failover.route();
        VmAssignment assignment = sight.assignment();
        if (assignment != null && isOf(assignment, route.away())) {
            return to(
                    failover,
                    FailoverStep.STARTING,
                    "taken over at epoch " + assignment.epoch(),
                    now);
        }
        if (wasStarted(failover, assignment)) {
            return startedMeanwhile(failover, relationship, command, now);
        }
        return ask(
                failover,
                Waiting.FOR_HAND_OVER,
                new HandOverVmRequested(
                        failover.vm(),
                        route.home(),
                        route.away(),
                        failover.stage().stoppedAt(),
                        failover.there()),
                now);
    }

    private Move starting(Failover failover, Relationship relationship, Sight sight, Instant now) {
        Route route = failover.route();
        VmAssignment assignment = sight.assignment();
        if (assignment != null
                && isOf(assignment, route.away())
                && assignment.state() == AssignmentState.RUNNING
                && (failover.stage().isShared() || route.target().equals(assignment.host()))) {
            List<ReplicaEvent> events = new ArrayList<>();
            Relationship there = Turns.failedOver(relationship, now, events);
            Failover after =
                    failover.with(
                            failover.stage().running(now).restingAt(FailoverStep.FAILED_OVER, now));
            events.add(told(after, "runs on " + assignment.host(), now));
            return new Move(after, there, false, events, List.of(), List.of());
        }
        if (sight.spec() == null) {
            return waits(failover, Waiting.VM_UNKNOWN, now);
        }
        boolean noRoom = assignment != null && assignment.state() == AssignmentState.UNPLACEABLE;
        return ask(
                failover,
                noRoom ? Waiting.NO_ROOM : Waiting.FOR_START,
                new PlaceVmRequested(
                        failover.vm(),
                        route.away(),
                        failover.there().applied(sight.spec()),
                        word(failover)),
                now);
    }

    private Move backStopping(
            Failover failover,
            Relationship relationship,
            Sight sight,
            CommandId command,
            Instant now) {
        Route route = failover.route();
        VmAssignment assignment = sight.assignment();
        if (assignment != null && isOf(assignment, route.home())) {
            return cancelled(failover, relationship, sight, command, "it is back", now);
        }
        if (assignment != null && isStopped(assignment, route.away())) {
            return to(
                    failover.with(failover.stage().stoppedAt(assignment.epoch())),
                    FailoverStep.BACK_HANDING_OVER,
                    "stopped at epoch " + assignment.epoch(),
                    now);
        }
        return ask(
                failover,
                Waiting.FOR_STOP,
                new StopVmRequested(failover.vm(), route.away(), StopWay.TURN_OFF),
                now);
    }

    private Move backHandingOver(
            Failover failover,
            Relationship relationship,
            Sight sight,
            CommandId command,
            Instant now) {
        Route route = failover.route();
        VmAssignment assignment = sight.assignment();
        if (assignment != null && isOf(assignment, route.home())) {
            return cancelled(failover, relationship, sight, command, "it is back", now);
        }
        if (assignment != null
                && isOf(assignment, route.away())
                && (assignment.state() != AssignmentState.STOPPED
                        || !assignment.epoch().equals(failover.stage().stoppedAt()))) {
            return to(failover, FailoverStep.BACK_STOPPING, "it was started again there", now);
        }
        return ask(
                failover,
                Waiting.FOR_HAND_OVER,
                new HandOverVmRequested(
                        failover.vm(),
                        route.away(),
                        route.home(),
                        failover.stage().stoppedAt(),
                        route.back()),
                now);
    }

    /** Somebody has started the VM at its primary: it goes on there, and nothing is lost. */
    private static Move startedMeanwhile(
            Failover failover, Relationship relationship, CommandId command, Instant now) {
        return ended(
                failover,
                relationship,
                command,
                List.of(),
                "it was started again at the primary meanwhile",
                now);
    }

    /** The VM belongs to its own domain again, and runs there if it ran before. */
    static Move cancelled(
            Failover failover,
            Relationship relationship,
            Sight sight,
            CommandId command,
            String detail,
            Instant now) {
        Route route = failover.route();
        List<PlacementRequest> requests =
                route.ran() && sight.spec() != null
                        ? List.of(
                                new PlaceVmRequested(
                                        failover.vm(),
                                        route.home(),
                                        route.back().applied(sight.spec()),
                                        word(failover)))
                        : List.of();
        return ended(failover, relationship, command, requests, detail, now);
    }

    /** A VM that fails over, or comes back, runs even where that leaves no reserve. */
    private static PlacementOverride word(Failover failover) {
        return new PlacementOverride(
                failover.by().value(), "failover by " + failover.relationship());
    }

    private static Move ended(
            Failover failover,
            Relationship relationship,
            CommandId command,
            List<PlacementRequest> requests,
            String detail,
            Instant now) {
        List<ReplicaEvent> events = new ArrayList<>();
        Relationship back = Turns.cancelled(relationship, failover.before(), now, events);
        Failover after = failover.with(failover.stage().restingAt(FailoverStep.CANCELLED, now));
        events.add(told(after, detail, now));
        return new Move(
                after,
                back,
                false,
                events,
                requests,
                List.of(
                        new DiscardVmDisk(
                                failover.route().target(),
                                command,
                                failover.relationship(),
                                failover.vm())));
    }

    /** It belongs to its own domain, and is not as it was when it was seen stopped. */
    private static boolean wasStarted(Failover failover, @Nullable VmAssignment assignment) {
        return assignment != null
                && isOf(assignment, failover.route().home())
                && (assignment.state() != AssignmentState.STOPPED
                        || !assignment.epoch().equals(failover.stage().stoppedAt()));
    }

    private static boolean isStopped(VmAssignment assignment, DomainId domain) {
        return isOf(assignment, domain) && assignment.state() == AssignmentState.STOPPED;
    }

    private static boolean isOf(VmAssignment assignment, DomainId domain) {
        return assignment.domain().equals(domain);
    }

    private static Move to(Failover failover, FailoverStep next, String detail, Instant now) {
        Failover after = failover.with(failover.stage().to(next, now));
        return Move.telling(after, told(after, detail, now));
    }

    private static Move ask(
            Failover failover, Waiting waiting, PlacementRequest request, Instant now) {
        Stage stage = failover.stage();
        if (!isTimeToAsk(stage, now)) {
            return waits(failover, waiting, now);
        }
        return Move.asking(
                failover.with(stage.waits(waiting, now.plus(LOOK_EVERY)).asked(now)), request);
    }

    private static Move waits(Failover failover, Waiting waiting, Instant now) {
        return Move.only(failover.with(failover.stage().waits(waiting, now.plus(LOOK_EVERY))));
    }

    private static boolean isTimeToAsk(Stage stage, Instant now) {
        Instant asked = stage.askedAt();
        return asked == null || !asked.plus(ASK_EVERY).isAfter(now);
    }

    private static FailoverStep step(Failover failover) {
        return failover.stage().step();
    }

    static FailoverStepTaken told(Failover failover, String detail, Instant now) {
        Duration took =
                now.isBefore(failover.begunAt())
                        ? Duration.ZERO
                        : Duration.between(failover.begunAt(), now);
        return new FailoverStepTaken(
                failover.relationship(),
                failover.vm(),
                failover.kind(),
                step(failover),
                took,
                detail);
    }
}
