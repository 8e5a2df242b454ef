package io.berth.replica.domain;

import io.berth.contracts.hosts.ChangeLogSize;
import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleFailed;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.InitialCopyWay;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.ReplicationStateChanged;
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

    public CycleRules(ReplicaPolicy policy) {
        this.policy = policy;
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
        if (rests(relationship.phase())) {
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
                    case UP -> order(relationship, host, relationship.nextKind(), command, now);
                };
            }
        };
    }

    /** A source has answered. */
    public Decision answered(Relationship answered, ReplicaCycleEnded answer, Instant now) {
        ChangeLogSize counted = answer.log();
        RunningCycle running = answered.running();
        Relationship relationship =
                counted == null
                        ? answered
                        : with(
                                answered,
                                answered.progress()
                                        .knowing(answered.progress().log().counted(counted, now)));
        if (running == null
                || !running.number().equals(answer.cycle())
                || !running.command().equals(answer.command())) {
            return new Decision.Ignored(Decision.Ignored.Reason.CYCLE_CLOSED);
        }
        return switch (answer.outcome()) {
            case COPIED -> complete(relationship, running, answer, now);
            case REFUSED_VM_NOT_HERE, REFUSED_STALE_CYCLE, REFUSED_BUSY, REFUSED_VM_EXECUTES ->
                    fail(
                            relationship,
                            running,
                            CycleFailure.REFUSED_BY_SOURCE,
                            answer.outcome() + described(answer),
                            now);
            case TARGET_UNREACHABLE ->
                    fail(
                            relationship,
                            running,
                            CycleFailure.TARGET_UNREACHABLE,
                            answer.detail(),
                            now);
            case TARGET_LACKS_COPY ->
                    fail(
                            relationship,
                            running,
                            CycleFailure.TARGET_LACKS_COPY,
                            answer.detail(),
                            now);
            case LOG_WRITE_FAILED ->
                    fail(
                            relationship,
                            running,
                            CycleFailure.LOG_WRITE_FAILED,
                            answer.detail(),
                            now);
            case DISK_CHANGED_OUTSIDE ->
                    fail(
                            relationship,
                            running,
                            CycleFailure.DISK_CHANGED_OUTSIDE,
                            answer.detail(),
                            now);
        };
    }

    /**
     * An order at a pace, with the time that it needs at this pace twice over.
     *
     * @param rate in bytes per second
     * @param estimated bytes
     */
    public Decision.Ordered paced(
            Decision.Ordered ordered, long rate, long estimated, Instant now) {
        RunReplicaCycle order = ordered.order();
        Relationship after = ordered.after();
        RunningCycle running = after.running();
        CycleTerms terms = order.terms();
        if (running == null || terms == null) {
            throw new IllegalArgumentException("an order without a running cycle or terms");
        }
        Instant answerBy =
                later(running.answerBy(), now.plusSeconds(2 * (estimated / Math.max(1, rate))));
        return new Decision.Ordered(
                new Relationship(
                        after.agreement(),
                        after.phase(),
                        new Agenda(after.agenda().nextDue(), answerBy, null),
                        new RunningCycle(
                                running.number(),
                                running.command(),
                                running.kind(),
                                running.source(),
                                running.due(),
                                running.orderedAt(),
                                answerBy),
                        after.progress()),
                new RunReplicaCycle(
                        order.host(),
                        order.command(),
                        order.relationship(),
                        order.vm(),
                        order.cycle(),
                        order.kind(),
                        order.target(),
                        terms.paced(rate)),
                ordered.merged(),
                ordered.late(),
                ordered.events());
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
        return new Decision.Rescheduled(
                with(relationship, relationship.progress().targetLost(now)));
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
        Relationship reachable = with(relationship, relationship.progress().targetBack());
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
        return order(relationship, source, CycleKind.LAST_DELTA, command, now);
    }

    private Decision.Ordered order(
            Relationship relationship,
            HostId source,
            CycleKind kind,
            CommandId command,
            Instant now) {
        Agreement agreement = relationship.agreement();
        Agenda agenda = relationship.agenda();
        CycleNumber number = relationship.progress().nextCycle();
        long merged = agreement.slotsBetween(agenda.nextDue(), now);
        Instant answerBy = now.plus(policy.answerWithin(kind));
        Instant wakeAt = agenda.wakeAt();
        List<ReplicaEvent> events = new ArrayList<>();
        Phase phase = relationship.phase();
        if (kind == CycleKind.INITIAL_COPY) {
            phase =
                    reached(
                            relationship,
                            copying(phase.state()),
                            StateCause.COPY_ORDERED,
                            now,
                            events);
        }
        boolean consistent =
                relationship
                        .progress()
                        .consistency()
                        .isDue(agreement.settings().consistentEvery(), now);
        Relationship after =
                new Relationship(
                        agreement,
                        phase,
                        new Agenda(agreement.firstSlotAfter(now), answerBy, null),
                        new RunningCycle(
                                number, command, kind, source, agenda.nextDue(), now, answerBy),
                        relationship
                                .progress()
                                .ordered(number, merged, now)
                                .makingConsistent(consistent));
        return new Decision.Ordered(
                after,
                new RunReplicaCycle(
                        source,
                        command,
                        agreement.id(),
                        agreement.vm(),
                        number,
                        kind,
                        agreement.target(),
                        terms(relationship, kind, consistent)),
                merged,
                wakeAt == null || wakeAt.isAfter(now)
                        ? Duration.ZERO
                        : Duration.between(wakeAt, now),
                events);
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
                reached(
                        relationship,
                        ReplicationState.REPLICATING,
                        StateCause.COPY_COMPLETED,
                        now,
                        events);
        Instant due = relationship.agenda().nextDue();
        Instant wakeAt = rests(phase) ? null : later(due, now);
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
        Progress progress = relationship.progress().failed(now);
        Phase phase = relationship.phase();
        switch (failure) {
            case TARGET_LACKS_COPY -> {
                progress = progress.withoutCopy();
                phase =
                        reached(
                                relationship,
                                withoutCopy(relationship),
                                StateCause.TARGET_LACKS_COPY,
                                now,
                                events);
            }
            case TARGET_FAILED, TARGET_UNREACHABLE -> {
                progress = progress.targetLost(now);
                phase = notCopied(relationship, now, events);
            }
            case LOG_WRITE_FAILED ->
                    phase =
                            reached(
                                    relationship,
                                    withoutCopy(relationship),
                                    StateCause.LOG_WRITE_FAILED,
                                    now,
                                    events);
            case DISK_CHANGED_OUTSIDE ->
                    phase =
                            reached(
                                    relationship,
                                    withoutCopy(relationship),
                                    StateCause.DISK_CHANGED_OUTSIDE,
                                    now,
                                    events);
            case REFUSED_BY_SOURCE, SOURCE_FAILED, NO_ANSWER, RELATIONSHIP_REMOVED ->
                    phase = notCopied(relationship, now, events);
        }
        Instant due = earlier(relationship.agenda().nextDue(), now);
        Instant wakeAt = rests(phase) ? null : now.plus(pause(failure, progress, relationship));
        Relationship after =
                new Relationship(
                        relationship.agreement(),
                        phase,
                        new Agenda(due, wakeAt, null),
                        null,
                        progress);
        return new Decision.Ended(resyncIfTooLarge(after, now, events), ended, events);
    }

    private static CycleTerms terms(Relationship relationship, CycleKind kind, boolean consistent) {
        Settings settings = relationship.agreement().settings();
        Progress progress = relationship.progress();
        boolean first = progress.exposedSince().equals(relationship.agreement().createdAt());
        boolean holdsData =
                progress.lastPoint() != null
                        || (first && settings.initialCopy() == InitialCopyWay.EXISTING_VM);
        Settings.Extension extension = settings.extension();
        return new CycleTerms(
                settings.authentication(),
                settings.bytesPerSecond(),
                settings.disks().isEmpty() ? null : settings.disks(),
                consistent,
                kind == CycleKind.INITIAL_COPY && holdsData,
                extension == null ? null : extension.of());
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
        Phase phase = relationship.phase();
        ReplicationState resumeTo = phase.resumeTo();
        ReplicationState state = resumeTo == null ? phase.state() : resumeTo;
        if (state != ReplicationState.REPLICATING || !relationship.progress().log().isTooLarge()) {
            return relationship;
        }
        return new Relationship(
                relationship.agreement(),
                reached(
                        relationship,
                        ReplicationState.RESYNC_REQUIRED,
                        StateCause.LOG_TOO_LARGE,
                        now,
                        events),
                relationship.agenda(),
                relationship.running(),
                relationship.progress());
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
                    case REFUSED_BY_SOURCE, TARGET_UNREACHABLE, RELATIONSHIP_REMOVED -> false;
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

    /** An initial copy that did not arrive is pending again; a failed delta changes no state. */
    private static Phase notCopied(
            Relationship relationship, Instant now, List<ReplicaEvent> events) {
        Phase phase = relationship.phase();
        return switch (phase.state()) {
            case INITIAL_RUNNING ->
                    enter(
                            relationship,
                            ReplicationState.INITIAL_PENDING,
                            StateCause.COPY_FAILED,
                            now,
                            events);
            case RESYNCING ->
                    enter(
                            relationship,
                            ReplicationState.RESYNC_REQUIRED,
                            StateCause.COPY_FAILED,
                            now,
                            events);
            case PAUSED,
                    INITIAL_PENDING,
                    REPLICATING,
                    RESYNC_REQUIRED,
                    DISABLED,
                    PREPARED,
                    FAILED_OVER,
                    TESTING,
                    REVERSED ->
                    phase;
        };
    }

    /** Where a relationship stands whose target says that it has no copy. */
    private static ReplicationState withoutCopy(Relationship relationship) {
        ReplicationState resumeTo = relationship.phase().resumeTo();
        ReplicationState state = resumeTo == null ? relationship.phase().state() : resumeTo;
        if (state == ReplicationState.REVERSED) {
            return state;
        }
        boolean neverHadOne =
                state == ReplicationState.INITIAL_RUNNING
                        || state == ReplicationState.INITIAL_PENDING;
        return neverHadOne ? ReplicationState.INITIAL_PENDING : ReplicationState.RESYNC_REQUIRED;
    }

    private static ReplicationState copying(ReplicationState pending) {
        return switch (pending) {
            case RESYNC_REQUIRED -> ReplicationState.RESYNCING;
            case REVERSED -> ReplicationState.REVERSED;
            case INITIAL_PENDING,
                    INITIAL_RUNNING,
                    REPLICATING,
                    RESYNCING,
                    PAUSED,
                    DISABLED,
                    PREPARED,
                    FAILED_OVER,
                    TESTING ->
                    ReplicationState.INITIAL_RUNNING;
        };
    }

    /** Whether no cycle is ordered by the clock. */
    static boolean rests(Phase phase) {
        return switch (phase.state()) {
            case PAUSED, DISABLED, PREPARED, FAILED_OVER, TESTING -> true;
            case INITIAL_PENDING,
                    INITIAL_RUNNING,
                    REPLICATING,
                    RESYNC_REQUIRED,
                    RESYNCING,
                    REVERSED ->
                    false;
        };
    }

    /**
     * As {@link #enter}; a paused relationship stays paused and returns to that state, and one that
     * fails over stays where the failover has it.
     */
    private static Phase reached(
            Relationship relationship,
            ReplicationState state,
            StateCause cause,
            Instant now,
            List<ReplicaEvent> events) {
        Phase phase = relationship.phase();
        if (phase.isPaused()) {
            return new Phase(ReplicationState.PAUSED, state, phase.since());
        }
        if (rests(phase)) {
            return phase;
        }
        return phase.state() == state ? phase : enter(relationship, state, cause, now, events);
    }

    /** Enters a state and adds the event that tells it. */
    static Phase enter(
            Relationship relationship,
            ReplicationState state,
            StateCause cause,
            Instant now,
            List<ReplicaEvent> events) {
        ReplicationState from = relationship.phase().state();
        Lifecycle.check(from, state);
        events.add(
                new ReplicationStateChanged(
                        relationship.id(), relationship.agreement().vm(), from, state, cause));
        return new Phase(state, null, now);
    }

    private Decision hold(Relationship relationship, HoldReason reason, Instant now) {
        Duration held = Duration.between(relationship.agenda().nextDue(), now);
        Instant again = now.plus(policy.recheckAfter(held));
        return new Decision.Rescheduled(hold(relationship, reason, again, now));
    }

    private static Relationship hold(
            Relationship relationship, HoldReason reason, @Nullable Instant again, Instant now) {
        Progress progress = relationship.progress();
        return new Relationship(
                relationship.agreement(),
                relationship.phase(),
                new Agenda(
                        relationship.agenda().nextDue(),
                        again,
                        reason,
                        relationship.agenda().asked()),
                relationship.running(),
                reason == HoldReason.TARGET_DOWN ? progress.targetLost(now) : progress);
    }

    private static Relationship awaken(Relationship relationship, @Nullable Instant at) {
        Agenda agenda = relationship.agenda();
        return new Relationship(
                relationship.agreement(),
                relationship.phase(),
                new Agenda(agenda.nextDue(), at, agenda.held(), agenda.asked()),
                relationship.running(),
                relationship.progress());
    }

    private static Relationship with(Relationship relationship, Progress progress) {
        return new Relationship(
                relationship.agreement(),
                relationship.phase(),
                relationship.agenda(),
                relationship.running(),
                progress);
    }

    private static String described(ReplicaCycleEnded answer) {
        // The detail of an event is bounded; what an agent says may fill the bound by itself.
        String detail = answer.detail();
        return detail.isEmpty() || detail.length() > 400 ? "" : ": " + detail;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
