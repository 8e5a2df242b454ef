package io.berth.simulator.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.EndReplicaTest;
import io.berth.contracts.hosts.ReplicaTested.Outcome;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.simulator.replica.TestOutput.Cleaned;
import io.berth.simulator.replica.TestOutput.Judged;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tests a host takes up, when they give way, and how they are answered. */
class ReplicaTesterTest {
    private static final HostId HOST = new HostId("w1");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final MiB FREE = MiB.ofGiB(8);

    private final ReplicaTester tester = new ReplicaTester();
    private Duration now = Duration.ofSeconds(100);

    private static TestReplica test(String name, Duration keepFor) {
        return new TestReplica(
                HOST,
                new CommandId("t-" + name),
                new RelationshipId("r-" + name),
                new VmId("vm-" + name),
                new CycleNumber(7),
                MiB.ofGiB(4),
                Duration.ofMinutes(5),
                keepFor);
    }

    private static EndReplicaTest end(TestReplica test) {
        return new EndReplicaTest(
                HOST, new CommandId("e"), test.relationship(), test.vm(), test.command());
    }

    private List<TestOutput> step(TestInput input) {
        return tester.step(now, input);
    }

    private List<TestOutput> order(TestReplica test) {
        return step(new TestInput.Ordered(test, FREE));
    }

    private static Cleaned cleaned(TestReplica test) {
        return new Cleaned(test.command(), test.relationship(), test.vm());
    }

    private static TestOutput wipe(TestReplica test) {
        return new TestOutput.Wipe(test.command());
    }

    private static Judged judged(TestReplica test, Outcome outcome, String detail) {
        return new Judged(test, outcome, null, detail);
    }

    private Judged boot(TestReplica test) {
        assertThat(order(test)).containsExactly(new TestOutput.Write(test));
        assertThat(step(new TestInput.Written(test.command())))
                .containsExactly(new TestOutput.Boot(test));
        now = now.plusSeconds(40);
        Judged booted = new Judged(test, Outcome.BOOTED, Duration.ofSeconds(40), "");
        List<TestOutput> done = step(new TestInput.BootEnded(test.command(), null));
        assertThat(done).startsWith(booted);
        return booted;
    }

    @Test
    void itBootsIsJudgedWipedAndOnlyThenCleaned() {
        TestReplica test = test("a", Duration.ZERO);
        order(test);
        step(new TestInput.Written(test.command()));
        now = now.plusSeconds(40);
        assertThat(step(new TestInput.BootEnded(test.command(), null)))
                .containsExactly(
                        new Judged(test, Outcome.BOOTED, Duration.ofSeconds(40), ""), wipe(test));
        assertThat(tester.isBusy()).isTrue();
        assertThat(step(new TestInput.Wiped(test.command()))).containsExactly(cleaned(test));
        assertThat(tester.isBusy()).isFalse();
        assertThat(tester.nextWake()).isEmpty();
    }

    @Test
    void aRepeatedOrderIsAnsweredAlikeAndCarriedOutOnce() {
        TestReplica test = test("a", HOUR);
        order(test);
        assertThat(order(test)).as("its answer is on the way").isEmpty();
        step(new TestInput.Written(test.command()));
        now = now.plusSeconds(2);
        TestOutput booted = step(new TestInput.BootEnded(test.command(), null)).getFirst();
        now = now.plusSeconds(2);
        assertThat(order(test)).containsExactly(booted);
        assertThat(step(new TestInput.EndOrdered(end(test)))).containsExactly(wipe(test));
        assertThat(step(new TestInput.EndOrdered(end(test)))).as("it is under way").isEmpty();
        step(new TestInput.Wiped(test.command()));
        assertThat(order(test)).containsExactly(booted, cleaned(test));
        assertThat(step(new TestInput.EndOrdered(end(test)))).containsExactly(cleaned(test));
    }

    @Test
    void whatIsTornDoesNotBoot() {
        TestReplica test = test("a", HOUR);
        order(test);
        step(new TestInput.Written(test.command()));
        assertThat(step(new TestInput.BootEnded(test.command(), "block 7 is not right")))
                .containsExactly(
                        judged(test, Outcome.NOT_BOOTED, "block 7 is not right"), wipe(test));
    }

