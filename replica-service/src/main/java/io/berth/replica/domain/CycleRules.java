package io.berth.replica.domain;

import io.berth.contracts.hosts.ChangeLogSize;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleFailed;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.StateCause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a cycle is ordered and what its end means.
 *
 * <p>Goals, in this order: never two cycles of a relationship at once; numbers without gap or
 * repetition; each order ends exactly once; the relationship whose data would be lost first is
 * served first (by {@code nextDue + frequency}, which the claim sorts by); what was missed is one
 * cycle and not several.
 *
 * <p>A relationship is in one of three situations, and {@link Agenda#wakeAt} says until when: a
 * cycle runs (until its answer is overdue), it waits for its next slot, or it is held (looked at
 * again after a quarter of the time held). Whatever ends a cycle (the answer, its lateness, the
 * death of its source or target, the removal) closes it under the lock of its row; the answer that
 * comes afterwards finds another cycle, or none, and is ignored.
 *
 * <p>Example with 30 s: ordered at 0 as cycle 1, slot at 30 passes, answered at 45: cycle 2 is
 * ordered at 45 for the slot at 30. Its source dies at 50 and is declared failed at 55: cycle 2
 * fails, cycle 3 is due at 55; the VM runs nowhere, so it is held and looked at again at 56, 57, 58
 * …; at 58 the VM runs elsewhere and cycle 3 is ordered there. The next slot is 60.
 *
 * <p>Each method is constant time.
 */
public final class CycleRules {
    private final ReplicaPolicy policy;
    private final CycleOrders orders;

    public CycleRules(ReplicaPolicy policy) {
        this.policy = policy;
        this.orders = new CycleOrders(policy);
    }

    /**
     * It is this relationship's turn: order its next cycle, hold it, or give the running one up.
     *
     * @param command for the order, if there is one
     */
    public Decision wake(
            Relationship relationship,
            VmPlace place,
            HostStanding target,
            CommandId command,
            Instant now) {
        RunningCycle running = relationship.running();
        if (running != null) {
            return running.answerBy().isAfter(now)
                    ? new Decision.Rescheduled(awaken(relationship, running.answerBy()))
                    : fail(
                            relationship,
                            running,
                            CycleFailure.NO_ANSWER,
                            "no answer within "
                                    + Duration.between(running.orderedAt(), running.answerBy()),
                            now);
        }
        if (Phases.rests(relationship.phase())) {
            return new Decision.Rescheduled(awaken(relationship, null));
        }
        Begin.Later later = Begin.later(relationship, now).orElse(null);
        if (later != null) {
            return new Decision.Rescheduled(hold(relationship, later.reason(), later.until(), now));
        }
        if (target == HostStanding.DOWN) {
            return hold(relationship, HoldReason.TARGET_DOWN, now);
        }
        return switch (place) {
            case VmPlace.Unknown _ -> hold(relationship, HoldReason.VM_UNKNOWN, now);
            case VmPlace.NotRunning _ -> hold(relationship, HoldReason.VM_NOT_RUNNING, now);
            case VmPlace.RunsOn(HostId host, HostStanding standing) -> {
                if (host.equals(relationship.agreement().target())) {
                    yield hold(relationship, HoldReason.VM_ON_TARGET, now);
                }
                yield switch (standing) {
                    case DOWN -> hold(relationship, HoldReason.SOURCE_DOWN, now);
                    case UP ->
                            orders.order(relationship, host, relationship.nextKind(), command, now);
                };
            }
        };
    }

    /** A source has answered. */
    public Decision answered(Relationship relationship, ReplicaCycleEnded answer, Instant now) {
        RunningCycle running = relationship.running();
        if (running == null
                || !running.number().equals(answer.cycle())
                || !running.command().equals(answer.command())) {
            return new Decision.Ignored(Decision.Ignored.Reason.CYCLE_CLOSED);
        }
        CycleFailure failure = failure(answer.outcome());
        if (failure == null) {
            return complete(relationship, running, answer, now);
        }
        ChangeLogSize counted = answer.log();
        Progress progress = relationship.progress();
        return fail(
                counted == null
                        ? relationship
                        : relationship.with(progress.knowing(progress.log().counted(counted, now))),
                running,
                failure,
                failure == CycleFailure.REFUSED_BY_SOURCE
                        ? answer.outcome() + described(answer)
                        : answer.detail(),
                now);
    }

    /** What a source's answer means; null when the target holds the copy. */
    private static @Nullable CycleFailure failure(ReplicaCycleEnded.Outcome outcome) {
        return switch (outcome) {
            case COPIED -> null;
            case REFUSED_VM_NOT_HERE, REFUSED_STALE_CYCLE, REFUSED_BUSY, REFUSED_VM_EXECUTES ->
                    CycleFailure.REFUSED_BY_SOURCE;
            case TARGET_UNREACHABLE -> CycleFailure.TARGET_UNREACHABLE;
            case NOT_TRUSTED -> CycleFailure.NOT_TRUSTED;
            case TARGET_FULL -> CycleFailure.TARGET_FULL;
            case TARGET_LACKS_COPY -> CycleFailure.TARGET_LACKS_COPY;
            case LOG_WRITE_FAILED -> CycleFailure.LOG_WRITE_FAILED;
            case DISK_CHANGED_OUTSIDE -> CycleFailure.DISK_CHANGED_OUTSIDE;
        };
    }

    /**
     * A cycle that could be ordered, and for which its site link has no room.
     *
     * @param until when it is looked at again
     */
    public Decision heldByLink(Relationship relationship, Instant until, Instant now) {
        return new Decision.Rescheduled(hold(relationship, HoldReason.LINK_BUSY, until, now));
    }

    /** A host was declared failed or unreachable. */
    public Decision hostDown(Relationship relationship, HostId host, Instant now) {
        RunningCycle running = relationship.running();
        if (running != null && running.source().equals(host)) {
            return fail(relationship, running, CycleFailure.SOURCE_FAILED, host + " is down", now);
        }
        if (!relationship.agreement().target().equals(host)) {
            return new Decision.Rescheduled(relationship);
        }
        if (running != null) {
            return fail(relationship, running, CycleFailure.TARGET_FAILED, host + " is down", now);
        }
        return new Decision.Rescheduled(relationship.with(relationship.progress().targetLost(now)));
    }

    /**
     * A host beats again.
     *
     * @param anew whether its agent was started anew, and with it forgot what it was copying
     */
    public Decision hostBack(Relationship relationship, HostId host, boolean anew, Instant now) {
        RunningCycle running = relationship.running();
        if (anew && running != null && running.source().equals(host)) {
            return fail(
                    relationship,
                    running,
                    CycleFailure.SOURCE_FAILED,
                    "the agent of " + host + " was started anew",
                    now);
        }
        if (!relationship.agreement().target().equals(host)) {
            return new Decision.Rescheduled(relationship);
        }
        Relationship reachable = relationship.with(relationship.progress().targetBack());
        return new Decision.Rescheduled(
                relationship.agenda().held() == HoldReason.TARGET_DOWN && running == null
                        ? awaken(reachable, now)
                        : reachable);
    }

    /** Ends the running cycle because the relationship is removed; null when none runs. */
    @Nullable EndedCycle removed(Relationship relationship, Instant now) {
        RunningCycle running = relationship.running();
        return running == null
                ? null
                : ended(
                        relationship,
                        running,
                        CycleFailure.RELATIONSHIP_REMOVED,
                        0,
                        Duration.ZERO,
                        "",
                        now);
    }

    /**
     * Puts a relationship aside whose turn ended in an exception, so that the others get theirs.
     */
    public Relationship setAside(Relationship relationship, Instant now) {
        return hold(relationship, HoldReason.RULES_FAILED, now.plus(policy.longestRecheck()), now);
    }

    /**
     * What the VM wrote until it was stopped is copied. The caller knows that no cycle runs.
     *
     * @param source the host that ran it last
     */
    public Decision.Ordered last(
            Relationship relationship, HostId source, CommandId command, Instant now) {
        return orders.order(relationship, source, CycleKind.LAST_DELTA, command, now);
    }

    private Decision complete(
            Relationship relationship,
            RunningCycle running,
            ReplicaCycleEnded answer,
            Instant now) {
        List<ReplicaEvent> events = new ArrayList<>();
        events.add(
                new CycleCompleted(
                        relationship.id(),
                        relationship.agreement().vm(),
                        running.number(),
                        running.kind(),
                        running.source(),
                        relationship.agreement().target(),
                        running.orderedAt(),
                        answer.bytes(),
                        answer.took()));
        Phase phase =
                Phases.reached(
                        relationship,
                        ReplicationState.REPLICATING,
                        StateCause.COPY_COMPLETED,
                        now,
                        events);
        Instant due = relationship.agenda().nextDue();
        Instant wakeAt = Phases.rests(phase) ? null : Moments.later(due, now);
        Relationship after =
                new Relationship(
                        relationship.agreement(),
                        phase,
                        new Agenda(due, wakeAt, null),
                        null,
                        learned(relationship, running, answer, now)
                                .completed(running.orderedAt(), now));
        return new Decision.Ended(
                resyncIfTooLarge(after, now, events),
                ended(
                        relationship,
                        running,
                        null,
                        answer.bytes(),
                        answer.took(),
                        answer.detail(),
                        now),
                events);
    }

    private Decision fail(
            Relationship relationship,
            RunningCycle running,
            CycleFailure failure,
            String detail,
            Instant now) {
        EndedCycle ended = ended(relationship, running, failure, 0, Duration.ZERO, detail, now);
        List<ReplicaEvent> events = new ArrayList<>();
        events.add(failedEvent(relationship, ended, failure));
        Progress failed = relationship.progress().failed(now);
        Progress progress =
                switch (failure) {
                    case TARGET_LACKS_COPY -> failed.withoutCopy();
                    case TARGET_FAILED, TARGET_UNREACHABLE, NOT_TRUSTED, TARGET_FULL ->
                            failed.targetLost(now);
                    case LOG_WRITE_FAILED,
                            DISK_CHANGED_OUTSIDE,
                            REFUSED_BY_SOURCE,
                            SOURCE_FAILED,
                            NO_ANSWER,
                            RELATIONSHIP_REMOVED ->
                            failed;
                };
        StateCause lost = causeOfLoss(failure);
        Phase phase =
                lost == null
                        ? Phases.notCopied(relationship, now, events)
                        : Phases.reached(
                                relationship, Phases.withoutCopy(relationship), lost, now, events);
        Instant due = Moments.earlier(relationship.agenda().nextDue(), now);
        Instant wakeAt =
                Phases.rests(phase) ? null : now.plus(pause(failure, progress, relationship));
        Relationship after =
                new Relationship(
                        relationship.agreement(),
                        phase,
                        new Agenda(due, wakeAt, null),
                        null,
                        progress);
        return new Decision.Ended(resyncIfTooLarge(after, now, events), ended, events);
    }

    /** Why the target's copy cannot be continued after this; null when it can. */
    private static @Nullable StateCause causeOfLoss(CycleFailure failure) {
        return switch (failure) {
            case TARGET_LACKS_COPY -> StateCause.TARGET_LACKS_COPY;
            case LOG_WRITE_FAILED -> StateCause.LOG_WRITE_FAILED;
            case DISK_CHANGED_OUTSIDE -> StateCause.DISK_CHANGED_OUTSIDE;
            case TARGET_FAILED,
                    TARGET_UNREACHABLE,
                    NOT_TRUSTED,
                    TARGET_FULL,
                    REFUSED_BY_SOURCE,
                    SOURCE_FAILED,
                    NO_ANSWER,
                    RELATIONSHIP_REMOVED ->
                    null;
        };
    }

    /** What a completed cycle says about the VM's changes and the link. */
    private static Progress learned(
            Relationship relationship,
            RunningCycle running,
            ReplicaCycleEnded answer,
            Instant now) {
        Progress progress = relationship.progress();
        Instant before = progress.lastPoint();
        ChangeLog log =
                running.kind() == CycleKind.INITIAL_COPY || before == null
                        ? progress.log().copied(now)
                        : progress.log()
                                .sent(
                                        answer.bytes(),
                                        Duration.between(before, running.orderedAt()),
                                        answer.took(),
                                        now);
        ChangeLogSize counted = answer.log();
        return progress.knowing(counted == null ? log : log.counted(counted, now));
    }

    /** A log that has grown too large makes a new copy cheaper than what is pending. */
    private static Relationship resyncIfTooLarge(
            Relationship relationship, Instant now, List<ReplicaEvent> events) {
        ReplicationState beneath = relationship.phase().beneath();
        boolean copies =
                beneath == ReplicationState.REPLICATING || beneath == ReplicationState.TESTING;
        if (!copies || !relationship.progress().log().isTooLarge()) {
            return relationship;
        }
        return relationship.with(
                Phases.reached(
                        relationship,
                        ReplicationState.RESYNC_REQUIRED,
                        StateCause.LOG_TOO_LARGE,
                        now,
                        events));
    }

    /** The failure of a cycle, as it is told. */
    static CycleFailed failedEvent(
            Relationship relationship, EndedCycle ended, CycleFailure failure) {
        return new CycleFailed(
                relationship.id(),
                relationship.agreement().vm(),
                ended.cycle().number(),
                ended.cycle().kind(),
                ended.cycle().source(),
                ended.target(),
                failure,
                ended.detail());
    }

    /** A first failure that another try may mend at once is tried again at once. */
    private Duration pause(CycleFailure failure, Progress progress, Relationship relationship) {
        boolean atOnce =
                switch (failure) {
                    case NO_ANSWER,
                            SOURCE_FAILED,
                            TARGET_FAILED,
                            TARGET_LACKS_COPY,
                            LOG_WRITE_FAILED,
                            DISK_CHANGED_OUTSIDE ->
                            true;
                    case REFUSED_BY_SOURCE,
                            TARGET_UNREACHABLE,
                            NOT_TRUSTED,
                            TARGET_FULL,
                            RELATIONSHIP_REMOVED ->
                            false;
                };
        return atOnce && progress.failures() == 1
                ? Duration.ZERO
                : policy.pauseAfter(progress.failures(), relationship.agreement().frequency());
    }

    private static EndedCycle ended(
            Relationship relationship,
            RunningCycle running,
            @Nullable CycleFailure failure,
            long bytes,
            Duration took,
            String detail,
            Instant now) {
        return new EndedCycle(
                relationship.id(),
                running,
                relationship.agreement().target(),
                now,
                failure,
                bytes,
                took,
                detail);
    }

    private Decision hold(Relationship relationship, HoldReason reason, Instant now) {
        Duration held = Duration.between(relationship.agenda().nextDue(), now);
        Instant again = now.plus(policy.recheckAfter(held));
        return new Decision.Rescheduled(hold(relationship, reason, again, now));
    }

    private static Relationship hold(
            Relationship relationship, HoldReason reason, @Nullable Instant again, Instant now) {
        Agenda agenda = relationship.agenda();
        Relationship held =
                relationship.with(new Agenda(agenda.nextDue(), again, reason, agenda.asked()));
        return reason == HoldReason.TARGET_DOWN ? held.with(held.progress().targetLost(now)) : held;
    }

    private static Relationship awaken(Relationship relationship, @Nullable Instant at) {
        Agenda agenda = relationship.agenda();
        return relationship.with(new Agenda(agenda.nextDue(), at, agenda.held(), agenda.asked()));
    }

    private static String described(ReplicaCycleEnded answer) {
        // The detail of an event is bounded; what an agent says may fill the bound by itself.
        String detail = answer.detail();
        return detail.isEmpty() || detail.length() > 400 ? "" : ": " + detail;
    }
}
