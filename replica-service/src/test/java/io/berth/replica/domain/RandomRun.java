package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.ReplicationStateChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One seeded run: the rules on one side; hosts, agents and operators of our own making on the
 * other. What the target really holds is kept apart from what the rules believe.
 */
final class RandomRun {
    private static final int STEPS = 400;
    private static final int RELATIONSHIPS = 4;
    private static final List<HostId> SOURCES = List.of(new HostId("e1"), new HostId("e2"));
    private static final List<HostId> TARGETS = List.of(new HostId("w1"), new HostId("w2"));
    private static final Principal OPERATOR = new Principal("operator");

    private final SplittableRandom random;
    private final CycleRules rules = new CycleRules(ReplicaPolicy.DEFAULT);
    private final OperatorRules operators = new OperatorRules(rules);
    private final Map<RelationshipId, Relationship> rows = new HashMap<>();
    private final Map<RelationshipId, CycleNumber> retired = new HashMap<>();
    private final Set<HostId> down = new HashSet<>();
    private final Map<RelationshipId, HostId> runsOn = new HashMap<>();

    /** Orders that agents have not answered for good; they may answer several times or never. */
    private final List<RunReplicaCycle> atAgents = new ArrayList<>();

    /** Up to when the target really holds what the VM wrote. */
    private final Map<RelationshipId, Instant> held = new HashMap<>();

    private final Map<RelationshipId, RunReplicaCycle> open = new HashMap<>();
    private final Map<RelationshipId, Instant> orderedAt = new HashMap<>();
    private final Map<RelationshipId, CycleNumber> lastNumber = new HashMap<>();
    private Instant now = Samples.START;
    private long commands;
    private long completed;
    private long failed;
    private long ignored;

    RandomRun(long seed) {
        random = new SplittableRandom(seed);
    }

    long completed() {
        return completed;
    }

    long failed() {
        return failed;
    }

    long ignored() {
        return ignored;
    }

    void play() {
        for (int i = 0; i < RELATIONSHIPS; i++) {
            create(new RelationshipId("r" + i));
        }
        for (int step = 0; step < STEPS; step++) {
            something();
            wakeDue();
            rows.values().forEach(this::check);
        }
        settle();
    }

    private void something() {
        switch (random.nextInt(16)) {
            case 0 -> hostDown(anyOf(random.nextBoolean() ? SOURCES : TARGETS));
            case 1, 2 -> hostBack(anyOf(random.nextBoolean() ? SOURCES : TARGETS));
            case 3 -> held.remove(anyRow());
            case 4 -> move(anyRow());
            case 5 -> operate(anyRow());
            case 6 -> removeOrCreate(new RelationshipId("r" + random.nextInt(RELATIONSHIPS)));
            case 7, 8, 9, 10, 11 -> answerOne();
            default -> now = now.plusMillis(random.nextInt(20_000));
        }
    }

    private RelationshipId anyRow() {
        List<RelationshipId> ids = rows.keySet().stream().sorted().toList();
        return ids.isEmpty() ? new RelationshipId("none") : anyOf(ids);
    }

    private <T> T anyOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private void create(RelationshipId id) {
        Frequency frequency =
                random.nextInt(4) == 0 ? Frequency.EVERY_5_MINUTES : Frequency.EVERY_30_SECONDS;
        Agreement agreement =
                new Agreement(
                        id,
                        new VmId("vm-" + id),
                        anyOf(TARGETS),
                        3,
                        now,
                        Grid.of(id, frequency, now));
        rows.put(id, Relationship.create(agreement, retired.get(id)));
        runsOn.put(id, anyOf(SOURCES));
    }

    private void removeOrCreate(RelationshipId id) {
        Relationship row = rows.get(id);
        if (row == null) {
            create(id);
            return;
        }
        if (random.nextInt(3) > 0) {
            return;
        }
        OperatorRules.Removal removal =
                operators.remove(row, Samples.command(++commands), OPERATOR, now);
        assertThat(removal.ended() == null).isEqualTo(open.get(id) == null);
        open.remove(id);
        CycleNumber last = row.progress().lastCycle();
        if (last != null) {
            retired.put(id, last);
        }
        rows.remove(id);
        held.remove(id);
    }

    /** The VM goes to another host, or to none. */
    private void move(RelationshipId id) {
        if (random.nextInt(3) == 0) {
            runsOn.remove(id);
        } else {
            runsOn.put(id, anyOf(SOURCES));
        }
    }

