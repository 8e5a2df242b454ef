package io.berth.replica.domain;

import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.InitialCopyWay;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.StateCause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the order of a cycle says to its source, and makes of its relationship. */
public final class CycleOrders {
    private final ReplicaPolicy policy;

    CycleOrders(ReplicaPolicy policy) {
        this.policy = policy;
    }

    /** The next cycle; the caller knows that none runs. */
    Decision.Ordered order(
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
                    Phases.reached(
                            relationship,
                            Phases.copying(phase.state()),
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
                        terms(relationship, kind, consistent, now)),
                merged,
                wakeAt == null || wakeAt.isAfter(now)
                        ? Duration.ZERO
                        : Duration.between(wakeAt, now),
                events);
    }

    private static CycleTerms terms(
            Relationship relationship, CycleKind kind, boolean consistent, Instant now) {
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
                extension == null ? null : extension.of(),
                now,
                null);
    }

    /**
     * An order that names the points which its target has to hold until it is complete, and beside
     * the new one then. What the new point makes superfluous is left out of the order after it: up
     * to then somebody may have chosen it for a failover.
     *
     * @param held that are known now
     */
    public static RunReplicaCycle keeping(RunReplicaCycle order, List<RecoveryPoint> held) {
        CycleTerms terms = order.terms();
        return terms == null
                ? order
                : with(order, terms.keeping(held.stream().map(RecoveryPoint::cycle).toList()));
    }

    private static RunReplicaCycle with(RunReplicaCycle order, CycleTerms terms) {
        return new RunReplicaCycle(
                order.host(),
                order.command(),
                order.relationship(),
                order.vm(),
                order.cycle(),
                order.kind(),
                order.target(),
                terms);
    }

    /**
     * An order at a pace, with the time that it needs at this pace twice over.
     *
     * @param rate in bytes per second
     * @param estimated bytes
     */
    public static Decision.Ordered paced(
            Decision.Ordered ordered, long rate, long estimated, Instant now) {
        RunReplicaCycle order = ordered.order();
        Relationship after = ordered.after();
        RunningCycle running = after.running();
        CycleTerms terms = order.terms();
        if (running == null || terms == null) {
            throw new IllegalArgumentException("an order without a running cycle or terms");
        }
        Instant answerBy =
                Moments.later(
                        running.answerBy(), now.plusSeconds(2 * (estimated / Math.max(1, rate))));
        return new Decision.Ordered(
                after.with(new Agenda(after.agenda().nextDue(), answerBy, null))
                        .with(running.answeredBy(answerBy)),
                with(order, terms.paced(rate)),
                ordered.merged(),
                ordered.late(),
                ordered.events());
    }
}
