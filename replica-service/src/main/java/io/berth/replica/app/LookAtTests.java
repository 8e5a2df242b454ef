package io.berth.replica.app;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.replica.domain.Moments;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.test.ReplicaTest;
import io.berth.replica.domain.test.TestMove;
import io.berth.replica.domain.test.TestRules;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.RelationshipStore;
import io.berth.replica.store.TestStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Looks at the tests whose hosts owe an answer, or whose relationship fails over: repeats what was
 * asked, ends it, gives it up. Claimed and committed as {@link LookAtFailovers} does.
 */
@ApplicationScoped
class LookAtTests {
    private static final Logger LOG = Logger.getLogger(LookAtTests.class);

    /** Tests in one transaction. */
    private static final int AT_MOST = 200;

    private final RelationshipStore relationships;
    private final TestStore tests;
    private final DatabaseClock clock;
    private final CarryOutTests carryOut;
    private final ReplicaMeters meters;

    LookAtTests(
            RelationshipStore relationships,
            TestStore tests,
            DatabaseClock clock,
            CarryOutTests carryOut,
            ReplicaMeters meters) {
        this.relationships = relationships;
        this.tests = tests;
        this.clock = clock;
        this.carryOut = carryOut;
        this.meters = meters;
    }

    /** One round. */
    Looked round() {
        List<TestMove> moves = new ArrayList<>();
        Looked round = QuarkusTransaction.requiringNew().call(() -> look(moves));
        moves.forEach(meters::tested);
        return round;
    }

    private Looked look(List<TestMove> moves) {
        Instant now = clock.now();
        Instant next = tests.nextWake().orElse(null);
        if (next == null || next.isAfter(now)) {
            return new Looked(now, false, next);
        }
        Map<RelationshipId, Relationship> claimed = new HashMap<>();
        for (Relationship relationship : relationships.claimTested(now, AT_MOST)) {
            claimed.put(relationship.id(), relationship);
        }
        for (ReplicaTest test : tests.openOf(claimed.keySet())) {
            Relationship relationship = claimed.get(test.order().relationship());
            if (relationship != null && Moments.isDue(test.wakeAt(), now)) {
                TestMove move = look(test, relationship, now);
                carryOut.write(relationship, move);
                moves.add(move);
            }
        }
        return new Looked(now, claimed.size() == AT_MOST, tests.nextWake().orElse(null));
    }

    /** When the rules throw, that test is set aside, and the others go on. */
    private TestMove look(ReplicaTest test, Relationship relationship, Instant now) {
        try {
            return TestRules.look(test, relationship, CommandId.random(), now);
        } catch (RuntimeException e) {
            meters.rulesFailed();
            LOG.errorf(e, "test %s stands still", test.order().id());
            return TestRules.setAside(test, now);
        }
    }
}
