package io.berth.simulator.disks;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.VmDiskMoved.Outcome;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.simulator.disks.MoveOutput.Answer;
import io.berth.simulator.disks.MoveOutput.KeepThenAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Moves of disks, in virtual time, at 100 MiB/s. */
class DiskMoverTest {
    private static final HostId HOST = new HostId("node-1");
    private static final VmId VM = new VmId("db");
    private static final CsvId FROM = new CsvId("csv-1");
    private static final CsvId TO = new CsvId("csv-2");
    private static final VmSpec HELD = holding("system.vhd", FROM);
    private static final Scene WELL = new Scene(HELD, Set.of(), null, true, null);

    private Scene scene = WELL;
    private final DiskMover mover = new DiskMover(100, _ -> scene);

    private static VmSpec holding(String disk, CsvId csv) {
        return new VmSpec(
                1,
                50,
                new MiB(1024),
                true,
                RestartPriority.MEDIUM,
                null,
                new VmDetails(
                        null,
                        List.of(new VmDisk(disk, new MiB(2000), DiskFormat.FIXED, csv)),
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        null,
                        null));
    }

    private static MoveVmDisk move(String id, @Nullable MiB size) {
        return new MoveVmDisk(HOST, new CommandId(id), VM, "system.vhd", FROM, TO, size);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void aMoveTakesTimeByTheSizeOfTheDiskAndIsKeptBeforeItIsAnswered() {
        assertThat(mover.ordered(seconds(5), move("a", new MiB(7)))).isEmpty();
        assertThat(mover.nextWake()).contains(seconds(25));
        assertThat(mover.tick(seconds(24))).isEmpty();
        assertThat(mover.tick(seconds(25)))
                .containsExactly(
                        new KeepThenAnswer(
                                new Answer(
                                        move("a", new MiB(7)),
                                        Outcome.MOVED,
                                        TO,
                                        seconds(20),
                                        "")));
        assertThat(mover.nextWake()).isEmpty();
    }

    @Test
    void aRepetitionIsAnsweredAlikeAndMovesNothing() {
        mover.ordered(seconds(0), move("a", null));
        assertThat(mover.ordered(seconds(1), move("a", null))).isEmpty();
        KeepThenAnswer end = (KeepThenAnswer) mover.tick(seconds(20)).getFirst();
        scene = new Scene(HELD, Set.of(), TO, true, null);
        assertThat(mover.ordered(seconds(30), move("a", null))).containsExactly(end.answer());
        assertThat(mover.nextWake()).isEmpty();
    }

    @Test
    void movesWaitForOneAnotherUpToTheBound() {
        for (int i = 0; i < DiskMover.MAX_WAITING; i++) {
            assertThat(mover.ordered(seconds(0), move("m" + i, null))).isEmpty();
        }
        assertThat(mover.ordered(seconds(0), move("over", null)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Answer.class,
                        answer -> {
                            assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
                            assertThat(answer.detail()).contains("64 moves wait");
                        });
        mover.tick(seconds(20));
        assertThat(mover.nextWake()).contains(seconds(40));
        // What was turned away for want of room may come again.
        assertThat(mover.ordered(seconds(21), move("over", null))).isEmpty();
    }

    static Stream<Arguments> refusals() {
        Set<HostId> other = Set.of(new HostId("node-2"));
        return Stream.of(
                Arguments.of(
                        "runs elsewhere",
                        new Scene(null, other, null, true, null),
                        Outcome.REFUSED_VM_NOT_HERE,
                        FROM),
                Arguments.of(
                        "runs elsewhere, moved already",
                        new Scene(null, other, TO, true, null),
                        Outcome.REFUSED_VM_NOT_HERE,
                        TO),
                Arguments.of(
                        "no such disk",
                        new Scene(holding("data.vhd", FROM), Set.of(), null, true, null),
                        Outcome.REFUSED_NO_SUCH_DISK,
                        FROM),
                Arguments.of(
                        "defined elsewhere",
                        new Scene(
                                holding("system.vhd", new CsvId("csv-9")),
                                Set.of(),
                                null,
                                true,
                                null),
                        Outcome.REFUSED_NO_SUCH_DISK,
                        new CsvId("csv-9")),
                Arguments.of(
                        "moved already",
                        new Scene(HELD, Set.of(), TO, true, null),
                        Outcome.REFUSED_NO_SUCH_DISK,
                        TO),
                Arguments.of(
                        "not held, moved already",
                        new Scene(null, Set.of(), TO, true, null),
                        Outcome.REFUSED_NO_SUCH_DISK,
                        TO),
                Arguments.of(
                        "full volumes",
                        new Scene(HELD, Set.of(), null, true, MoveTrouble.NO_ROOM),
                        Outcome.REFUSED_NO_ROOM,
                        FROM),
                Arguments.of(
                        "too many moved disks",
                        new Scene(HELD, Set.of(), null, false, null),
                        Outcome.FAILED,
                        FROM));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aRefusalSaysWhereTheDiskLies(String name, Scene found, Outcome outcome, CsvId lies) {
        scene = found;
        assertThat(mover.ordered(seconds(0), move("a", null)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Answer.class,
                        answer -> {
                            assertThat(answer.outcome()).isEqualTo(outcome);
                            assertThat(answer.csv()).isEqualTo(lies);
                            assertThat(answer.detail()).isNotBlank();
                        });
        assertThat(mover.nextWake()).isEmpty();
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                Arguments.of(
                        new Scene(HELD, Set.of(), null, true, MoveTrouble.BREAKS_OFF), "broke off"),
                Arguments.of(
                        new Scene(null, Set.of(new HostId("node-2")), null, true, null), "node-2"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void aMoveThatBreaksOffLeavesTheDiskWhereItWas(Scene atTheEnd, String why) {
        mover.ordered(seconds(0), move("a", null));
        scene = atTheEnd;
        assertThat(mover.tick(seconds(20)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Answer.class,
                        answer -> {
                            assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
                            assertThat(answer.csv()).isEqualTo(FROM);
                            assertThat(answer.detail()).contains(why);
                        });
    }

    @Test
    void theFilesOfAVmThatIsNotHeldAreMovedByTheWordOfTheCommand() {
        scene = new Scene(null, Set.of(), null, true, null);
        mover.ordered(seconds(0), move("a", new MiB(500)));
        assertThat(mover.nextWake()).contains(seconds(5));
        mover.tick(seconds(5));
        mover.ordered(seconds(10), move("b", null));
        assertThat(mover.nextWake()).contains(Duration.ofMillis(10_000 + 10_240));
    }

    @Test
    void onlyTheNewestAnswersAreRemembered() {
        scene = new Scene(HELD, Set.of(), TO, true, null);
        for (int i = 0; i <= DiskMover.MAX_ANSWERS; i++) {
            mover.ordered(seconds(0), move("m" + i, null));
        }
        scene = WELL;
        assertThat(mover.ordered(seconds(0), move("m1", null))).hasSize(1);
        assertThat(mover.ordered(seconds(0), move("m0", null))).isEmpty();
    }
}
