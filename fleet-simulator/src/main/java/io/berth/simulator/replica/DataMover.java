package io.berth.simulator.replica;

import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleKind;
import io.berth.simulator.replica.MoverInput.CycleEnded;
import io.berth.simulator.replica.MoverInput.CycleOrdered;
import io.berth.simulator.replica.MoverInput.PromoteEnded;
import io.berth.simulator.replica.MoverInput.PromoteOrdered;
import io.berth.simulator.replica.MoverInput.VmCeased;
import io.berth.simulator.replica.MoverOutput.Answer;
import io.berth.simulator.replica.MoverOutput.AnswerAgain;
import io.berth.simulator.replica.MoverOutput.Begin;
import io.berth.simulator.replica.MoverOutput.BeginPromotion;
import io.berth.simulator.replica.MoverOutput.CallOff;
import io.berth.simulator.replica.MoverOutput.Promoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The data mover of one host, for one life of it: which orders it takes up, and how it answers. It
 * knows nothing of leases: a copy is taken wherever the VM executes, and whether that is right is
 * for the agent to say, which stops the VM where it is not. All of it is soft: a host that dies in
 * the middle of a cycle answers nothing, and whoever ordered it finds out by that. How the bytes
 * get from host to host is none of its business.
 *
 * <p><b>Goals.</b> Every order is answered exactly alike however often it comes, unless the host
 * dies; a cycle is carried out once; a late one is refused.
 *
 * <p><b>Constraints.</b> No threads, no clock, no I/O: time comes in with each input and what is to
 * be done goes out as a list. Inputs must come one after another.
 *
 * <p><b>Steps</b> of a cycle: the VM must execute here, or must not for a last delta; the cycle is
 * higher than any that was seen of the relationship; none of it is under way. Then it is begun, and
 * its end is the answer, unless the VM ceases to execute before: that ends it at once.
 *
 * <p><b>Worked example.</b> Cycle 7 is ordered by command c1 and begun. The command comes again:
 * nothing happens, its answer is on the way. Cycle 8 is ordered: busy. Cycle 7 ends, copied, and is
 * answered; c1 comes again and gets the same answer. Cycle 8, ordered by c2 and refused as busy, is
 * stale from now on: whoever ordered it has to take the next number.
 *
 * <p><b>Complexity.</b> A step costs the number of cycles under way on this host.
 */
public final class DataMover {
    /** Cycles under way at once; beyond them one is refused as busy. */
    static final int MAX_RUNNING = 512;

    private record Running(RunReplicaCycle command, Duration orderedAt) {}

    private final CycleMemory memory = new CycleMemory();
    private final PromotionMemory promotions = new PromotionMemory();
    private final Map<RelationshipId, Running> running = new TreeMap<>();
    private final List<MoverOutput> outputs = new ArrayList<>();
    private Duration last = Duration.ZERO;

    /**
     * Takes up one input.
     *
     * @param now on the host's monotonic clock
     * @return what is to be done, in this order
     * @throws IllegalArgumentException when {@code now} is before that of an earlier step
     */
    public List<MoverOutput> step(Duration now, MoverInput input) {
        if (now.compareTo(last) < 0) {
            throw new IllegalArgumentException(
                    "the data mover's clock went back from " + last + " to " + now);
        }
        last = now;
        switch (input) {
            case CycleOrdered order -> ordered(order, now);
            case CycleEnded end -> ended(end, now);
            case PromoteOrdered order -> promote(order);
            case PromoteEnded end ->
                    promoted(new Promoted(end.command(), end.outcome(), end.detail()));
            case VmCeased ceased -> ceased(ceased.vm(), now);
        }
        List<MoverOutput> done = List.copyOf(outputs);
        outputs.clear();
        return done;
    }

    /** Cycles of this host's own VMs under way. */
    public int runningCycles() {
        return running.size();
    }

