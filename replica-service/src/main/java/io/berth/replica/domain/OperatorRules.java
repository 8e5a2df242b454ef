package io.berth.replica.domain;

import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.InitialCopyWay;
import io.berth.contracts.replica.RelationshipChanged;
import io.berth.contracts.replica.RelationshipCreated;
import io.berth.contracts.replica.RelationshipRemoved;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.ReplicationStateChanged;
import io.berth.contracts.replica.StateCause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people may ask for: create, pause, resume, replicate now, remove. */
public final class OperatorRules {
    /** Most relationships in one request: one transaction of some hundred milliseconds. */
    public static final int MAX_BULK = 1000;

    private final CycleRules cycles;

    public OperatorRules(CycleRules cycles) {
        this.cycles = cycles;
    }

    /** A relationship after a change, and what to tell of it. */
    public record Changed(Relationship after, List<ReplicaEvent> events) {
        /** Takes a copy. */
        public Changed {
            events = List.copyOf(events);
        }
    }

    /**
     * What the removal of a relationship comes to.
     *
     * @param ended the cycle that ran; absent when none did
     */
    public record Removal(DropReplica drop, @Nullable EndedCycle ended, List<ReplicaEvent> events) {
        /** Takes a copy. */
        public Removal {
            events = List.copyOf(events);
        }
    }

