package io.berth.replica.domain.test;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.replica.domain.HostStanding;
import io.berth.replica.domain.Lifecycle;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.ReplicaRefusal;
import io.berth.replica.domain.Trigger;
import io.berth.replica.domain.Turns;
import io.berth.replica.domain.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people may ask of a test: begin, end. */
public final class TestOrders {
    private TestOrders() {}

    /**
     * What is known when somebody asks for a test.
     *
     * @param open a test of the same VM that is open, by this relationship or another; absent when
     *     there is none
     * @param points that the target holds, newest first
     * @param target how it is
     * @param memory of the VM as inventory has it; absent when it does not know the VM
     * @param number for the new test
     */
    public record Situation(
            Relationship relationship,
            @Nullable ReplicaTest open,
            List<RecoveryPoint> points,
            HostStanding target,
            @Nullable MiB memory,
            long number) {
        /** Takes a copy. */
        public Situation {
            points = List.copyOf(points);
        }
    }

    /**
     * Begins a test.
     *
     * @param id for the test, and for the command to the target
     */
    public static Verdict<TestMove> begin(
            TestDraft draft, Situation situation, CommandId id, Principal by, Instant now) {
        Relationship relationship = situation.relationship();
        ReplicaTest open = situation.open();
        if (open != null) {
            return refused(new TestRefusal.AlreadyOpen(open.order(), open.step()));
        }
        if (!Lifecycle.isLegal(relationship.phase().state(), Trigger.TEST)) {
            return refused(
                    new TestRefusal.WrongState(relationship.id(), relationship.phase().state()));
        }
        if (situation.target() == HostStanding.DOWN) {
            return refused(new TestRefusal.TargetDown(relationship.agreement().target()));
        }
        RecoveryPoint point = chosen(draft.point(), situation.points());
        if (point == null) {
            return refused(new TestRefusal.NoSuchPoint(relationship.id(), draft.point()));
        }
        MiB memory = situation.memory();
        if (memory == null) {
            return refused(new TestRefusal.VmUnknown(relationship.agreement().vm()));
        }
        ReplicaTest test =
                new ReplicaTest(
                        new ReplicaTest.Order(
                                id,
                                situation.number(),
                                relationship.id(),
                                relationship.agreement().vm(),
                                relationship.agreement().target(),
                                point,
                                memory,
                                draft.bootWithin(),
                                draft.keepFor(),
                                by,
                                now),
                        TestStep.BOOTING,
                        now,
                        now.plus(TestRules.FIRST_PAUSE),
                        1,
                        null,
                        null);
        List<ReplicaEvent> events = new ArrayList<>();
        Relationship testing = Turns.testing(relationship, now, events);
        return new Verdict.Accepted<>(new TestMove(test, testing, events, List.of(test.begin())));
    }

    /**
     * Ends a test; one that is over, or is being ended, stays as it is.
     *
     * @param test absent when the relationship has no such test
     */
    public static Verdict<TestMove> end(
            @Nullable ReplicaTest test, String asked, CommandId command, Instant now) {
        if (test == null) {
            return refused(new TestRefusal.NoSuchTest(asked));
        }
        return new Verdict.Accepted<>(
                switch (test.step()) {
                    case BOOTING, JUDGED -> TestRules.end(test, List.of(), command, now);
                    case ENDING, CLOSED -> TestMove.only(test);
                });
    }

    private static @Nullable RecoveryPoint chosen(
            @Nullable CycleNumber asked, List<RecoveryPoint> points) {
        return points.stream()
                .filter(point -> asked == null || point.cycle().equals(asked))
                .findFirst()
                .orElse(null);
    }

    private static Verdict<TestMove> refused(TestRefusal refusal) {
        return Verdict.refused(new ReplicaRefusal.OfTest(refusal));
    }
}
