package io.berth.replica.app;

import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.kit.jobs.Jobs;
import io.berth.replica.app.CarryOutMoves.Turn;
import io.berth.replica.config.ReplicaConfig;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.ReplicaRefusal.Wording;
import io.berth.replica.domain.Verdict;
import io.berth.replica.domain.failover.FailoverOrders;
import io.berth.replica.domain.failover.FailoverOrders.Situation;
import io.berth.replica.domain.failover.Move;
import io.berth.replica.domain.run.FailoverRun;
import io.berth.replica.domain.run.FailoverRun.Member;
import io.berth.replica.domain.run.RunRefusal;
import io.berth.replica.domain.run.RunRules;
import io.berth.replica.domain.run.RunRules.Wish;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.FailoverStore;
import io.berth.replica.store.RelationshipStore;
import io.berth.replica.store.RunStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes runs of failovers further. A run's row is locked first and then the rows of its
 * relationships, in their order; two instances never take up the same run.
 */
@ApplicationScoped
class LookAtRuns {
    private static final String JOB = "look-at-failover-runs";

    /** Runs in one transaction: a site, and what was begun beside it. */
    private static final int AT_MOST = 4;

    /** Failovers begun in one transaction; the others a moment later. */
    private static final int BEGIN_AT_MOST = 50;

    private final UnitOfWork unitOfWork;
    private final RunStore runs;
    private final RelationshipStore relationships;
    private final FailoverStore failovers;
    private final FailoverSights sights;
    private final CarryOutMoves moves;
    private final DatabaseClock clock;
    private final Estate estate;
    private final CycleScheduler scheduler;
    private final ReplicaMeters meters;
    private final ReplicaConfig config;
    private final Jobs jobs;

    LookAtRuns(
            UnitOfWork unitOfWork,
            RunStore runs,
            RelationshipStore relationships,
            FailoverStore failovers,
            FailoverSights sights,
            CarryOutMoves moves,
            DatabaseClock clock,
            Estate estate,
            CycleScheduler scheduler,
            ReplicaMeters meters,
            ReplicaConfig config,
            Jobs jobs) {
        this.unitOfWork = unitOfWork;
        this.runs = runs;
        this.relationships = relationships;
        this.failovers = failovers;
        this.sights = sights;
        this.moves = moves;
        this.clock = clock;
        this.estate = estate;
        this.scheduler = scheduler;
        this.meters = meters;
        this.config = config;
        this.jobs = jobs;
    }

    void start(@Observes StartupEvent started) {
        if (config.schedule()) {
            jobs.every(JOB, RunRules.LOOK_EVERY, this::look);
        }
    }

    /** What one look has done. */
    private record Done(List<Turn> turns, List<FailoverRun> ended) {
        static Done nothing() {
            return new Done(new ArrayList<>(), new ArrayList<>());
        }
    }

    private void look() {
        if (!estate.isLoaded()) {
            return;
        }
        Done done =
                unitOfWork.run(() -> {
                    Done now = Done.nothing();
                    runs.claim(AT_MOST).forEach(run -> look(run, now));
                    return now;
                });
        done.turns().forEach(turn -> meters.moved(turn.move()));
        done.ended().forEach(meters::ran);
        if (!done.turns().isEmpty()) {
            scheduler.nudge();
        }
    }

    private void look(FailoverRun before, Done done) {
        Instant now = clock.now();
        FailoverRun run =
                RunRules.look(
                        before,
                        failovers.of(before.members().stream().map(Member::relationship).toList()),
                        now);
        List<RelationshipId> due = RunRules.due(run, now);
        if (!due.isEmpty()) {
            run = begin(run, due.subList(0, Math.min(due.size(), BEGIN_AT_MOST)), done, now);
        }
        if (!run.equals(before)) {
            runs.save(before, run);
        }
        if (!run.isUnderWay()) {
            done.ended().add(run);
        }
    }

    private FailoverRun begin(FailoverRun run, List<RelationshipId> due, Done done, Instant now) {
        Map<RelationshipId, Relationship> locked = relationships.lockConcerned(due, List.of());
        Map<RelationshipId, @Nullable Wording> answers = new HashMap<>();
        List<Turn> turns = new ArrayList<>();
        for (RelationshipId id : due) {
            if (!locked.containsKey(id)) {
                answers.put(id, new ReplicaRefusal.NotFound(id.value()).wording());
            }
        }
        for (Judged one : judged(run, sights.situations(locked.values()), now)) {
            switch (one.verdict()) {
                case Verdict.Accepted<Move>(Move move) -> {
                    turns.add(new Turn(one.relationship(), move));
                    answers.put(one.relationship().id(), null);
                }
                case Verdict.Refused<Move>(var refusals) ->
                        answers.put(
                                one.relationship().id(), refusals.getFirst().refusal().wording());
            }
        }
        moves.write(turns);
        done.turns().addAll(turns);
        return RunRules.answered(run, answers);
    }

    private record Judged(Relationship relationship, Verdict<Move> verdict) {}

    /** In the run's order: of several relationships of a VM, the first that can does. */
    private static List<Judged> judged(FailoverRun run, List<Situation> situations, Instant now) {
        Map<RelationshipId, Situation> known = new HashMap<>();
        situations.forEach(one -> known.put(one.relationship().id(), one));
        Map<VmId, RelationshipId> going = new HashMap<>();
        List<Judged> all = new ArrayList<>();
        for (Member member : run.members()) {
            Situation situation = known.get(member.relationship());
            if (situation == null) {
                continue;
            }
            Relationship relationship = situation.relationship();
            VmId vm = relationship.agreement().vm();
            RelationshipId first = going.get(vm);
            Verdict<Move> verdict =
                    first == null
                            ? judged(run, situation, now)
                            : Verdict.refused(
                                    new ReplicaRefusal.OfRun(new RunRefusal.SameVm(vm, first)));
            if (verdict instanceof Verdict.Accepted<Move>) {
                going.put(vm, relationship.id());
            }
            all.add(new Judged(relationship, verdict));
        }
        return all;
    }

    private static Verdict<Move> judged(FailoverRun run, Situation situation, Instant now) {
        return switch (RunRules.wish(run, situation.points(), now)) {
            case Wish.Go(var draft) ->
                    FailoverOrders.begin(draft, situation, run.order().by(), now);
            case Wish.LeaveOut(var refusal) -> Verdict.refused(new ReplicaRefusal.OfRun(refusal));
        };
    }

    /** What would come of beginning all of them now. In a transaction; nothing is written. */
    FailoverRun forecast(FailoverRun run, Instant now) {
        Map<RelationshipId, @Nullable Wording> refusals = new HashMap<>();
        Map<RelationshipId, Relationship> members =
                relationships.all(run.members().stream().map(Member::relationship).toList());
        for (Judged one : judged(run, sights.situations(members.values()), now)) {
            if (one.verdict() instanceof Verdict.Refused<Move>(var reasons)) {
                refusals.put(one.relationship().id(), reasons.getFirst().refusal().wording());
            }
        }
        return RunRules.answered(run, refusals);
    }
}
