package io.berth.simulator.disks;

import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.VmDiskMoved.Outcome;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.simulator.disks.MoveOutput.Answer;
import io.berth.simulator.disks.MoveOutput.KeepThenAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves disks of VMs from one volume to another in one life of a host (quick storage migration).
 * Soft state: with the power goes every move that is under way, and the disk lies where it was.
 *
 * <p><b>Goals.</b> A disk lies in one place at every moment; a command that comes again is answered
 * alike without a second move; whoever asks in vain is told where the disk lies.
 *
 * <p><b>Steps.</b> A command is refused at once when the VM executes on another host, when it has
 * no such disk or the disk does not lie where the command says, or when there is no room. Else it
 * waits for the moves before it, one at a time, and is copied at the speed of the host. At its end
 * it is looked at again: a VM that executes elsewhere by then keeps its disk where it was. The new
 * place is durable before the answer goes out, so an answer that is lost with the power is made up
 * for by the refusal of the repetition, which names the place.
 *
 * <p>The host takes the command's word for a VM that it does not hold and that executes nowhere:
 * any node of a cluster may move its files.
 *
 * <p><b>Complexity</b>: constant for each command.
 */
public final class DiskMover {
    /** Moves that may wait; further ones fail, so that the sender learns of it. */
    public static final int MAX_WAITING = 64;

    /** Answers that are remembered for repetitions. */
    static final int MAX_ANSWERS = 1000;

    /** A copy takes no less. */
    static final Duration LEAST = Duration.ofMillis(20);

    /** Of a disk whose size nobody says. */
    static final MiB UNKNOWN_SIZE = MiB.ofGiB(1);

    private record Move(MoveVmDisk command, MiB size, Duration orderedAt) {}

    private final long mibPerSecond;
    private final Function<MoveVmDisk, Scene> look;
    private final ArrayDeque<Move> moves = new ArrayDeque<>();
    private final Map<CommandId, Answer> answers = new LinkedHashMap<>();
    private @Nullable Duration endOfFirst;

    /**
     * @param mibPerSecond how fast a disk is copied
     * @param look at the disk of a command, now
     */
    public DiskMover(long mibPerSecond, Function<MoveVmDisk, Scene> look) {
        this.mibPerSecond = mibPerSecond;
        this.look = look;
    }

    /**
     * A command has come.
     *
     * @param now on the host's clock
     */
    public List<MoveOutput> ordered(Duration now, MoveVmDisk command) {
        Answer known = answers.get(command.command());
        if (known != null) {
            return List.of(known);
        }
        if (moves.stream().anyMatch(move -> move.command().command().equals(command.command()))) {
            return List.of();
        }
        Scene scene = look.apply(command);
        Answer refusal = refusal(command, scene);
        if (refusal != null) {
            return List.of(remembered(refusal));
        }
        if (moves.size() >= MAX_WAITING) {
            return List.of(
                    answer(
                            command,
                            Outcome.FAILED,
                            command.from(),
                            Duration.ZERO,
                            moves.size() + " moves wait already"));
        }
        moves.addLast(new Move(command, size(command, scene), now));
        if (endOfFirst == null) {
            begin(now);
        }
        return List.of();
    }

    /** Ends the move that is due. */
    public List<MoveOutput> tick(Duration now) {
        Duration end = endOfFirst;
        if (end == null || end.compareTo(now) > 0) {
            return List.of();
        }
        Move ended = moves.removeFirst();
        endOfFirst = null;
        if (!moves.isEmpty()) {
            begin(now);
        }
        return List.of(end(ended, now));
    }

    /** When a move ends; absent when none is under way. */
    public Optional<Duration> nextWake() {
        return Optional.ofNullable(endOfFirst);
    }

    private void begin(Duration now) {
        Duration copy =
                Duration.ofMillis(
                        Math.ceilDiv(moves.getFirst().size().value() * 1000, mibPerSecond));
        endOfFirst = now.plus(copy.compareTo(LEAST) > 0 ? copy : LEAST);
    }

    private MoveOutput end(Move move, Duration now) {
        MoveVmDisk command = move.command();
        Scene scene = look.apply(command);
        Duration took = now.minus(move.orderedAt());
        if (!scene.elsewhere().isEmpty()) {
            return remembered(
                    answer(
                            command,
                            Outcome.FAILED,
                            command.from(),
                            took,
                            "the VM executes on " + scene.elsewhere() + " now"));
        }
        if (scene.trouble() == MoveTrouble.BREAKS_OFF) {
            return remembered(
                    answer(
                            command,
                            Outcome.FAILED,
                            command.from(),
                            took,
                            "the copy broke off at its end"));
        }
        return new KeepThenAnswer(
                remembered(answer(command, Outcome.MOVED, command.to(), took, "")));
    }

    private static @Nullable Answer refusal(MoveVmDisk command, Scene scene) {
        CsvId moved = scene.movedTo();
        if (!scene.elsewhere().isEmpty()) {
            return refused(
                    command,
                    Outcome.REFUSED_VM_NOT_HERE,
                    moved,
                    "the VM executes on " + scene.elsewhere());
        }
        CsvId lies = moved == null ? command.from() : moved;
        VmSpec held = scene.held();
        if (held != null) {
            VmDisk disk = disk(held, command);
            if (disk == null) {
                return refused(
                        command, Outcome.REFUSED_NO_SUCH_DISK, moved, "the VM has no such disk");
            }
            CsvId defined = disk.csv();
            if (moved == null && defined != null) {
                lies = defined;
            }
        }
        if (!lies.equals(command.from())) {
            return refused(command, Outcome.REFUSED_NO_SUCH_DISK, lies, "the disk lies on " + lies);
        }
        if (scene.trouble() == MoveTrouble.NO_ROOM) {
            return refused(command, Outcome.REFUSED_NO_ROOM, lies, command.to() + " is full");
        }
        return scene.memorable()
                ? null
                : answer(
                        command,
                        Outcome.FAILED,
                        lies,
                        Duration.ZERO,
                        SharedStorage.MAX_MOVED + " moved disks are remembered, and no more");
    }

    private static Answer refused(
            MoveVmDisk command, Outcome outcome, @Nullable CsvId lies, String why) {
        return answer(command, outcome, lies == null ? command.from() : lies, Duration.ZERO, why);
    }

    private static Answer answer(
            MoveVmDisk command, Outcome outcome, CsvId csv, Duration took, String detail) {
        return new Answer(command, outcome, csv, took, detail);
    }

    private Answer remembered(Answer answer) {
        if (answers.size() >= MAX_ANSWERS) {
            answers.remove(answers.keySet().iterator().next());
        }
        answers.put(answer.command().command(), answer);
        return answer;
    }

    private static MiB size(MoveVmDisk command, Scene scene) {
        VmSpec held = scene.held();
        VmDisk disk = held == null ? null : disk(held, command);
        if (disk != null) {
            return disk.size();
        }
        MiB told = command.size();
        return told == null ? UNKNOWN_SIZE : told;
    }

    private static @Nullable VmDisk disk(VmSpec spec, MoveVmDisk command) {
        return spec.details() == null
                ? null
                : spec.details().disks().stream()
                        .filter(own -> own.name().equals(command.disk()))
                        .findFirst()
                        .orElse(null);
    }
}
