package io.berth.replica.domain.test;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.ReplicaTestCleaned;
import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.replica.FailoverTested;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.TestOutcome;
import io.berth.replica.domain.Moments;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.ReplicaPolicy;
import io.berth.replica.domain.Turns;
import io.berth.replica.domain.test.ReplicaTest.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a test of a replica goes on.
 *
 * <p><b>Goals.</b> Each test has one result and ends; a relationship stays {@code TESTING} until
 * the target says that nothing is left of it, or cannot know of it any more; a disaster waits for
 * no test; each answer may be lost, come twice, late or never.
 *
 * <p><b>Constraints.</b> The target carries the test out and is the only one that knows anything of
 * it. Placement is not asked: what boots there is no VM of the estate, has no epoch, and gives way.
 *
 * <p><b>Steps.</b> {@code BOOTING} → {@code JUDGED} → {@code CLOSED}; from either of the first two
 * to {@code ENDING}, when an operator wants it, a failover begins, or the target is overdue. What
 * is not answered is asked again with the same command at growing pauses, and given up after {@link
 * #GIVE_UP_AFTER}: the result is then {@code NO_ANSWER}, unless one was there.
 *
 * <p><b>Worked example.</b> Ordered at 0 with 5 min to boot; asked again at 5, 15 and 35 s, which
 * changes nothing; booted at 48 s, which is the evidence; cleaned at 49 s: closed. With the target
 * silent: ended at 6 min, since it was to boot within 5 and has a minute's grace; asked to end it
 * at 6:00, 6:05, 6:15 …; given up at 11 min.
 *
 * <p>Each method is constant time.
 */
public final class TestRules {
    /** The first pause before a command is repeated; each is twice the one before. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    /** Long enough to be no load, short enough to end a test soon after a host is back. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** What a report may be late beyond the time that was granted. */
    static final Duration GRACE = Duration.ofMinutes(1);

    /** A host that has not answered for so long is looked after by others. */
    static final Duration GIVE_UP_AFTER = Duration.ofMinutes(5);

    private TestRules() {}

    /**
     * It is this test's turn.
     *
     * @param command for what is ordered, if anything is
     */
    public static TestMove look(
            ReplicaTest test, Relationship relationship, CommandId command, Instant now) {
        return switch (test.step()) {
            case BOOTING -> {
                if (isFailingOver(relationship)) {
                    yield end(test, List.of(), command, now);
                }
                yield overdueAt(test).isAfter(now)
                        ? again(test, test.begin(), now)
                        : unanswered(test, command, now);
            }
            case JUDGED ->
                    isFailingOver(relationship) || !overdueAt(test).isAfter(now)
                            ? end(test, List.of(), command, now)
                            : TestMove.only(test.lookedAtAgain(overdueAt(test)));
            case ENDING -> {
                CommandId known = test.ending();
                yield overdueAt(test).isAfter(now)
                        ? again(test, test.end(known == null ? command : known), now)
                        : closed(
                                test,
                                relationship,
                                TestOutcome.NO_ANSWER,
                                test.order().host() + " has not answered for " + GIVE_UP_AFTER,
                                now);
            }
            case CLOSED -> TestMove.only(test.closed(test.since()));
        };
    }

    /** Puts a test aside whose turn ended in an exception, so that the others get theirs. */
    public static TestMove setAside(ReplicaTest test, Instant now) {
        return TestMove.only(test.lookedAtAgain(now.plus(ReplicaPolicy.SET_ASIDE)));
    }

    /** The target has judged; once there is a result, nothing changes it. */
    public static TestMove judged(ReplicaTest test, ReplicaTested answer, Instant now) {
        if (!test.isOpen() || test.result() != null) {
            return TestMove.only(test);
        }
        ReplicaTest shown =
                test.with(
                        new Result(
                                outcome(answer.outcome()),
                                answer.bootTook(),
                                answer.detail(),
                                now));
        ReplicaTest after =
                switch (test.step()) {
                    case BOOTING -> shown.judged(now, now.plus(kept(shown)).plus(GRACE));
                    case JUDGED, ENDING, CLOSED -> shown;
                };
        return new TestMove(after, null, List.of(told(after, after.result())), List.of());
    }

    /**
     * Nothing of it is left at the target.
     *
     * @param relationship of the test; absent when it was removed
     */
    public static TestMove cleaned(
            ReplicaTest test,
            @Nullable Relationship relationship,
            ReplicaTestCleaned answer,
            Instant now) {
        return switch (test.step()) {
            case BOOTING ->
                    closed(
                            test,
                            relationship,
                            TestOutcome.INTERRUPTED,
                            answer.host() + " knows nothing of it",
                            now);
            case JUDGED, ENDING -> closed(test, relationship, TestOutcome.ENDED, "", now);
            case CLOSED -> TestMove.only(test);
        };
    }

    /**
     * Its host has failed, or its agent was started anew, which deletes what is left of tests.
     *
     * @param why for people
     */
    public static TestMove interrupted(
            ReplicaTest test, @Nullable Relationship relationship, String why, Instant now) {
        return test.isOpen()
                ? closed(test, relationship, TestOutcome.INTERRUPTED, why, now)
                : TestMove.only(test);
    }

    /** Its relationship is removed; the target ends it, and nobody waits for the answer. */
    public static TestMove removed(ReplicaTest test, CommandId command, Instant now) {
        TestMove closed =
                closed(test, null, TestOutcome.ENDED, "the relationship was removed", now);
        return new TestMove(closed.after(), null, closed.events(), List.of(test.end(command)));
    }

    /** The target is asked to end it. */
    static TestMove end(
            ReplicaTest test, List<ReplicaEvent> events, CommandId command, Instant now) {
        return new TestMove(
                test.ending(command, now, now.plus(FIRST_PAUSE)),
                null,
                events,
                List.of(test.end(command)));
    }

    private static TestMove unanswered(ReplicaTest test, CommandId command, Instant now) {
        ReplicaTest given =
                test.with(
                        new Result(
                                TestOutcome.NO_ANSWER,
                                null,
                                "%s has not answered within %s"
                                        .formatted(
                                                test.order().host(),
                                                test.order().bootWithin().plus(GRACE)),
                                now));
        return end(given, List.of(told(given, given.result())), command, now);
    }

    private static TestMove again(ReplicaTest test, HostCommand command, Instant now) {
        Instant next = now.plus(Moments.pause(FIRST_PAUSE, test.asked() + 1, LONGEST_PAUSE));
        Instant overdue = overdueAt(test);
        return new TestMove(
                test.askedAgain(next.isBefore(overdue) ? next : overdue),
                null,
                List.of(),
                List.of(command));
    }

    /** Until when the target may answer in this step. */
    private static Instant overdueAt(ReplicaTest test) {
        return switch (test.step()) {
            case BOOTING -> test.since().plus(test.order().bootWithin()).plus(GRACE);
            case JUDGED -> test.since().plus(kept(test)).plus(GRACE);
            case ENDING, CLOSED -> test.since().plus(GIVE_UP_AFTER);
        };
    }

    private static Duration kept(ReplicaTest test) {
        Result result = test.result();
        return result != null && result.outcome() == TestOutcome.BOOTED
                ? test.order().keepFor()
                : Duration.ZERO;
    }

    /** Cycles rest, and the host may need what the test holds. */
    private static boolean isFailingOver(Relationship relationship) {
        ReplicationState state = relationship.phase().state();
        return state == ReplicationState.PREPARED || state == ReplicationState.FAILED_OVER;
    }

    private static TestMove closed(
            ReplicaTest test,
            @Nullable Relationship relationship,
            TestOutcome otherwise,
            String detail,
            Instant now) {
        List<ReplicaEvent> events = new ArrayList<>();
        ReplicaTest after = test.closed(now);
        if (test.result() == null) {
            after = after.with(new Result(otherwise, null, detail, now));
            events.add(told(after, after.result()));
        }
        Relationship back =
                relationship != null && relationship.phase().state() == ReplicationState.TESTING
                        ? Turns.tested(relationship, now, events)
                        : null;
        return new TestMove(after, back, events, List.of());
    }

    private static TestOutcome outcome(ReplicaTested.Outcome outcome) {
        return switch (outcome) {
            case BOOTED -> TestOutcome.BOOTED;
            case NOT_BOOTED -> TestOutcome.NOT_BOOTED;
            case REFUSED_NO_SUCH_POINT -> TestOutcome.REFUSED_NO_SUCH_POINT;
            case REFUSED_NO_MEMORY -> TestOutcome.REFUSED_NO_MEMORY;
            case REFUSED_BUSY -> TestOutcome.REFUSED_BUSY;
            case GAVE_WAY -> TestOutcome.GAVE_WAY;
            case ENDED -> TestOutcome.ENDED;
        };
    }

    private static FailoverTested told(ReplicaTest test, @Nullable Result result) {
        if (result == null) {
            throw new IllegalStateException("test " + test.order().id() + " has shown nothing");
        }
        ReplicaTest.Order order = test.order();
        return new FailoverTested(
                order.relationship(),
                order.vm(),
                order.id(),
                order.host(),
                order.point().cycle(),
                order.point().pointAt(),
                result.outcome(),
                result.bootTook(),
                result.detail(),
                order.by());
    }
}
