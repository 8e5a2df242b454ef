package io.berth.replica.app;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.replica.app.CarryOutMoves.Turn;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.Verdict;
import io.berth.replica.domain.failover.Failover;
import io.berth.replica.domain.failover.FailoverDraft;
import io.berth.replica.domain.failover.FailoverOrders;
import io.berth.replica.domain.failover.Move;
import io.berth.replica.domain.failover.Sight;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.FailoverStore;
import io.berth.replica.store.RecoveryPointStore;
import io.berth.replica.store.RelationshipStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What people ask of failovers. Each request is one transaction under the lock of the
 * relationship's row; what is asked of placement and agents goes to the outbox in it.
 */
@ApplicationScoped
public class Failovers {
    private final UnitOfWork unitOfWork;
    private final RelationshipStore relationships;
    private final FailoverStore store;
    private final RecoveryPointStore points;
    private final DatabaseClock clock;
    private final FailoverSights sights;
    private final CarryOutMoves moves;
    private final CycleScheduler scheduler;
    private final ReplicaMeters meters;

    Failovers(
            UnitOfWork unitOfWork,
            RelationshipStore relationships,
            FailoverStore store,
            RecoveryPointStore points,
            DatabaseClock clock,
            FailoverSights sights,
            CarryOutMoves moves,
            CycleScheduler scheduler,
            ReplicaMeters meters) {
        this.unitOfWork = unitOfWork;
        this.relationships = relationships;
        this.store = store;
        this.points = points;
        this.clock = clock;
        this.sights = sights;
        this.moves = moves;
        this.scheduler = scheduler;
        this.meters = meters;
    }

    /** A failover at a moment of the database's clock. */
    public record Seen(Failover failover, Instant at) {}

    /**
     * What a failover would find.
     *
     * @param source the host that runs the VM, or ran its newest cycle; absent when nobody knows
     * @param sight of the VM and of that host; absent with it
     * @param points that the target holds, newest first
     */
    public record Preview(
            Relationship relationship,
            @Nullable HostId source,
            @Nullable Sight sight,
            List<RecoveryPoint> points,
            Instant at) {}

    /** The newest failover of a relationship; empty when there was none. */
    @Transactional
    public Optional<Seen> find(RelationshipId id) {
        return store.find(id).map(failover -> new Seen(failover, clock.now()));
    }

    /** What a failover would find now; empty when there is no such relationship. */
    @Transactional
    public Optional<Preview> preview(RelationshipId id) {
        return relationships
                .find(id)
                .map(relationship -> {
                    HostId source = sights.source(relationship).orElse(null);
                    return new Preview(
                            relationship,
                            source,
                            source == null
                                    ? null
                                    : sights.hosts(Set.of(source))
                                            .sight(relationship.agreement().vm(), source),
                            points.of(List.of(id)).getOrDefault(id, List.of()),
                            clock.now());
                });
    }

    /** Begins a failover. */
    public Verdict<Seen> begin(RelationshipId id, FailoverDraft draft, Principal principal) {
        return change(
                id,
                (relationship, now) ->
                        FailoverOrders.begin(
                                draft, sights.situation(relationship), principal, now));
    }

    /**
     * Undoes a failover.
     *
     * @param acceptLoss whether what the VM wrote at the replica may be lost
     */
    public Verdict<Seen> cancel(RelationshipId id, boolean acceptLoss) {
        return change(
                id,
                (relationship, now) -> {
                    Failover failover = store.find(id).orElse(null);
                    HostId source =
                            failover == null
                                    ? relationship.agreement().target()
                                    : failover.route().source();
                    return FailoverOrders.cancel(
                            failover,
                            relationship,
                            sights.hosts(Set.of(source))
                                    .sight(relationship.agreement().vm(), source),
                            acceptLoss,
                            CommandId.random(),
                            now);
                });
    }

    /** Makes a failover final. */
    public Verdict<Seen> complete(RelationshipId id) {
        return change(
                id,
                (relationship, now) ->
                        FailoverOrders.complete(
                                store.find(id).orElse(null),
                                relationship,
                                relationships.extensions(List.of(id)).get(id),
                                CommandId.random(),
                                CommandId.random(),
                                now));
    }

    /** Turns the direction round. */
    public Verdict<Seen> reverse(RelationshipId id) {
        return change(
                id,
                (relationship, now) ->
                        FailoverOrders.reverse(
                                store.find(id).orElse(null),
                                relationship,
                                relationships.extensions(List.of(id)).get(id),
                                CommandId.random(),
                                now));
    }

    private Verdict<Seen> change(
            RelationshipId id, BiFunction<Relationship, Instant, Verdict<Move>> rule) {
        Verdict<Moved> verdict =
                unitOfWork.run(() -> {
                    Relationship relationship = relationships.lock(id).orElse(null);
                    if (relationship == null) {
                        return Verdict.refused(new ReplicaRefusal.NotFound(id.value()));
                    }
                    Instant now = clock.now();
                    return switch (rule.apply(relationship, now)) {
                        case Verdict.Refused<Move>(var refusals) -> new Verdict.Refused<>(refusals);
                        case Verdict.Accepted<Move>(Move move) -> {
                            moves.write(List.of(new Turn(relationship, move)));
                            yield new Verdict.Accepted<>(new Moved(move, now));
                        }
                    };
                });
        return switch (verdict) {
            case Verdict.Refused<Moved>(var refusals) -> new Verdict.Refused<>(refusals);
            case Verdict.Accepted<Moved>(Moved(Move move, Instant now)) -> {
                meters.moved(move);
                scheduler.nudge();
                yield new Verdict.Accepted<>(new Seen(move.after(), now));
            }
        };
    }

    private record Moved(Move move, Instant at) {}
}
