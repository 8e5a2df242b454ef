package io.berth.replica.app;

import io.berth.contracts.Topics;
import io.berth.kit.outbox.Outbox;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.test.TestMove;
import io.berth.replica.store.RelationshipStore;
import io.berth.replica.store.TestStore;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes what was decided about tests, rows, events and commands, in the caller's transaction. */
@ApplicationScoped
class CarryOutTests {
    private final RelationshipStore relationships;
    private final TestStore tests;
    private final Outbox outbox;

    CarryOutTests(RelationshipStore relationships, TestStore tests, Outbox outbox) {
        this.relationships = relationships;
        this.tests = tests;
        this.outbox = outbox;
    }

    /**
     * All of a move.
     *
     * @param before the relationship as it was; its row is locked
     */
    void write(Relationship before, TestMove move) {
        Relationship changed = move.relationship();
        if (changed != null) {
            relationships.save(before, changed);
        }
        writeTest(move);
    }

    /** All but the relationship, which the caller writes. */
    void writeTest(TestMove move) {
        tests.save(move.after());
        tell(move);
    }

    /** Events and commands alone. */
    void tell(TestMove move) {
        move.events().forEach(event -> outbox.put(Topics.REPLICA_EVENTS, event));
        move.commands().forEach(command -> outbox.put(Topics.HOST_COMMANDS, command));
    }
}
