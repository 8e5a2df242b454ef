package io.berth.replica.app;

import io.berth.contracts.Topics;
import io.berth.contracts.replica.ReplicationState;
import io.berth.kit.outbox.Outbox;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.failover.Move;
import io.berth.replica.store.FailoverStore;
import io.berth.replica.store.RecoveryPointStore;
import io.berth.replica.store.RelationshipStore;
import io.berth.replica.store.TestStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Writes what was decided about failovers, rows, events, requests and commands, in the caller's
 * transaction.
 */
@ApplicationScoped
class CarryOutMoves {
    private final RelationshipStore relationships;
    private final FailoverStore failovers;
    private final RecoveryPointStore points;
    private final TestStore tests;
    private final Outbox outbox;

    CarryOutMoves(
            RelationshipStore relationships,
            FailoverStore failovers,
            RecoveryPointStore points,
            TestStore tests,
            Outbox outbox) {
        this.relationships = relationships;
        this.failovers = failovers;
        this.points = points;
        this.tests = tests;
        this.outbox = outbox;
    }

    /** A move, and the relationship as it was; its row is locked. */
    record Turn(Relationship before, Move move) {}

    void write(List<Turn> turns) {
        failovers.save(turns.stream().map(turn -> turn.move().after()).toList());
        turns.forEach(this::writeRest);
        wakeTests(turns);
    }

    /** A disaster does not wait for a test, but the test has to know of it. */
    private void wakeTests(List<Turn> turns) {
        List<Move> begun = turns.stream().map(Turn::move).filter(CarryOutMoves::prepares).toList();
        if (!begun.isEmpty()) {
            tests.wake(
                    begun.stream().map(move -> move.after().relationship()).toList(),
                    begun.getFirst().after().stage().since());
        }
    }

    private static boolean prepares(Move move) {
        Relationship changed = move.relationship();
        return changed != null && changed.phase().state() == ReplicationState.PREPARED;
    }

    private void writeRest(Turn turn) {
        Move move = turn.move();
        Relationship changed = move.relationship();
        if (changed != null) {
            relationships.save(turn.before(), changed);
        }
        if (move.dropPoints()) {
            points.dropAll(move.after().relationship());
        }
        move.events().forEach(event -> outbox.put(Topics.REPLICA_EVENTS, event));
        move.requests().forEach(request -> outbox.put(Topics.PLACEMENT_REQUESTS, request));
        move.commands().forEach(command -> outbox.put(Topics.HOST_COMMANDS, command));
    }
}
