package io.berth.replica.app;

import io.berth.contracts.hosts.ReplicaTestCleaned;
import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.test.ReplicaTest;
import io.berth.replica.domain.test.TestMove;
import io.berth.replica.domain.test.TestRules;
import io.berth.replica.store.TestStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What hosts say of tests, and what is said of those hosts, in the caller's transaction. The rows
 * of the relationships are locked; what becomes of those the caller writes. Keeps nothing.
 */
@ApplicationScoped
class HearOfTests {
    private final TestStore tests;
    private final CarryOutTests carryOut;

    HearOfTests(TestStore tests, CarryOutTests carryOut) {
        this.tests = tests;
        this.carryOut = carryOut;
    }

    /** The relationships that are tested at these hosts. */
    Set<RelationshipId> testedAt(Collection<HostId> hosts) {
        return tests.openAt(hosts).stream()
                .map(test -> test.order().relationship())
                .collect(Collectors.toSet());
    }

    /** A host has judged. */
    Optional<TestMove> judged(
            ReplicaTested answer, Map<RelationshipId, Relationship> locked, Instant now) {
        return heard(
                answer.command(),
                answer.relationship(),
                locked,
                test -> TestRules.judged(test, answer, now));
    }

    /** Nothing of a test is left at its host. */
    Optional<TestMove> cleaned(
            ReplicaTestCleaned answer, Map<RelationshipId, Relationship> locked, Instant now) {
        return heard(
                answer.test(),
                answer.relationship(),
                locked,
                test -> TestRules.cleaned(test, locked.get(answer.relationship()), answer, now));
    }

    /** A host has failed, or its agent was started anew: what it tested is over. */
    List<TestMove> interrupted(
            HostId host, String why, Map<RelationshipId, Relationship> locked, Instant now) {
        List<TestMove> moves =
                tests.openAt(Set.of(host)).stream()
                        .filter(test -> locked.containsKey(test.order().relationship()))
                        .map(test ->
                                TestRules.interrupted(
                                        test, locked.get(test.order().relationship()), why, now))
                        .toList();
        moves.forEach(carryOut::writeTest);
        return moves;
    }

    /** A test of another relationship than the answer names, or of one that is gone, is not it. */
    private Optional<TestMove> heard(
            CommandId id,
            RelationshipId relationship,
            Map<RelationshipId, Relationship> locked,
            Function<ReplicaTest, TestMove> rule) {
        Optional<TestMove> move =
                tests.find(id)
                        .filter(test -> test.order().relationship().equals(relationship))
                        .filter(_ -> locked.containsKey(relationship))
                        .map(rule);
        move.ifPresent(carryOut::writeTest);
        return move;
    }
}