    private void operate(RelationshipId id) {
        Relationship row = rows.get(id);
        if (row == null) {
            return;
        }
        Verdict<OperatorRules.Changed> verdict =
                switch (random.nextInt(4)) {
                    case 0 -> operators.pause(row, now);
                    case 1, 2 -> operators.resume(row, now);
                    default -> operators.replicateNow(row, now);
                };
        switch (verdict) {
            case Verdict.Accepted<OperatorRules.Changed>(var changed) -> {
                followStates(row, changed.after(), changed.events());
                rows.put(id, changed.after());
            }
            case Verdict.Refused<OperatorRules.Changed> _ -> {}
        }
    }

    private void hostDown(HostId host) {
        down.add(host);
        for (Relationship row : List.copyOf(rows.values())) {
            take(row, rules.hostDown(row, host, now));
        }
    }

    private void hostBack(HostId host) {
        boolean anew = down.remove(host) || random.nextInt(4) == 0;
        for (Relationship row : List.copyOf(rows.values())) {
            take(row, rules.hostBack(row, host, anew, now));
        }
    }

    /** An agent answers an order: at last, again, or the wrong one. */
    private void answerOne() {
        if (atAgents.isEmpty()) {
            return;
        }
        int which = random.nextInt(atAgents.size());
        RunReplicaCycle order = atAgents.get(which);
        if (random.nextInt(5) > 0) {
            atAgents.remove(which);
        }
        answer(order, random.nextInt(6) == 0 ? refusal() : carriedOut(order));
    }

    private Outcome refusal() {
        return anyOf(
                List.of(
                        Outcome.REFUSED_VM_NOT_HERE,
                        Outcome.REFUSED_BUSY,
                        Outcome.REFUSED_STALE_CYCLE,
                        Outcome.TARGET_UNREACHABLE,
                        Outcome.NOT_TRUSTED,
                        Outcome.TARGET_FULL));
    }

    /** What an agent does that keeps the protocol. */
    private Outcome carriedOut(RunReplicaCycle order) {
        if (down.contains(order.target())) {
            return Outcome.TARGET_UNREACHABLE;
        }
        if (order.kind() == CycleKind.DELTA && !held.containsKey(order.relationship())) {
            return Outcome.TARGET_LACKS_COPY;
        }
        return Outcome.COPIED;
    }

    private void answer(RunReplicaCycle order, Outcome outcome) {
        RunReplicaCycle current = open.get(order.relationship());
        boolean isCurrent = current != null && current.command().equals(order.command());
        if (outcome == Outcome.COPIED && isCurrent) {
            // The source reads the disk after the order came, never before.
            held.put(order.relationship(), orderedAt.get(order.relationship()));
        }
        Relationship row = rows.get(order.relationship());
        if (row == null) {
            return;
        }
        ReplicaCycleEnded answer = Samples.answer(order, outcome);
        Decision decision = rules.answered(row, answer, now);
        assertThat(decision instanceof Decision.Ignored)
                .as("only the open cycle's answer counts")
                .isEqualTo(!isCurrent);
        take(row, decision);
    }

    private void wakeDue() {
        for (Relationship row : List.copyOf(rows.values())) {
            Instant wakeAt = row.agenda().wakeAt();
            if (wakeAt != null && !wakeAt.isAfter(now)) {
                HostId target = row.agreement().target();
                take(
                        row,
                        rules.wake(
                                row,
                                place(row.id()),
                                standing(target),
                                Samples.command(++commands),
                                now));
            }
        }
    }

    private VmPlace place(RelationshipId id) {
        HostId host = runsOn.get(id);
        return host == null ? new VmPlace.NotRunning() : new VmPlace.RunsOn(host, standing(host));
    }

    private HostStanding standing(HostId host) {
        return down.contains(host) ? HostStanding.DOWN : HostStanding.UP;
    }

    private void take(Relationship before, Decision decision) {
        RelationshipId id = before.id();
        switch (decision) {
            case Decision.Ordered ordered -> {
                orderedOnce(before, ordered);
                followStates(before, ordered.after(), ordered.events());
                rows.put(id, ordered.after());
            }
            case Decision.Ended ended -> {
                endedOnce(ended);
                followStates(before, ended.after(), ended.events());
                rows.put(id, ended.after());
            }
            case Decision.Rescheduled(Relationship after) -> {
                assertThat(after.phase()).isEqualTo(before.phase());
                assertThat(after.running()).isEqualTo(before.running());
                rows.put(id, after);
            }
            case Decision.Ignored _ -> ignored++;
        }
    }