    @Test
    void aPointThatIsNotHeldIsRefused() {
        TestReplica test = test("a", HOUR);
        order(test);
        assertThat(step(new TestInput.PointMissing(test.command(), "it holds no copy")))
                .containsExactly(
                        judged(test, Outcome.REFUSED_NO_SUCH_POINT, "it holds no copy"),
                        wipe(test));
        assertThat(step(new TestInput.Wiped(test.command()))).containsExactly(cleaned(test));
    }

    @Test
    void memoryIsOnlyWhatIsFree() {
        boot(test("a", HOUR));
        boot(test("b", HOUR));
        TestReplica third = test("c", HOUR);
        assertThat(order(third))
                .containsExactly(
                        judged(third, Outcome.REFUSED_NO_MEMORY, "needs 4096 MiB, free are 0 MiB"),
                        cleaned(third));
    }

    @Test
    void theNewestGivesWayToAVmThatIsStarted() {
        TestReplica first = test("a", HOUR);
        boot(first);
        TestReplica second = test("b", HOUR);
        order(second);
        assertThat(step(needed(0))).as("there is room for both").isEmpty();
        assertThat(step(needed(2)))
                .containsExactly(judged(second, Outcome.GAVE_WAY, "vm-9 is started"), wipe(second));
        assertThat(step(needed(2))).as("that is enough").isEmpty();
        assertThat(step(needed(8))).as("judged before").containsExactly(wipe(first));
        assertThat(step(needed(8))).isEmpty();
    }

    private static TestInput needed(long gib) {
        return new TestInput.MemoryNeeded(FREE, MiB.ofGiB(gib), "vm-9 is started");
    }

    @Test
    void onePerVmAndRelationship() {
        TestReplica first = test("a", HOUR);
        order(first);
        now = now.plusSeconds(12);
        TestReplica again =
                new TestReplica(
                        HOST,
                        new CommandId("t-again"),
                        new RelationshipId("r-other"),
                        first.vm(),
                        first.point(),
                        first.memory(),
                        first.bootWithin(),
                        HOUR);
        assertThat(order(again))
                .containsExactly(
                        judged(again, Outcome.REFUSED_BUSY, "test t-a of vm-a runs since PT12S"),
                        cleaned(again));
    }

    @Test
    void asManyAsThereMayBe() {
        for (int i = 0; i < ReplicaTester.MAX_RUNNING; i++) {
            step(new TestInput.Ordered(test("n" + i, HOUR), MiB.ofGiB(1024)));
        }
        TestReplica oneMore = test("more", HOUR);
        assertThat(step(new TestInput.Ordered(oneMore, MiB.ofGiB(1024))))
                .containsExactly(
                        judged(
                                oneMore,
                                Outcome.REFUSED_BUSY,
                                "16 tests run on this host, the most at once"),
                        cleaned(oneMore));
    }

    @Test
    void itHasToBootInTimeAndIsKeptNoLongerThanAsked() {
        TestReplica slow = test("a", HOUR);
        order(slow);
        assertThat(tester.nextWake()).contains(now.plus(Duration.ofMinutes(5)));
        now = now.plus(Duration.ofMinutes(5));
        assertThat(step(new TestInput.Tick()))
                .containsExactly(
                        judged(slow, Outcome.NOT_BOOTED, "it had not booted within PT5M"),
                        wipe(slow));
        assertThat(step(new TestInput.Written(slow.command()))).as("too late").isEmpty();
        assertThat(step(new TestInput.BootEnded(slow.command(), null))).isEmpty();
        assertThat(step(new TestInput.Wiped(slow.command()))).containsExactly(cleaned(slow));

        TestReplica kept = test("b", HOUR);
        boot(kept);
        now = now.plus(HOUR).minusMillis(1);
        assertThat(step(new TestInput.Tick())).isEmpty();
        now = now.plusMillis(1);
        assertThat(step(new TestInput.Tick())).containsExactly(wipe(kept));
    }

    @Test
    void anEndThatComesFirstKeepsItFromBeginning() {
        TestReplica test = test("a", HOUR);
        assertThat(step(new TestInput.EndOrdered(end(test)))).containsExactly(cleaned(test));
        assertThat(order(test)).containsExactly(judged(test, Outcome.ENDED, ""), cleaned(test));
    }
}
