package io.berth.simulator.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.ReplicaAuthentication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which orders are taken up, and how they are answered. */
class DataMoverTest {
    private static final HostId SOURCE = new HostId("source");
    private static final HostId TARGET = new HostId("target");
    private static final RelationshipId R = new RelationshipId("relationship");
    private static final VmId VM = new VmId("vm");
    private static final CycleKind FIRST = CycleKind.INITIAL_COPY;
    private static final CycleKind DELTA = CycleKind.DELTA;

    private final DataMover mover = new DataMover();
    private Duration now = Duration.ofSeconds(100);
    private int commands;

    @Test
    void aCycleIsBegunAndItsEndIsTheAnswer() {
        RunReplicaCycle command = cycle(1, FIRST);
        assertThat(order(command, true)).containsExactly(new MoverOutput.Begin(command));
        assertThat(mover.runningCycles()).isEqualTo(1);
        now = now.plusMillis(750);
        assertThat(end(command, Outcome.COPIED, 4711))
                .containsExactly(
                        new MoverOutput.Answer(
                                command, Outcome.COPIED, 4711, Duration.ofMillis(750), ""));
        assertThat(mover.runningCycles()).isZero();
    }

    @Test
    void aRepeatedCommandIsAnsweredAlikeAndCarriedOutOnce() {
        RunReplicaCycle command = cycle(1, FIRST);
        order(command, true);
        assertThat(order(command, true)).as("its answer is on the way").isEmpty();
        MoverOutput.Answer answer = (MoverOutput.Answer) end(command, Outcome.COPIED, 1).getFirst();
        now = now.plusSeconds(5);
        assertThat(order(command, false)).containsExactly(new MoverOutput.AnswerAgain(answer));
        assertThat(end(command, Outcome.TARGET_UNREACHABLE, 0)).as("it has ended").isEmpty();
    }