    private void orderedOnce(Relationship before, Decision.Ordered ordered) {
        RunReplicaCycle order = ordered.order();
        RelationshipId id = order.relationship();
        assertThat(open).as("one at a time").doesNotContainKey(id);
        CycleNumber last = lastNumber.get(id);
        assertThat(order.cycle())
                .as("no gap, no repetition")
                .isEqualTo(last == null ? CycleNumber.FIRST : last.next());
        assertThat(order.host()).isEqualTo(runsOn.get(id)).isNotEqualTo(order.target());
        assertThat(down).doesNotContain(order.host(), order.target());
        assertThat(before.phase().isPaused()).isFalse();
        assertThat(ordered.late()).isGreaterThanOrEqualTo(Duration.ZERO);
        lastNumber.put(id, order.cycle());
        open.put(id, order);
        orderedAt.put(id, now);
        atAgents.add(order);
    }

    private void endedOnce(Decision.Ended decision) {
        EndedCycle ended = decision.ended();
        RelationshipId id = ended.relationship();
        RunReplicaCycle order = open.remove(id);
        assertThat(order).as("ends what was ordered").isNotNull();
        assertThat(ended.cycle().number()).isEqualTo(lastNumber.get(id));
        CycleFailure failure = ended.failure();
        if (failure == null) {
            completed++;
            assertThat(decision.after().progress().lastPoint()).isEqualTo(orderedAt.get(id));
        } else {
            failed++;
            Instant before = rows.get(id) == null ? null : rows.get(id).progress().lastPoint();
            assertThat(decision.after().progress().lastPoint())
                    .isEqualTo(failure == CycleFailure.TARGET_LACKS_COPY ? null : before);
        }
    }

    /** The events tell exactly the way from the one state to the other. */
    private static void followStates(
            Relationship before, Relationship after, List<ReplicaEvent> events) {
        ReplicationState state = before.phase().state();
        for (ReplicaEvent event : events) {
            if (event instanceof ReplicationStateChanged change) {
                assertThat(change.from()).isEqualTo(state);
                Lifecycle.check(change.from(), change.to());
                state = change.to();
            }
        }
        assertThat(after.phase().state()).isEqualTo(state);
    }

    private void check(Relationship row) {
        assertThat(row.running() != null).isEqualTo(open.containsKey(row.id()));
        Instant wakeAt = row.agenda().wakeAt();
        if (row.running() != null) {
            assertThat(wakeAt).as("an answer is waited for").isEqualTo(row.running().answerBy());
        } else if (row.phase().isPaused()) {
            assertThat(wakeAt).as("paused and idle").isNull();
        } else {
            assertThat(wakeAt).as("never sleeps for ever").isNotNull();
            assertThat(Duration.between(now, wakeAt)).isLessThanOrEqualTo(Duration.ofMinutes(5));
        }
        rpoIsAnUpperBound(row);
        assertThat(HealthRules.judge(row, now).status() == Health.Status.NORMAL)
                .isEqualTo(HealthRules.judge(row, now).reasons().isEmpty());
    }

    /** As long as the target keeps its copy, no more is lost than the RPO says. */
    private void rpoIsAnUpperBound(Relationship row) {
        @Nullable Instant really = held.get(row.id());
        if (really != null) {
            row.rpo(now)
                    .ifPresent(rpo ->
                            assertThat(Duration.between(really, now)).isLessThanOrEqualTo(rpo));
        }
    }

    /** All faults end, and agents answer at once: soon all is as agreed. */
    private void settle() {
        List.copyOf(SOURCES).forEach(this::hostBack);
        List.copyOf(TARGETS).forEach(this::hostBack);
        rows.keySet().forEach(id -> runsOn.put(id, SOURCES.getFirst()));
        for (Relationship row : List.copyOf(rows.values())) {
            if (operators.resume(row, now) instanceof Verdict.Accepted<OperatorRules.Changed> a) {
                rows.put(row.id(), a.value().after());
            }
        }
        Instant end = now.plus(Duration.ofMinutes(7));
        while (now.isBefore(end)) {
            now = now.plusSeconds(1);
            wakeDue();
            for (RunReplicaCycle order : List.copyOf(open.values())) {
                answer(order, carriedOut(order));
            }
        }
        for (Relationship row : rows.values()) {
            check(row);
            assertThat(row.phase().state()).isEqualTo(ReplicationState.REPLICATING);
            assertThat(row.exposedFor(now))
                    .isLessThanOrEqualTo(row.agreement().frequency().interval().plusSeconds(1));
            assertThat(row.progress().failures()).isZero();
        }
    }
}