    /** New relationships, all or none. Refusals name all broken rules of all drafts. */
    public Verdict<List<Changed>> create(
            List<Draft> drafts, KnownWorld world, Principal principal, Instant now) {
        if (drafts.isEmpty()) {
            return Verdict.refused(new ReplicaRefusal.NothingToDo());
        }
        List<Located> refusals = new ArrayList<>();
        Set<RelationshipId> ids = new HashSet<>();
        Set<VmId> vms = new HashSet<>();
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            String at = "/" + i;
            if (!ids.add(draft.id())) {
                refusals.add(
                        new Located(
                                at + "/id",
                                new ReplicaRefusal.NamedTwice("relationship", draft.id().value())));
            }
            if (draft.wish().extension() == null && !vms.add(draft.vm())) {
                refusals.add(
                        new Located(
                                at + "/vm",
                                new ReplicaRefusal.NamedTwice("VM", draft.vm().value())));
            }
            check(draft, world, at, refusals);
            SettingsRules.check(draft, world, at, now, refusals);
        }
        if (!refusals.isEmpty()) {
            return new Verdict.Refused<>(refusals);
        }
        return new Verdict.Accepted<>(
                drafts.stream().map(draft -> created(draft, world, principal, now)).toList());
    }

    private static void check(Draft draft, KnownWorld world, String at, List<Located> refusals) {
        if (world.existing().contains(draft.id())) {
            refusals.add(new Located(at + "/id", new ReplicaRefusal.AlreadyExists(draft.id())));
        }
        RelationshipId by = world.replicated().get(draft.vm());
        if (by != null && draft.wish().extension() == null) {
            refusals.add(
                    new Located(at + "/vm", new ReplicaRefusal.AlreadyReplicated(draft.vm(), by)));
        }
        DomainId home = world.vms().get(draft.vm());
        if (home == null) {
            refusals.add(new Located(at + "/vm", new ReplicaRefusal.UnknownVm(draft.vm())));
        }
        DomainId targetDomain = world.hosts().get(draft.target());
        if (targetDomain == null) {
            refusals.add(
                    new Located(
                            at + "/targetHost", new ReplicaRefusal.UnknownHost(draft.target())));
        } else if (draft.wish().extension() == null
                && home != null
                && (home.equals(targetDomain)
                        || draft.target().equals(world.running().get(draft.vm())))) {
            refusals.add(
                    new Located(
                            at + "/targetHost",
                            new ReplicaRefusal.ToItself(draft.vm(), draft.target(), home)));
        }
        pace(draft, at, refusals);
    }

    private static void pace(Draft draft, String at, List<Located> refusals) {
        if (Frequency.of(draft.frequency()).isEmpty()) {
            refusals.add(
                    new Located(
                            at + "/frequency",
                            new ReplicaRefusal.FrequencyNotAllowed(draft.frequency())));
        }
        if (draft.recoveryPoints() < 0
                || draft.recoveryPoints() > RelationshipCreated.MAX_RECOVERY_POINTS) {
            refusals.add(
                    new Located(
                            at + "/recoveryPoints",
                            new ReplicaRefusal.RecoveryPointsOutOfRange(draft.recoveryPoints())));
        }
    }

    private static Changed created(
            Draft draft, KnownWorld world, Principal principal, Instant now) {
        Frequency frequency = Frequency.of(draft.frequency()).orElseThrow();
        Duration interval = frequency.interval();
        int points = Math.toIntExact(draft.recoveryPoints());
        Relationship relationship =
                Relationship.create(
                        new Agreement(
                                draft.id(),
                                draft.vm(),
                                draft.target(),
                                points,
                                now,
                                Grid.of(draft.id(), frequency, now),
                                SettingsRules.granted(draft, world)),
                        world.lastCycles().get(draft.id()));
        return new Changed(
                relationship,
                List.of(
                        new RelationshipCreated(
                                draft.id(),
                                draft.vm(),
                                draft.target(),
                                interval,
                                points,
                                principal,
                                relationship.agreement().settings().told(frequency, points))));
    }

    /**
     * Other settings. Slots that have passed stay due; the next one follows the new settings, and
     * so do the terms of the next cycle.
     *
     * @param wished of the same ends
     * @param expected the revision that the caller has seen; null for any
     */
    public Verdict<Changed> change(
            Relationship relationship,
            Draft wished,
            @Nullable Long expected,
            KnownWorld world,
            Principal principal,
            Instant now) {
        Agreement before = relationship.agreement();
        Settings settings = before.settings();
        if (expected != null && expected != settings.revision()) {
            return refused(new SettingsRefusal.Outdated(expected, settings.revision()));
        }
        List<Located> refusals = new ArrayList<>();
        RelationshipId extended = settings.extension() == null ? null : settings.extension().of();
        if (!Objects.equals(wished.wish().extension(), extended)) {
            refusals.add(located("/extends", new SettingsRefusal.Fixed("extends")));
        }
        if (wished.wish().initialCopy() != settings.initialCopy()
                || !Objects.equals(wished.wish().initialCopyAt(), settings.initialCopyAt())) {
            refusals.add(located("/initialCopy", new SettingsRefusal.Fixed("initialCopy")));
        }
        pace(wished, "", refusals);
        SettingsRules.check(wished, world, "", refusals);
        if (!refusals.isEmpty()) {
            return new Verdict.Refused<>(refusals);
        }
        Frequency frequency = Frequency.of(wished.frequency()).orElseThrow();
        Agreement after =
                new Agreement(
                        before.id(),
                        before.vm(),
                        before.target(),
                        Math.toIntExact(wished.recoveryPoints()),
                        before.createdAt(),
                        frequency == before.frequency()
                                ? before.grid()
                                : Grid.of(before.id(), frequency, now),
                        wished.wish().granted(settings.extension(), settings.revision() + 1));
        return agreed(
                relationship.with(after).with(rescheduled(relationship, after, now)), principal);
    }

    /** Something else is agreed from here on. */
    private static Verdict<Changed> agreed(Relationship relationship, Principal principal) {
        Agreement agreement = relationship.agreement();
        return new Verdict.Accepted<>(
                new Changed(
                        relationship,
                        List.of(
                                new RelationshipChanged(
                                        agreement.id(),
                                        agreement.vm(),
                                        agreement
                                                .settings()
                                                .told(
                                                        agreement.frequency(),
                                                        agreement.recoveryPoints()),
                                        principal))));
    }

    /** What is due stays due, and is looked at now; what is to come follows the new settings. */
    private static Agenda rescheduled(Relationship relationship, Agreement after, Instant now) {
        Agenda agenda = relationship.agenda();
        Instant due =
                agenda.nextDue().isAfter(now) && relationship.progress().lastCycle() != null
                        ? after.firstSlotAfter(now)
                        : agenda.nextDue();
        boolean waits = relationship.running() != null || agenda.wakeAt() == null;
        Instant wakeAt = waits ? agenda.wakeAt() : due.isAfter(now) ? due : now;
        return new Agenda(due, wakeAt, agenda.held(), agenda.asked());
    }

    /** The media with the first copy are imported: from now on the target holds data. */
    public Verdict<Changed> mediaImported(
            Relationship relationship, Principal principal, Instant now) {
        Agreement agreement = relationship.agreement();
        Settings settings = agreement.settings();
        if (settings.initialCopy() != InitialCopyWay.EXTERNAL_MEDIA) {
            return refused(new SettingsRefusal.NoMediaAwaited(relationship.id()));
        }
        Agenda agenda =
                relationship.phase().isPaused()
                        ? relationship.agenda()
                        : new Agenda(now, now, null, relationship.agenda().asked());
        return agreed(
                relationship.with(agreement.under(settings.imported())).with(agenda), principal);
    }

    private static Located located(String pointer, SettingsRefusal refusal) {
        return new Located(pointer, new ReplicaRefusal.OfSettings(refusal));
    }

    private static Verdict<Changed> refused(SettingsRefusal refusal) {
        return Verdict.refused(new ReplicaRefusal.OfSettings(refusal));
    }

    /** No further cycle is ordered; one that runs may end. */
    public Verdict<Changed> pause(Relationship relationship, Instant now) {
        ReplicationState state = relationship.phase().state();
        if (!isLegal(state, Operation.PAUSE)) {
            return illegal(relationship, Operation.PAUSE);
        }
        ReplicationState resumeTo =
                switch (state) {
                    case INITIAL_PENDING, INITIAL_RUNNING -> ReplicationState.INITIAL_PENDING;
                    case RESYNC_REQUIRED, RESYNCING -> ReplicationState.RESYNC_REQUIRED;
                    case REPLICATING, DISABLED, PAUSED, PREPARED, FAILED_OVER, TESTING, REVERSED ->
                            ReplicationState.REPLICATING;
                };
        Lifecycle.check(state, ReplicationState.PAUSED);
        RunningCycle running = relationship.running();
        Agenda agenda =
                new Agenda(
                        relationship.agenda().nextDue(),
                        running == null ? null : running.answerBy(),
                        null);
        return changed(
                relationship,
                new Phase(ReplicationState.PAUSED, resumeTo, now),
                agenda,
                StateCause.PAUSED_BY_OPERATOR);
    }

    /** A cycle is due at once; what was not copied in the pause does not count as missed. */
    public Verdict<Changed> resume(Relationship relationship, Instant now) {
        ReplicationState resumeTo = relationship.phase().resumeTo();
        if (resumeTo == null) {
            return illegal(relationship, Operation.RESUME);
        }
        RunningCycle running = relationship.running();
        ReplicationState state = running == null ? resumeTo : whileCopying(resumeTo);
        return changed(
                relationship,
                new Phase(state, null, now),
                new Agenda(now, running == null ? now : running.answerBy(), null),
                StateCause.RESUMED_BY_OPERATOR);
    }

    /** The state of one whose copy is still under way, as it was before the pause. */
    private static ReplicationState whileCopying(ReplicationState resumeTo) {
        return switch (resumeTo) {
            case INITIAL_PENDING -> ReplicationState.INITIAL_RUNNING;
            case RESYNC_REQUIRED -> ReplicationState.RESYNCING;
            case INITIAL_RUNNING,
                    REPLICATING,
                    RESYNCING,
                    DISABLED,
                    PAUSED,
                    PREPARED,
                    FAILED_OVER,
                    TESTING,
                    REVERSED ->
                    resumeTo;
        };
    }

    /** A cycle is due at once, or as soon as the running one has ended. */
    public Verdict<Changed> replicateNow(Relationship relationship, Instant now) {
        if (!isLegal(relationship.phase().state(), Operation.REPLICATE_NOW)) {
            return illegal(relationship, Operation.REPLICATE_NOW);
        }
        Agenda agenda = relationship.agenda();
        Instant due = agenda.nextDue().isBefore(now) ? agenda.nextDue() : now;
        RunningCycle running = relationship.running();
        return new Verdict.Accepted<>(
                new Changed(
                        relationship.with(
                                new Agenda(
                                        due,
                                        running == null ? now : running.answerBy(),
                                        null,
                                        true)),
                        List.of()));
    }

    /** Ends the relationship and its running cycle; the target is told to delete the copies. */
    public Removal remove(
            Relationship relationship, CommandId command, Principal principal, Instant now) {
        EndedCycle ended = cycles.removed(relationship, now);
        List<ReplicaEvent> events = new ArrayList<>();
        if (ended != null) {
            events.add(
                    CycleRules.failedEvent(relationship, ended, CycleFailure.RELATIONSHIP_REMOVED));
        }
        Agreement agreement = relationship.agreement();
        events.add(new RelationshipRemoved(agreement.id(), agreement.vm(), principal));
        return new Removal(
                new DropReplica(agreement.target(), command, agreement.id(), agreement.vm()),
                ended,
                events);
    }

    private static boolean isLegal(ReplicationState state, Operation operation) {
        return Lifecycle.legalOperations(state).contains(operation);
    }

    private static Verdict<Changed> illegal(Relationship relationship, Operation operation) {
        return Verdict.refused(
                new ReplicaRefusal.Illegal(
                        relationship.id(), relationship.phase().state(), operation));
    }

    private static Verdict<Changed> changed(
            Relationship relationship, Phase phase, Agenda agenda, StateCause cause) {
        return new Verdict.Accepted<>(
                new Changed(
                        relationship.with(phase).with(agenda),
                        List.of(
                                new ReplicationStateChanged(
                                        relationship.id(),
                                        relationship.agreement().vm(),
                                        relationship.phase().state(),
                                        phase.state(),
                                        cause))));
    }
}
