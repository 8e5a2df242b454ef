package io.berth.replica.domain;

import static io.berth.replica.domain.Samples.TARGET;
import static io.berth.replica.domain.Samples.at;
import static io.berth.replica.domain.Samples.command;
import static io.berth.replica.domain.Samples.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.EndReplicaTest;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaTestCleaned;
import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.replica.FailoverTested;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.TestOutcome;
import io.berth.replica.domain.test.ReplicaTest;
import io.berth.replica.domain.test.TestDraft;
import io.berth.replica.domain.test.TestMove;
import io.berth.replica.domain.test.TestOrders;
import io.berth.replica.domain.test.TestRefusal;
import io.berth.replica.domain.test.TestRules;
import io.berth.replica.domain.test.TestStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of a replica by scenario: what is asked of the target, what is told, and in which state.
 */
class ReplicaTestTest {
    private static final Principal ANNA = new Principal("anna@example.org");
    private static final CommandId ID = new CommandId("t1");
    private static final Duration HOUR = Duration.ofHours(1);

    private final CycleRules cycles = new CycleRules(ReplicaPolicy.DEFAULT);
    private Relationship relationship = copied();
    private @Nullable ReplicaTest test;
    private final List<HostCommand> commands = new ArrayList<>();
    private final List<ReplicaEvent> events = new ArrayList<>();
    private long numbers = 10;

    private Relationship copied() {
        var first =
                (Decision.Ordered)
                        cycles.wake(Samples.fresh(), running(), HostStanding.UP, command(1), at(0));
        return ended(first, ReplicaCycleEnded.Outcome.COPIED, at(1));
    }

    private Relationship ended(
            Decision.Ordered cycle, ReplicaCycleEnded.Outcome outcome, Instant now) {
        var end =
                (Decision.Ended)
                        cycles.answered(cycle.after(), Samples.answer(cycle.order(), outcome), now);
        return end.after();
    }

    private TestOrders.Situation situation(@Nullable ReplicaTest open) {
        return new TestOrders.Situation(
                relationship,
                open,
                List.of(
                        new RecoveryPoint(new CycleNumber(2), at(30)),
                        new RecoveryPoint(new CycleNumber(1), at(0))),
                HostStanding.UP,
                MiB.ofGiB(4),
                1);
    }

    private static TestDraft draft(@Nullable Long point, Duration keepFor) {
        return new TestDraft(
                point == null ? null : new CycleNumber(point), TestDraft.BOOT_WITHIN, keepFor);
    }

    private ReplicaTest begin(Duration keepFor) {
        return take(
                accepted(
                        TestOrders.begin(draft(null, keepFor), situation(null), ID, ANNA, at(60))));
    }

    private static TestMove accepted(Verdict<TestMove> verdict) {
        return ((Verdict.Accepted<TestMove>) verdict).value();
    }

    private static TestRefusal refusal(Verdict<TestMove> verdict) {
        var refused = (Verdict.Refused<TestMove>) verdict;
        return ((ReplicaRefusal.OfTest) refused.refusals().getFirst().refusal()).refusal();
    }

    private ReplicaTest take(TestMove move) {
        test = move.after();
        Relationship after = move.relationship();
        if (after != null) {
            relationship = after;
        }
        commands.addAll(move.commands());
        events.addAll(move.events());
        return move.after();
    }

    private ReplicaTest test() {
        return Objects.requireNonNull(test);
    }

    private CommandId fresh() {
        return command(numbers++);
    }

    /** Looks whenever it is due, until this moment. */
    private void pass(Instant until) {
        while (test().wakeAt() instanceof Instant due && !due.isAfter(until)) {
            take(TestRules.look(test(), relationship, fresh(), due));
        }
    }

    private void judged(ReplicaTested.Outcome outcome, Instant now) {
        take(
                TestRules.judged(
                        test(),
                        new ReplicaTested(
                                TARGET,
                                new DomainId("west"),
                                new BootId(1),
                                Tenure.NONE,
                                ID,
                                relationship.id(),
                                relationship.agreement().vm(),
                                test().order().point().cycle(),
                                outcome,
                                outcome == ReplicaTested.Outcome.BOOTED
                                        ? Duration.ofSeconds(40)
                                        : null,
                                "so it is",
                                Instant.EPOCH),
                        now));
    }

    private void cleaned(Instant now) {
        take(
                TestRules.cleaned(
                        test(),
                        relationship,
                        new ReplicaTestCleaned(
                                TARGET,
                                new DomainId("west"),
                                new BootId(1),
                                Tenure.NONE,
                                ID,
                                relationship.id(),
                                relationship.agreement().vm(),
                                Instant.EPOCH),
                        now));
    }

