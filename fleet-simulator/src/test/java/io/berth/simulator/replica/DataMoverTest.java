package io.berth.simulator.replica;

import static io.berth.simulator.replica.Movers.R;
import static io.berth.simulator.replica.Movers.SPEC;
import static io.berth.simulator.replica.Movers.VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleKind;
import io.berth.simulator.replica.Movers.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies, refusals, repetitions and deaths, in virtual time. */
class DataMoverTest {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final CycleKind FIRST = CycleKind.INITIAL_COPY;
    private static final CycleKind DELTA = CycleKind.DELTA;

    private final Movers movers = new Movers();
    private final Machine source = movers.running("source");
    private final Machine target = movers.machine("target");

    @Test
    void aFirstCopyIsKeptByTheTargetBeforeItIsAnswered() {
        movers.order(source, movers.cycle(source, target, 1, FIRST));
        movers.run(Duration.ofMillis(445));
        assertThat(target.copy()).as("the disk takes a while").isNull();
        assertThat(source.answers).isEmpty();
        movers.run(LONG);
        assertThat(target.copy())
                .isEqualTo(
                        new ReplicaCopy(R, VM, new CycleNumber(1), Instant.EPOCH.plusMillis(10)));
        MoverOutput.Answer answer = onlyAnswer(source);
        assertThat(answer.outcome()).isEqualTo(Outcome.COPIED);
        assertThat(answer.bytes()).isEqualTo(512L << 20);
        // 512 MiB at 10 Gbit/s, four messages of 5 ms, 100 ms for the disk.
        assertThat(answer.took()).isBetween(Duration.ofMillis(549), Duration.ofMillis(550));
    }

    @Test
    void changesAreWhatTheVmWroteSinceThePointThatTheTargetHolds() {
        copied(1, FIRST);
        movers.run(Duration.ofSeconds(30));
        copied(2, DELTA);
        MoverOutput.Answer answer = source.answers.getLast();
        Duration since =
                Duration.between(
                        Instant.EPOCH.plusMillis(10),
                        Objects.requireNonNull(target.copy()).pointAt());
        assertThat(answer.bytes())
                .isEqualTo(new CopySizes(Movers.SEED).changes(VM, SPEC, since))
                .isPositive()
                .isLessThan(512L << 20);
        assertThat(answer.took()).isGreaterThanOrEqualTo(CopySource.SHORTEST_COPY);
    }

    @Test
    void theLastDeltaIsCopiedOnceTheVmIsStoppedAndNotBefore() {
        copied(1, FIRST);
        movers.order(source, movers.cycle(source, target, 2, CycleKind.LAST_DELTA));
        movers.run(LONG);
        assertThat(source.answers.getLast().outcome()).isEqualTo(Outcome.REFUSED_VM_EXECUTES);

        source.executing.remove(VM);
        copied(3, CycleKind.LAST_DELTA);
        assertThat(Objects.requireNonNull(target.copy()).cycle()).isEqualTo(new CycleNumber(3));
    }

    @Test
    void aPointThatIsHeldIsPromotedUnlessTheVmExecutesThere() {
        movers.promote(target, 1);
        copied(1, FIRST);
        movers.promote(target, 2);
        movers.promote(target, 1);
        movers.promote(target, 1);
        target.executing.put(VM, SPEC);
        movers.promote(target, 1);

        assertThat(target.promoted)
                .extracting(MoverOutput.Promoted::outcome)
                .containsExactly(
                        ReplicaPromoted.Outcome.REFUSED_NO_SUCH_POINT,
                        ReplicaPromoted.Outcome.REFUSED_NO_SUCH_POINT,
                        ReplicaPromoted.Outcome.PROMOTED,
                        ReplicaPromoted.Outcome.PROMOTED,
                        ReplicaPromoted.Outcome.REFUSED_VM_EXECUTES);
    }

    @Test
    void twoCopiesAtOnceShareTheLink() {
        VmId other = new VmId("other");
        source.executing.put(other, SPEC);
        movers.order(source, movers.cycle(source, target, 1, FIRST));
        movers.order(
                source,
                new RunReplicaCycle(
                        source.id,
                        new CommandId("other"),
                        new RelationshipId("other"),
                        other,
                        CycleNumber.FIRST,
                        FIRST,
                        target.id));
        movers.run(LONG);
        assertThat(source.answers)
                .hasSize(2)
                .allSatisfy(answer ->
                        assertThat(answer.took())
                                .isBetween(Duration.ofMillis(978), Duration.ofMillis(980)));
    }

    @Test
    void aRepeatedCommandIsAnsweredAlikeAndCarriedOutOnce() {
        RunReplicaCycle command = movers.cycle(source, target, 1, FIRST);
        movers.order(source, command);
        movers.run(SHORT);
        movers.order(source, command);
        movers.run(LONG);
        assertThat(source.answers).as("its answer was on the way").hasSize(1);
        ReplicaCopy kept = target.copy();
        movers.order(source, command);
        movers.run(LONG);
        assertThat(source.answers).hasSize(2);
        assertThat(source.answers.getLast()).isEqualTo(source.answers.getFirst());
        assertThat(target.copy()).isEqualTo(kept);
    }