    @Test
    void aCycleThatIsNotHigherIsRefusedAndARefusalIsRepeated() {
        copied(cycle(1, FIRST));
        copied(cycle(2, DELTA));
        RunReplicaCycle late = cycle(2, DELTA);
        MoverOutput.Answer refused = only(order(late, true));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED_STALE_CYCLE);
        assertThat(refused.detail()).isEqualTo("cycle 2 was seen here, given 2");
        assertThat(order(late, true)).containsExactly(new MoverOutput.AnswerAgain(refused));
    }

    @Test
    void oneCycleAtATime() {
        RunReplicaCycle first = cycle(1, FIRST);
        order(first, true);
        now = now.plusSeconds(2);
        MoverOutput.Answer busy = only(order(cycle(2, DELTA), true));
        assertThat(busy.outcome()).isEqualTo(Outcome.REFUSED_BUSY);
        assertThat(busy.detail()).isEqualTo("cycle 1 runs since PT2S");
        assertThat(only(end(first, Outcome.COPIED, 1)).outcome()).isEqualTo(Outcome.COPIED);
    }

    @Test
    void everyCycleAboveTheMostAtOnceIsRefusedAsBusy() {
        for (int i = 0; i < DataMover.MAX_RUNNING; i++) {
            RunReplicaCycle one = cycle(new RelationshipId("r" + i), VM, 1, FIRST, null);
            assertThat(order(one, true)).containsExactly(new MoverOutput.Begin(one));
        }
        MoverOutput.Answer busy = only(order(cycle(1, FIRST), true));
        assertThat(busy.outcome()).isEqualTo(Outcome.REFUSED_BUSY);
        assertThat(busy.detail()).startsWith("512 cycles run");
    }

    @Test
    void aVmThatDoesNotExecuteHereIsNotCopied() {
        assertThat(only(order(cycle(1, FIRST), false)).outcome())
                .isEqualTo(Outcome.REFUSED_VM_NOT_HERE);
    }

    @Test
    void aLastDeltaIsBegunOnceTheVmIsStoppedAndNotBefore() {
        assertThat(only(order(cycle(1, CycleKind.LAST_DELTA), true)).outcome())
                .isEqualTo(Outcome.REFUSED_VM_EXECUTES);
        RunReplicaCycle last = cycle(2, CycleKind.LAST_DELTA);
        assertThat(order(last, false)).containsExactly(new MoverOutput.Begin(last));
        assertThat(step(new MoverInput.VmCeased(VM))).as("it is stopped").isEmpty();
    }

    @Test
    void aReplicaIsSentOnFromWhereItIsKept() {
        CycleTerms terms =
                new CycleTerms(
                        ReplicaAuthentication.CERTIFICATE,
                        null,
                        null,
                        false,
                        false,
                        new RelationshipId("other"));
        RunReplicaCycle command = cycle(R, VM, 1, FIRST, terms);
        assertThat(order(command, false)).containsExactly(new MoverOutput.Begin(command));
    }

    @Test
    void aVmThatStopsMeanwhileEndsItsCycles() {
        RunReplicaCycle command = cycle(1, FIRST);
        RunReplicaCycle other =
                cycle(new RelationshipId("other"), new VmId("other"), 1, FIRST, null);
        order(command, true);
        order(other, true);
        List<MoverOutput> outputs = step(new MoverInput.VmCeased(VM));
        assertThat(outputs).hasSize(2).first().isEqualTo(new MoverOutput.CallOff(command));
        assertThat(((MoverOutput.Answer) outputs.getLast()).outcome())
                .isEqualTo(Outcome.REFUSED_VM_NOT_HERE);
        assertThat(end(command, Outcome.COPIED, 9)).as("it was answered").isEmpty();
        assertThat(mover.runningCycles()).isEqualTo(1);
    }

    @Test
    void aPromotionIsCarriedOutOnce() {
        PromoteReplica command = promote();
        assertThat(step(new MoverInput.PromoteOrdered(command, false)))
                .containsExactly(new MoverOutput.BeginPromotion(command));
        assertThat(step(new MoverInput.PromoteOrdered(command, false))).isEmpty();
        MoverOutput.Promoted done =
                new MoverOutput.Promoted(command, ReplicaPromoted.Outcome.PROMOTED, "");
        assertThat(step(new MoverInput.PromoteEnded(command, ReplicaPromoted.Outcome.PROMOTED, "")))
                .containsExactly(done);
        assertThat(step(new MoverInput.PromoteOrdered(command, true)))
                .as("the VM was started since")
                .containsExactly(done);
    }

    @Test
    void theDiskOfAVmThatExecutesIsNotReplaced() {
        List<MoverOutput> outputs = step(new MoverInput.PromoteOrdered(promote(), true));
        assertThat(outputs)
                .singleElement()
                .isInstanceOfSatisfying(
                        MoverOutput.Promoted.class,
                        answer ->
                                assertThat(answer.outcome())
                                        .isEqualTo(ReplicaPromoted.Outcome.REFUSED_VM_EXECUTES));
    }

    private RunReplicaCycle cycle(long number, CycleKind kind) {
        return cycle(R, VM, number, kind, null);
    }

    private RunReplicaCycle cycle(
            RelationshipId relationship,
            VmId vm,
            long number,
            CycleKind kind,
            @Nullable CycleTerms terms) {
        return new RunReplicaCycle(
                SOURCE,
                nextCommand(),
                relationship,
                vm,
                new CycleNumber(number),
                kind,
                TARGET,
                terms);
    }

    private PromoteReplica promote() {
        return new PromoteReplica(TARGET, nextCommand(), R, VM, CycleNumber.FIRST);
    }

    private CommandId nextCommand() {
        return new CommandId("command-" + ++commands);
    }

    private List<MoverOutput> step(MoverInput input) {
        return new ArrayList<>(mover.step(now, input));
    }

    private List<MoverOutput> order(RunReplicaCycle command, boolean executes) {
        return step(new MoverInput.CycleOrdered(command, executes));
    }

    private List<MoverOutput> end(RunReplicaCycle command, Outcome outcome, long bytes) {
        return step(new MoverInput.CycleEnded(command, outcome, bytes, ""));
    }

    private void copied(RunReplicaCycle command) {
        order(command, true);
        assertThat(only(end(command, Outcome.COPIED, 1)).outcome()).isEqualTo(Outcome.COPIED);
    }

    private static MoverOutput.Answer only(List<MoverOutput> outputs) {
        assertThat(outputs).singleElement().isInstanceOf(MoverOutput.Answer.class);
        return (MoverOutput.Answer) outputs.getFirst();
    }
}
