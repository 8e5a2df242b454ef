package io.berth.simulator.runtime;

import io.berth.contracts.hosts.VmMigrationEnded.Outcome;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.simulator.agent.AgentInput;
import io.berth.simulator.agent.AgentInput.VmMoveFailed;
import io.berth.simulator.agent.AgentInput.VmStateMoved;
import io.berth.simulator.agent.AgentOutput.MoveOnHypervisor;
import io.berth.simulator.agent.HeldVm;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of a hypervisor that brings VMs to other hosts. Their memory, and the disks that go
 * along, take as long as the link needs for them; a VM that goes live executes meanwhile, one that
 * goes quick stands still. At the end every VM stands still until the target says that it has
 * everything: then it is gone from here, and without that word it goes on here. Used from the
 * host's mailbox only.
 *
 * <p>What was brought here is memory and ends with the power.
 */
final class StateMoves {
    /** How long the target may take to say that it has everything. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** States that lie here at most; the oldest gives way. */
    private static final int MAX_HERE = 256;

    private static final double BITS_OF_A_MIB = 8.0 * 1024 * 1024;

    /** What a link of 1 Mbit/s carries in a millisecond. */
    private static final double BITS_OF_A_MBIT_PER_MS = 1000;

    private static final class Departing {
        private final MoveOnHypervisor order;
        private final long number;
        private @Nullable Future<?> next;
        private boolean suspended;

        Departing(MoveOnHypervisor order, long number) {
            this.order = order;
            this.number = number;
        }
    }

    private record Arrived(HostId from, Epoch epoch) {}

    private final Hypervisor hypervisor;
    private final Consumer<AgentInput> agent;
    private final BiConsumer<HostId, StateMessage> network;
    private final Map<VmId, Departing> departing = new HashMap<>();
    private final Map<VmId, Arrived> here = new LinkedHashMap<>();
    private long moves;

    StateMoves(
            Hypervisor hypervisor,
            Consumer<AgentInput> agent,
            BiConsumer<HostId, StateMessage> network) {
        this.hypervisor = hypervisor;
        this.agent = agent;
        this.network = network;
    }

    /**
     * Begins to bring a VM to another host.
     *
     * @param linkMbit what this end of the link carries now; the order may know that the other end
     *     carries less
     */
    void begin(MoveOnHypervisor order, long linkMbit) {
        VmId vm = order.vm().vm();
        if (!hypervisor.executes(vm)) {
            agent.accept(new VmMoveFailed(vm, Outcome.FAILED_BY_HYPERVISOR, "it does not execute"));
            return;
        }
        Departing move = new Departing(order, ++moves);
        departing.put(vm, move);
        switch (order.mode()) {
            case LIVE -> {}
            case QUICK -> suspend(move);
        }
        move.next = hypervisor.later(duration(order, linkMbit), () -> complete(move));
    }

    /** Breaks it off; nothing when it is done already. */
    void abort(VmId vm) {
        Departing move = departing.get(vm);
        if (move != null) {
            goOn(move, Outcome.ABORTED, "");
        }
    }

    /** The VM is stopped, so there is nothing to bring any more. */
    void drop(VmId vm) {
        Departing move = departing.remove(vm);
        if (move != null && move.next != null) {
            move.next.cancel(false);
        }
    }

    /** The power is gone. */
    void end() {
        departing
                .values()
                .forEach(move -> {
                    if (move.next != null) {
                        move.next.cancel(false);
                    }
                });
        departing.clear();
        here.clear();
    }

    /**
     * Takes up what was brought here for a VM at the epoch before.
     *
     * @return false when nothing of that origin lies here
     */
    boolean take(HeldVm vm, HostId from) {
        Arrived arrived = here.remove(vm.vm());
        return arrived != null
                && arrived.from().equals(from)
                && arrived.epoch().next().equals(vm.epoch());
    }

    /** Another hypervisor says something. */
    void received(HostId from, StateMessage message) {
        switch (message) {
            case StateMessage.Complete complete -> {
                here.remove(complete.vm());
                here.put(complete.vm(), new Arrived(from, complete.epoch()));
                if (here.size() > MAX_HERE) {
                    here.remove(here.keySet().iterator().next());
                }
                network.accept(from, new StateMessage.Taken(complete.vm(), complete.number()));
            }
            case StateMessage.Taken taken -> {
                Departing move = departing.get(taken.vm());
                if (move != null && move.number == taken.number()) {
                    drop(taken.vm());
                    agent.accept(new VmStateMoved(taken.vm()));
                }
            }
        }
    }

    private void complete(Departing move) {
        suspend(move);
        HeldVm vm = move.order.vm();
        network.accept(
                move.order.target(), new StateMessage.Complete(vm.vm(), vm.epoch(), move.number));
        move.next =
                hypervisor.later(
                        PATIENCE,
                        () ->
                                goOn(
                                        move,
                                        Outcome.FAILED_TARGET_UNREACHABLE,
                                        move.order.target()
                                                + " did not take the state within "
                                                + PATIENCE));
    }

    private void suspend(Departing move) {
        if (!move.suspended) {
            move.suspended = true;
            hypervisor.suspend(move.order.vm().vm());
        }
    }

    private void goOn(Departing move, Outcome why, String detail) {
        VmId vm = move.order.vm().vm();
        drop(vm);
        if (move.suspended) {
            hypervisor.resume(move.order.vm());
        }
        agent.accept(new VmMoveFailed(vm, why, detail));
    }

    static Duration duration(MoveOnHypervisor order, long linkMbit) {
        Long known = order.linkMbit();
        MiB storage = order.withStorage();
        long mbit = known == null ? linkMbit : Math.min(known, linkMbit);
        double bits =
                BITS_OF_A_MIB * order.vm().spec().memory().value()
                        + BITS_OF_A_MIB * (storage == null ? 0 : storage.value());
        return Duration.ofMillis((long) (bits / (mbit * BITS_OF_A_MBIT_PER_MS)));
    }
}