    @Test
    void aCycleThatIsNotHigherIsRefusedAndARefusalIsRepeated() {
        copied(1, FIRST);
        copied(2, DELTA);
        RunReplicaCycle late = movers.cycle(source, target, 2, DELTA);
        movers.order(source, late);
        movers.order(source, late);
        assertThat(source.answers.subList(2, 4))
                .allSatisfy(answer -> {
                    assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED_STALE_CYCLE);
                    assertThat(answer.detail()).isEqualTo("cycle 2 was seen here, given 2");
                });
    }

    @Test
    void oneCycleAtATime() {
        movers.order(source, movers.cycle(source, target, 1, FIRST));
        movers.run(SHORT);
        movers.order(source, movers.cycle(source, target, 2, DELTA));
        assertThat(onlyAnswer(source).outcome()).isEqualTo(Outcome.REFUSED_BUSY);
        movers.run(LONG);
        assertThat(source.answers.getLast().command().cycle()).isEqualTo(CycleNumber.FIRST);
        assertThat(source.answers.getLast().outcome()).isEqualTo(Outcome.COPIED);
    }

    @Test
    void aVmThatDoesNotExecuteHereIsNotCopied() {
        Machine idle = movers.machine("idle");
        movers.order(idle, movers.cycle(idle, target, 1, FIRST));
        assertThat(onlyAnswer(idle).outcome()).isEqualTo(Outcome.REFUSED_VM_NOT_HERE);
        assertThat(onlyAnswer(idle).bytes()).isZero();
    }

    @Test
    void aVmThatStopsMeanwhileEndsItsCycle() {
        movers.order(source, movers.cycle(source, target, 1, FIRST));
        movers.run(Duration.ofMillis(100));
        source.input(new MoverInput.VmCeased(VM));
        movers.run(LONG);
        assertThat(onlyAnswer(source).outcome()).isEqualTo(Outcome.REFUSED_VM_NOT_HERE);
        assertThat(target.copy()).isNull();
    }

    @Test
    void changesWithoutACopyToAddThemToAreNotSent() {
        movers.order(source, movers.cycle(source, target, 4, DELTA));
        movers.run(LONG);
        assertThat(onlyAnswer(source).outcome()).isEqualTo(Outcome.TARGET_LACKS_COPY);
        assertThat(onlyAnswer(source).bytes()).isZero();
        assertThat(onlyAnswer(source).took()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void copiesThatADiskLostAreMissed() {
        copied(1, FIRST);
        target.input(new MoverInput.CopiesLost());
        movers.run(LONG);
        assertThat(target.copy()).isNull();
        movers.order(source, movers.cycle(source, target, 2, DELTA));
        movers.run(LONG);
        assertThat(source.answers.getLast().outcome()).isEqualTo(Outcome.TARGET_LACKS_COPY);
        copied(3, FIRST);
    }

    @Test
    void aTargetWithoutPowerIsUnreachable() {
        target.powerOff();
        movers.order(source, movers.cycle(source, target, 1, FIRST));
        movers.run(LONG);
        assertThat(onlyAnswer(source).outcome()).isEqualTo(Outcome.TARGET_UNREACHABLE);
        assertThat(onlyAnswer(source).detail()).isEqualTo("target did not answer within PT3S");
        assertThat(onlyAnswer(source).took()).isEqualTo(CopySource.ANSWER_WITHIN);
    }

    @Test
    void aTargetThatIsCutOffInTheMiddleDoesNotConfirm() {
        movers.order(source, movers.cycle(source, target, 1, FIRST));
        movers.run(Duration.ofMillis(100));
        target.cut = true;
        movers.run(LONG);
        assertThat(onlyAnswer(source).outcome()).isEqualTo(Outcome.TARGET_UNREACHABLE);
        assertThat(onlyAnswer(source).detail()).isEqualTo("target did not confirm within PT3S");
        assertThat(onlyAnswer(source).bytes()).isEqualTo(512L << 20);
    }

    @Test
    void aTargetThatRestartsInTheMiddleDoesNotKeepHalfACopy() {
        movers.order(source, movers.cycle(source, target, 1, FIRST));
        movers.run(Duration.ofMillis(100));
        target.powerOff();
        target.powerOn();
        movers.run(LONG);
        assertThat(onlyAnswer(source).outcome()).isEqualTo(Outcome.TARGET_UNREACHABLE);
        assertThat(target.copy()).isNull();
        copied(2, FIRST);
    }

    @Test
    void aCopySurvivesTheTargetsReboot() {
        copied(1, FIRST);
        target.powerOff();
        target.powerOn();
        copied(2, DELTA);
    }

    @Test
    void aSourceThatDiesInTheMiddleAnswersNothing() {
        movers.order(source, movers.cycle(source, target, 1, FIRST));
        movers.run(Duration.ofMillis(100));
        source.powerOff();
        movers.run(LONG);
        assertThat(source.answers).isEmpty();
        assertThat(target.copy()).isNull();
    }

    @Test
    void theNextHostOfAVmGoesOnFromTheCopyThatIsThere() {
        copied(1, FIRST);
        source.powerOff();
        Machine next = movers.running("next");
        movers.order(next, movers.cycle(next, target, 2, DELTA));
        movers.run(LONG);
        assertThat(onlyAnswer(next).outcome()).isEqualTo(Outcome.COPIED);
        assertThat(onlyAnswer(next).bytes()).isLessThan(512L << 20);
    }

    @Test
    void aLateCycleOfTheHostBeforeDoesNotReplaceALaterOne() {
        copied(1, FIRST);
        Machine next = movers.running("next");
        movers.order(next, movers.cycle(next, target, 3, DELTA));
        movers.run(LONG);
        movers.order(source, movers.cycle(source, target, 2, DELTA));
        movers.run(LONG);
        assertThat(source.answers.getLast().outcome()).isEqualTo(Outcome.REFUSED_STALE_CYCLE);
        assertThat(Objects.requireNonNull(target.copy()).cycle()).isEqualTo(new CycleNumber(3));
    }

    @Test
    void aDroppedCopyIsGoneAndOneOnItsWayIsNotKept() {
        copied(1, FIRST);
        movers.order(source, movers.cycle(source, target, 2, DELTA));
        movers.run(Duration.ofMillis(12));
        movers.drop(target);
        movers.drop(target);
        movers.run(LONG);
        assertThat(target.copy()).isNull();
        assertThat(source.answers.getLast().outcome()).isEqualTo(Outcome.TARGET_UNREACHABLE);
        assertThat(source.answers.getLast().detail()).contains("expects no such copy");
    }

    @Test
    void everyCycleAboveTheMostAtOnceIsRefusedAsBusy() {
        target.cut = true;
        for (int i = 0; i <= CopySource.MAX_RUNNING; i++) {
            movers.order(
                    source,
                    new RunReplicaCycle(
                            source.id,
                            new CommandId("command-of-" + i),
                            new RelationshipId("r" + i),
                            VM,
                            CycleNumber.FIRST,
                            FIRST,
                            target.id));
        }
        assertThat(onlyAnswer(source).outcome()).isEqualTo(Outcome.REFUSED_BUSY);
        assertThat(onlyAnswer(source).detail()).startsWith("512 cycles run");
    }

    /**
     * Cycles ordered one after another through deaths, cuts and losses: whatever was answered as
     * copied is on the target's disk, and a command has one outcome however often it comes.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void whatWasAnsweredHolds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<CommandId, Outcome> outcomes = new TreeMap<>();
        int copied = 0;
        for (int cycle = 1; cycle <= 200; cycle++) {
            source.executing.put(VM, SPEC);
            CycleKind kind = target.copy() == null ? FIRST : DELTA;
            RunReplicaCycle command = movers.cycle(source, target, cycle, kind);
            source.answers.clear();
            movers.order(source, command);
            for (int step = 0; step < 8; step++) {
                movers.run(Duration.ofMillis(random.nextInt(150)));
                disturb(random, command);
            }
            target.cut = false;
            source.powerOn();
            target.powerOn();
            movers.run(LONG);
            for (MoverOutput.Answer answer : source.answers) {
                Outcome before = outcomes.putIfAbsent(answer.command().command(), answer.outcome());
                assertThat(before).as("seed %d", seed).isIn(null, answer.outcome());
                if (answer.outcome() == Outcome.COPIED) {
                    copied++;
                    assertThat(Objects.requireNonNull(target.copy()).cycle())
                            .as("seed %d", seed)
                            .isEqualTo(command.cycle());
                }
            }
        }
        assertThat(copied).as("seed %d", seed).isGreaterThan(50);
    }

    private void disturb(SplittableRandom random, RunReplicaCycle command) {
        switch (random.nextInt(24)) {
            case 0 -> source.powerOff();
            case 1 -> target.powerOff();
            case 2 -> target.powerOn();
            case 3 -> target.cut = true;
            case 4 -> target.cut = false;
            case 5, 6 -> movers.order(source, command);
            default -> {}
        }
    }

    private void copied(long cycle, CycleKind kind) {
        movers.order(source, movers.cycle(source, target, cycle, kind));
        movers.run(LONG);
        assertThat(source.answers.getLast().outcome()).isEqualTo(Outcome.COPIED);
        assertThat(Objects.requireNonNull(target.copy()).cycle().value()).isEqualTo(cycle);
    }

    private static MoverOutput.Answer onlyAnswer(Machine machine) {
        assertThat(machine.answers).hasSize(1);
        return machine.answers.getFirst();
    }
}