    private List<TestOutcome> told() {
        return events.stream()
                .filter(FailoverTested.class::isInstance)
                .map(event -> ((FailoverTested) event).outcome())
                .toList();
    }

    private void assertClosed(TestOutcome outcome, ReplicationState state) {
        assertThat(test().step()).isEqualTo(TestStep.CLOSED);
        assertThat(test().wakeAt()).isNull();
        assertThat(Objects.requireNonNull(test().result()).outcome()).isEqualTo(outcome);
        assertThat(told()).as("told once").containsExactly(outcome);
        assertThat(relationship.phase().state()).isEqualTo(state);
    }

    @Test
    void setAsideItIsTheSameAndLookedAtLater() {
        ReplicaTest before = begin(Duration.ZERO);

        TestMove move = TestRules.setAside(before, at(70));

        assertThat(move.after().wakeAt()).isEqualTo(at(80));
        assertThat(move.after())
                .usingRecursiveComparison()
                .ignoringFields("wakeAt")
                .isEqualTo(before);
        assertThat(move.events()).isEmpty();
        assertThat(move.commands()).isEmpty();
    }

    @Test
    void itBootsAndIsCleaned() {
        begin(Duration.ZERO);
        assertThat(relationship.phase().state()).isEqualTo(ReplicationState.TESTING);
        assertThat(commands)
                .containsExactly(
                        new TestReplica(
                                TARGET,
                                ID,
                                relationship.id(),
                                relationship.agreement().vm(),
                                new CycleNumber(2),
                                MiB.ofGiB(4),
                                Duration.ofMinutes(5),
                                Duration.ZERO));
        judged(ReplicaTested.Outcome.BOOTED, at(100));
        assertThat(told()).containsExactly(TestOutcome.BOOTED);
        assertThat(relationship.phase().state())
                .as("until nothing is left")
                .isEqualTo(ReplicationState.TESTING);
        cleaned(at(101));
        assertClosed(TestOutcome.BOOTED, ReplicationState.REPLICATING);
        assertThat(commands).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyVerdictIsTold(ReplicaTested.Outcome outcome) {
        begin(Duration.ZERO);
        judged(outcome, at(100));
        cleaned(at(101));
        assertClosed(TestOutcome.valueOf(outcome.name()), ReplicationState.REPLICATING);
    }

    @Test
    void answersThatComeAgainLateOrInAnotherOrderChangeNothing() {
        begin(Duration.ZERO);
        judged(ReplicaTested.Outcome.NOT_BOOTED, at(100));
        ReplicaTest once = test();
        judged(ReplicaTested.Outcome.BOOTED, at(101));
        assertThat(test()).isEqualTo(once);
        cleaned(at(102));
        ReplicaTest closed = test();
        judged(ReplicaTested.Outcome.BOOTED, at(103));
        cleaned(at(104));
        take(TestRules.interrupted(test(), relationship, "late", at(105)));
        assertThat(test()).isEqualTo(closed);
        assertClosed(TestOutcome.NOT_BOOTED, ReplicationState.REPLICATING);
    }

    @Test
    void cyclesGoOnMeanwhile() {
        begin(HOUR);
        var second =
                (Decision.Ordered)
                        cycles.wake(relationship, running(), HostStanding.UP, command(2), at(61));
        relationship = ended(second, ReplicaCycleEnded.Outcome.COPIED, at(62));
        assertThat(relationship.phase().state()).isEqualTo(ReplicationState.TESTING);
        assertThat(relationship.agenda().wakeAt()).isEqualTo(at(90));

        var third =
                (Decision.Ordered)
                        cycles.wake(relationship, running(), HostStanding.UP, command(3), at(90));
        relationship = ended(third, ReplicaCycleEnded.Outcome.TARGET_UNREACHABLE, at(91));
        assertThat(relationship.phase().state()).isEqualTo(ReplicationState.TESTING);
        cleaned(at(92));
        assertClosed(TestOutcome.INTERRUPTED, ReplicationState.REPLICATING);
    }

    @Test
    void aLostCopyIsCopiedAnewWhateverTheTestSays() {
        begin(HOUR);
        var second =
                (Decision.Ordered)
                        cycles.wake(relationship, running(), HostStanding.UP, command(2), at(61));
        relationship = ended(second, ReplicaCycleEnded.Outcome.TARGET_LACKS_COPY, at(62));
        assertThat(relationship.phase().state()).isEqualTo(ReplicationState.RESYNC_REQUIRED);
        judged(ReplicaTested.Outcome.BOOTED, at(63));
        cleaned(at(64));
        assertClosed(TestOutcome.BOOTED, ReplicationState.RESYNC_REQUIRED);
    }

    @Test
    void anUnansweredOneIsRepeatedAtGrowingPausesEndedAndGivenUp() {
        begin(Duration.ZERO);
        pass(at(60 + 5 + 10 + 20));
        assertThat(commands).hasSize(4).allMatch(command -> command.command().equals(ID));
        pass(at(60 + 6 * 60));
        assertThat(told()).containsExactly(TestOutcome.NO_ANSWER);
        assertThat(test().step()).isEqualTo(TestStep.ENDING);
        assertThat(relationship.phase().state()).isEqualTo(ReplicationState.TESTING);

        commands.clear();
        pass(at(60 + 60 * 60));
        assertClosed(TestOutcome.NO_ANSWER, ReplicationState.REPLICATING);
        assertThat(commands).hasSizeBetween(5, 12).allMatch(EndReplicaTest.class::isInstance);
        assertThat(commands.stream().map(HostCommand::command).distinct())
                .as("the same command each time")
                .hasSize(1);
        assertThat(test().since()).isEqualTo(at(60 + 11 * 60));
    }

    @Test
    void oneThatIsKeptIsEndedWhenItsTimeIsOver() {
        begin(HOUR);
        judged(ReplicaTested.Outcome.BOOTED, at(100));
        commands.clear();
        pass(at(100 + 3600 + 59));
        assertThat(commands).isEmpty();
        pass(at(100 + 3600 + 60));
        assertThat(commands).hasSize(1).allMatch(EndReplicaTest.class::isInstance);
        cleaned(at(3800));
        assertClosed(TestOutcome.BOOTED, ReplicationState.REPLICATING);
    }

    @Test
    void oneThatDidNotBootIsNotKept() {
        begin(HOUR);
        judged(ReplicaTested.Outcome.NOT_BOOTED, at(100));
        pass(at(160));
        assertThat(test().step()).isEqualTo(TestStep.ENDING);
    }

    @Test
    void anOperatorEndsItOnce() {
        begin(HOUR);
        commands.clear();
        take(accepted(TestOrders.end(test(), "t1", fresh(), at(70))));
        take(accepted(TestOrders.end(test(), "t1", fresh(), at(71))));
        assertThat(commands).hasSize(1);
        assertThat(((EndReplicaTest) commands.getFirst()).test()).isEqualTo(ID);
        cleaned(at(72));
        assertClosed(TestOutcome.ENDED, ReplicationState.REPLICATING);
        take(accepted(TestOrders.end(test(), "t1", fresh(), at(73))));
        assertThat(commands).hasSize(1);
        assertThat(refusal(TestOrders.end(null, "t9", fresh(), at(74))))
                .isEqualTo(new TestRefusal.NoSuchTest("t9"));
    }

    @Test
    void aVerdictThatComesWhileItIsEndedCounts() {
        begin(HOUR);
        take(accepted(TestOrders.end(test(), "t1", fresh(), at(70))));
        judged(ReplicaTested.Outcome.BOOTED, at(71));
        assertThat(test().step()).isEqualTo(TestStep.ENDING);
        cleaned(at(72));
        assertClosed(TestOutcome.BOOTED, ReplicationState.REPLICATING);
    }

    @Test
    void aFailoverBeginsAndEndsTheTest() {
        begin(HOUR);
        commands.clear();
        relationship = Turns.begin(relationship, at(70), events);
        take(TestRules.look(test(), relationship, fresh(), at(70)));
        assertThat(commands).hasSize(1).allMatch(EndReplicaTest.class::isInstance);
        cleaned(at(71));
        assertClosed(TestOutcome.ENDED, ReplicationState.PREPARED);
    }

    @Test
    void aFailoverThatIsCancelledMeanwhileCopiesAgain() {
        begin(HOUR);
        Phase before = relationship.phase();
        relationship = Turns.begin(relationship, at(70), events);
        take(TestRules.look(test(), relationship, fresh(), at(70)));
        relationship = Turns.cancelled(relationship, before, at(75), events);
        assertThat(relationship.phase().state()).isEqualTo(ReplicationState.REPLICATING);
        cleaned(at(76));
        assertClosed(TestOutcome.ENDED, ReplicationState.REPLICATING);
    }

    @Test
    void theTargetDies() {
        begin(HOUR);
        take(TestRules.interrupted(test(), relationship, "w1 has failed", at(70)));
        assertClosed(TestOutcome.INTERRUPTED, ReplicationState.REPLICATING);
        assertThat(Objects.requireNonNull(test().result()).detail()).isEqualTo("w1 has failed");
    }

    @Test
    void theTargetDiesAfterItsVerdict() {
        begin(HOUR);
        judged(ReplicaTested.Outcome.BOOTED, at(70));
        take(TestRules.interrupted(test(), relationship, "w1 has failed", at(80)));
        assertClosed(TestOutcome.BOOTED, ReplicationState.REPLICATING);
    }

    @Test
    void aRemovalEndsIt() {
        begin(HOUR);
        commands.clear();
        take(TestRules.removed(test(), fresh(), at(70)));
        assertThat(commands).hasSize(1).allMatch(EndReplicaTest.class::isInstance);
        assertThat(told()).containsExactly(TestOutcome.ENDED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverIsLostDoubledOrLateItEndsWithOneResult(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        for (int run = 0; run < 50; run++) {
            ReplicaTestTest one = new ReplicaTestTest();
            one.randomly(random);
            assertThat(one.test().isOpen()).as("open in run %d", run).isFalse();
            assertThat(one.told()).as("told in run %d", run).hasSize(1);
            assertThat(one.relationship.phase().state()).isNotEqualTo(ReplicationState.TESTING);
        }
    }

    private void randomly(RandomGenerator random) {
        begin(random.nextBoolean() ? HOUR : Duration.ZERO);
        Instant now = at(60);
        for (int i = 0; i < 30; i++) {
            now = now.plusSeconds(random.nextInt(1, 120));
            pass(now);
            assertThat(told().size()).isLessThanOrEqualTo(1);
            switch (random.nextInt(16)) {
                case 0, 1 -> {
                    var all = ReplicaTested.Outcome.values();
                    judged(all[random.nextInt(all.length)], now);
                }
                case 2 -> cleaned(now);
                case 3 -> take(accepted(TestOrders.end(test(), "t1", fresh(), now)));
                case 4 -> take(TestRules.interrupted(test(), relationship, "failed", now));
                case 5 -> {
                    if (Lifecycle.isLegal(relationship.phase().state(), Trigger.FAIL_OVER)) {
                        relationship = Turns.begin(relationship, now, events);
                    }
                }
                case 6 -> {
                    if (relationship.phase().state() == ReplicationState.PREPARED) {
                        Phase before = new Phase(ReplicationState.TESTING, null, at(60));
                        relationship = Turns.cancelled(relationship, before, now, events);
                    }
                }
                default -> {}
            }
        }
        pass(now.plus(HOUR.multipliedBy(2)));
    }

    @Test
    void whatStandsAgainstOneIsSaid() {
        assertThat(refusal(TestOrders.begin(draft(9L, HOUR), situation(null), ID, ANNA, at(60))))
                .isEqualTo(new TestRefusal.NoSuchPoint(relationship.id(), new CycleNumber(9)));
        TestOrders.Situation plain = situation(null);
        assertThat(refusal(begin(plain, List.of(), HostStanding.UP, MiB.ofGiB(1))))
                .isEqualTo(new TestRefusal.NoSuchPoint(relationship.id(), null));
        assertThat(refusal(begin(plain, plain.points(), HostStanding.DOWN, MiB.ofGiB(1))))
                .isEqualTo(new TestRefusal.TargetDown(TARGET));
        assertThat(refusal(begin(plain, plain.points(), HostStanding.UP, null)))
                .isEqualTo(new TestRefusal.VmUnknown(relationship.agreement().vm()));

        begin(HOUR);
        TestRefusal open =
                refusal(
                        TestOrders.begin(
                                draft(null, HOUR), situation(test()), fresh(), ANNA, at(70)));
        assertThat(open).isEqualTo(new TestRefusal.AlreadyOpen(test().order(), TestStep.BOOTING));
        assertThat(open.wording().values())
                .containsEntry("principal", ANNA.value())
                .containsEntry("since", at(60).toString());
        assertThat(
                        refusal(
                                TestOrders.begin(
                                        draft(null, HOUR), situation(null), fresh(), ANNA, at(70))))
                .isEqualTo(new TestRefusal.WrongState(relationship.id(), ReplicationState.TESTING));
    }

    private static Verdict<TestMove> begin(
            TestOrders.Situation situation,
            List<RecoveryPoint> points,
            HostStanding target,
            @Nullable MiB memory) {
        return TestOrders.begin(
                draft(null, HOUR),
                new TestOrders.Situation(situation.relationship(), null, points, target, memory, 1),
                ID,
                ANNA,
                at(60));
    }
}