    private void ordered(CycleOrdered order, Duration now) {
        RunReplicaCycle command = order.command();
        Optional<Answer> known = memory.answerTo(command.command());
        if (known.isPresent()) {
            outputs.add(new AnswerAgain(known.get()));
            return;
        }
        @Nullable Running current = running.get(command.relationship());
        if (current != null && current.command().command().equals(command.command())) {
            return;
        }
        Optional<CycleNumber> highest = memory.highest(command.relationship());
        if (highest.isPresent() && !highest.get().isBefore(command.cycle())) {
            refuse(
                    command,
                    Outcome.REFUSED_STALE_CYCLE,
                    "cycle %s was seen here, given %s".formatted(highest.get(), command.cycle()));
            return;
        }
        memory.seen(command.relationship(), command.cycle());
        boolean last = command.kind() == CycleKind.LAST_DELTA;
        if (last && order.executes()) {
            refuse(
                    command,
                    Outcome.REFUSED_VM_EXECUTES,
                    command.vm() + " executes on " + command.host());
        } else if (!last && !order.executes() && !isForwarded(command)) {
            refuse(
                    command,
                    Outcome.REFUSED_VM_NOT_HERE,
                    command.vm() + " does not execute on " + command.host());
        } else if (current != null) {
            refuse(
                    command,
                    Outcome.REFUSED_BUSY,
                    "cycle %s runs since %s"
                            .formatted(current.command().cycle(), now.minus(current.orderedAt())));
        } else if (running.size() >= MAX_RUNNING) {
            refuse(
                    command,
                    Outcome.REFUSED_BUSY,
                    MAX_RUNNING + " cycles run on this host, the most at once");
        } else {
            running.put(command.relationship(), new Running(command, now));
            outputs.add(new Begin(command));
        }
    }

    /** A replica is sent on from where it is kept, and its VM executes elsewhere. */
    private static boolean isForwarded(RunReplicaCycle command) {
        return command.terms() != null && command.terms().copyOf() != null;
    }

    private void ended(CycleEnded end, Duration now) {
        RunReplicaCycle command = end.command();
        @Nullable Running one = running.get(command.relationship());
        if (one == null || !one.command().command().equals(command.command())) {
            return;
        }
        running.remove(command.relationship());
        answer(
                new Answer(
                        command,
                        end.outcome(),
                        end.bytes(),
                        now.minus(one.orderedAt()),
                        end.detail()));
    }

    /** The VM executes here no longer, so its cycles have nothing left to copy. */
    private void ceased(VmId vm, Duration now) {
        for (Running one : List.copyOf(running.values())) {
            RunReplicaCycle command = one.command();
            boolean ends =
                    command.vm().equals(vm)
                            && command.kind() != CycleKind.LAST_DELTA
                            && !isForwarded(command);
            if (ends) {
                outputs.add(new CallOff(command));
                ended(
                        new CycleEnded(
                                command,
                                Outcome.REFUSED_VM_NOT_HERE,
                                0,
                                vm + " stopped while it was copied"),
                        now);
            }
        }
    }

    private void promote(PromoteOrdered order) {
        PromoteReplica command = order.command();
        Optional<Promoted> known = promotions.answerTo(command.command());
        if (known.isPresent()) {
            outputs.add(known.get());
        } else if (promotions.begins(command.command())) {
            if (order.executes()) {
                promoted(
                        new Promoted(
                                command,
                                ReplicaPromoted.Outcome.REFUSED_VM_EXECUTES,
                                command.vm() + " executes"));
            } else {
                outputs.add(new BeginPromotion(command));
            }
        }
    }

    private void promoted(Promoted answer) {
        promotions.answered(answer);
        outputs.add(answer);
    }

    private void refuse(RunReplicaCycle command, Outcome outcome, String detail) {
        answer(new Answer(command, outcome, 0, Duration.ZERO, detail));
    }

    private void answer(Answer answer) {
        memory.answered(answer);
        outputs.add(answer);
    }
}
