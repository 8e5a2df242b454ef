package io.berth.simulator.replica;

import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.replica.CycleKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hosts with data movers in virtual time: a network of 5 ms, disks that take 100 ms, links of 10
 * Gbit/s. Hosts may lose their power and be cut off.
 */
final class Movers {
    static final RelationshipId R = new RelationshipId("relationship");
    static final VmId VM = new VmId("vm");

    /** 512 MiB to copy at first. */
    static final VmSpec SPEC = new VmSpec(2, 50, new MiB(4096), true, RestartPriority.MEDIUM, null);

    static final long LINK = 1_250_000_000L;
    static final long SEED = 7;
    private static final Duration NETWORK = Duration.ofMillis(5);
    private static final Duration DISK = Duration.ofMillis(100);

    private record Event(Duration at, long order, Runnable action) {}

    private final PriorityQueue<Event> calendar =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
    private final Map<HostId, Machine> machines = new TreeMap<>();
    private Duration now = Duration.ZERO;
    private long order;
    private int commands;

    /** One host. */
    final class Machine {
        final HostId id;
        final Map<VmId, VmSpec> executing = new HashMap<>();
        final List<MoverOutput.Answer> answers = new ArrayList<>();
        final List<MoverOutput.Promoted> promoted = new ArrayList<>();
        Map<RelationshipId, ReplicaCopy> disk = Map.of();
        boolean cut;
        private @Nullable DataMover mover;
        private long life;
        private Duration bornAt = Duration.ZERO;

        private Machine(HostId id) {
            this.id = id;
            powerOn();
        }

        void powerOn() {
            if (mover == null) {
                life++;
                bornAt = now;
                mover = new DataMover(new CopySizes(SEED), LINK, disk);
            }
        }

        void powerOff() {
            mover = null;
            life++;
            executing.clear();
        }

        void input(MoverInput input) {
            DataMover current = mover;
            if (current == null) {
                return;
            }
            current.step(now.minus(bornAt), Instant.EPOCH.plus(now), input).forEach(this::act);
            current.nextWake()
                    .ifPresent(wake ->
                            inThisLife(
                                    bornAt.plus(wake).minus(now),
                                    () -> input(new MoverInput.Tick())));
        }

        @Nullable ReplicaCopy copy() {
            return disk.get(R);
        }

        private void act(MoverOutput output) {
            switch (output) {
                case MoverOutput.Send send -> carry(this, send);
                case MoverOutput.Keep keep -> inThisLife(DISK, () -> disk = keep.copies());
                case MoverOutput.KeepThenSend keep ->
                        inThisLife(
                                DISK,
                                () -> {
                                    disk = keep.copies();
                                    carry(this, keep.then());
                                });
                case MoverOutput.Answer answer -> answers.add(answer);
                case MoverOutput.AnswerAgain again -> answers.add(again.answer());
                case MoverOutput.Promoted outcome -> promoted.add(outcome);
            }
        }

        private void inThisLife(Duration delay, Runnable action) {
            long mine = life;
            after(
                    delay,
                    () -> {
                        if (life == mine) {
                            action.run();
                        }
                    });
        }
    }

    Machine machine(String name) {
        return machines.computeIfAbsent(new HostId(name), Machine::new);
    }

    /** A host on which the VM executes. */
    Machine running(String name) {
        Machine machine = machine(name);
        machine.executing.put(VM, SPEC);
        return machine;
    }

    RunReplicaCycle cycle(Machine source, Machine target, long cycle, CycleKind kind) {
        return new RunReplicaCycle(
                source.id, nextCommand(), R, VM, new CycleNumber(cycle), kind, target.id);
    }

    void order(Machine source, RunReplicaCycle command) {
        source.input(new MoverInput.CycleOrdered(command, source.executing.get(command.vm())));
    }

    void promote(Machine target, long point) {
        target.input(
                new MoverInput.PromoteOrdered(
                        new PromoteReplica(target.id, nextCommand(), R, VM, new CycleNumber(point)),
                        target.executing.containsKey(VM)));
    }

    void drop(Machine target) {
        target.input(new MoverInput.DropOrdered(new DropReplica(target.id, nextCommand(), R, VM)));
    }

    void after(Duration delay, Runnable action) {
        calendar.add(
                new Event(now.plus(delay.isNegative() ? Duration.ZERO : delay), ++order, action));
    }

    void run(Duration time) {
        Duration end = now.plus(time);
        for (Event next = calendar.peek();
                next != null && next.at().compareTo(end) <= 0;
                next = calendar.peek()) {
            calendar.remove();
            now = next.at();
            next.action().run();
        }
        now = end;
    }

    private void carry(Machine from, MoverOutput.Send send) {
        Machine to = machines.get(send.to());
        if (to != null && !from.cut && !to.cut) {
            after(NETWORK, () -> to.input(new MoverInput.Received(from.id, send.message())));
        }
    }

    private CommandId nextCommand() {
        return new CommandId("command-" + ++commands);
    }
}
