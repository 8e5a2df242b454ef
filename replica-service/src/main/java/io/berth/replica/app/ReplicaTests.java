package io.berth.replica.app;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.Verdict;
import io.berth.replica.domain.test.ReplicaTest;
import io.berth.replica.domain.test.TestDraft;
import io.berth.replica.domain.test.TestMove;
import io.berth.replica.domain.test.TestOrders;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.RecoveryPointStore;
import io.berth.replica.store.RelationshipStore;
import io.berth.replica.store.TestStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What people ask of tests. Each request is one transaction under the lock of the relationship's
 * row; what is asked of agents goes to the outbox in it.
 */
@ApplicationScoped
public class ReplicaTests {
    private final UnitOfWork unitOfWork;
    private final RelationshipStore relationships;
    private final TestStore store;
    private final RecoveryPointStore points;
    private final DatabaseClock clock;
    private final Estate estate;
    private final FailoverSights sights;
    private final CarryOutTests carryOut;
    private final CycleScheduler scheduler;
    private final ReplicaMeters meters;

    ReplicaTests(
            UnitOfWork unitOfWork,
            RelationshipStore relationships,
            TestStore store,
            RecoveryPointStore points,
            DatabaseClock clock,
            Estate estate,
            FailoverSights sights,
            CarryOutTests carryOut,
            CycleScheduler scheduler,
            ReplicaMeters meters) {
        this.unitOfWork = unitOfWork;
        this.relationships = relationships;
        this.store = store;
        this.points = points;
        this.clock = clock;
        this.estate = estate;
        this.sights = sights;
        this.carryOut = carryOut;
        this.scheduler = scheduler;
        this.meters = meters;
    }

    /** The tests of a relationship with a number below {@code before}, newest first. */
    @Transactional
    public List<ReplicaTest> page(RelationshipId id, long before, int limit) {
        return store.page(id, before, limit);
    }

    /** One test of a relationship. */
    @Transactional
    public Optional<ReplicaTest> find(RelationshipId id, String test) {
        return of(id, test);
    }

    /** The newest test of a relationship that has shown something. */
    @Transactional
    public Optional<ReplicaTest> newestResult(RelationshipId id) {
        return store.newestResult(id);
    }

    /** Begins a test. */
    public Verdict<ReplicaTest> begin(RelationshipId id, TestDraft draft, Principal principal) {
        return change(
                id,
                (relationship, now) ->
                        TestOrders.begin(
                                draft,
                                situation(relationship),
                                CommandId.random(),
                                principal,
                                now));
    }

    /** Ends a test; nothing happens to one that is over. */
    public Verdict<ReplicaTest> end(RelationshipId id, String test) {
        return change(
                id,
                (_, now) ->
                        TestOrders.end(of(id, test).orElse(null), test, CommandId.random(), now));
    }

    /** A text that is no possible id names nothing. */
    private Optional<ReplicaTest> of(RelationshipId id, String test) {
        CommandId asked;
        try {
            asked = new CommandId(test);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return store.find(asked).filter(found -> found.order().relationship().equals(id));
    }

    private TestOrders.Situation situation(Relationship relationship) {
        VmId vm = relationship.agreement().vm();
        HostId target = relationship.agreement().target();
        return new TestOrders.Situation(
                relationship,
                store.openOf(vm).orElse(null),
                points.of(List.of(relationship.id())).getOrDefault(relationship.id(), List.of()),
                sights.hosts(Set.of(target)).standing(target),
                estate.specOf(vm).map(VmSpec::memory).orElse(null),
                store.nextNumber(relationship.id()));
    }

    private Verdict<ReplicaTest> change(
            RelationshipId id, BiFunction<Relationship, Instant, Verdict<TestMove>> rule) {
        Verdict<TestMove> verdict =
                unitOfWork.run(() -> {
                    Relationship relationship = relationships.lock(id).orElse(null);
                    if (relationship == null) {
                        return Verdict.refused(new ReplicaRefusal.NotFound(id.value()));
                    }
                    Verdict<TestMove> decided = rule.apply(relationship, clock.now());
                    if (decided instanceof Verdict.Accepted<TestMove>(TestMove move)) {
                        carryOut.write(relationship, move);
                    }
                    return decided;
                });
        return switch (verdict) {
            case Verdict.Refused<TestMove>(var refusals) -> new Verdict.Refused<>(refusals);
            case Verdict.Accepted<TestMove>(TestMove move) -> {
                meters.tested(move);
                scheduler.nudge();
                yield new Verdict.Accepted<>(move.after());
            }
        };
    }
}
