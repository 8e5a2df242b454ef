package io.berth.simulator.runtime;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.simulator.agent.AgentInput;
import io.berth.simulator.agent.AgentInput.VmFound;
import io.berth.simulator.agent.AgentInput.VmStartRefused;
import io.berth.simulator.agent.AgentInput.VmStarted;
import io.berth.simulator.agent.AgentInput.VmStopped;
import io.berth.simulator.agent.HeldVm;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The hypervisor of one host in one life: it takes a while to start and stop VMs, runs them whether
 * or not the agent is awake, and loses them all at once when the power goes. Used from the host's
 * mailbox only.
 */
final class Hypervisor {
    private static final int START_MIN_MS = 20;
    private static final int START_MAX_MS = 200;
    private static final int STOP_MIN_MS = 10;

    /** Well below {@code kill}, as the lease timings demand. */
    private static final int STOP_MAX_MS = 100;

    /** What the hypervisor itself uses, in the figures only: one part in fifty. */
    private static final int OWN_MEMORY_SHARE = 50;

    private static final double OWN_CPU_PERCENT = 1.0;

    private final HostDefinition host;
    private final Timer timer;
    private final Mailbox mailbox;
    private final RunLedger ledger;
    private final RandomGenerator random;
    private final Consumer<AgentInput> agent;
    private final BiConsumer<VmId, Boolean> guests;
    private final Map<VmId, VmSpec> executing = new HashMap<>();
    private final Map<VmId, Future<?>> starting = new HashMap<>();
    private final StateMoves moves;
    private boolean poweredOff;

    /**
     * @param agent told what became of its orders
     * @param network carries the state of VMs to other hosts
     * @param guests told of each VM that begins (true) or ceases (false) to execute
     */
    Hypervisor(
            HostDefinition host,
            Timer timer,
            Mailbox mailbox,
            RunLedger ledger,
            RandomGenerator random,
            Consumer<AgentInput> agent,
            BiConsumer<VmId, Boolean> guests,
            BiConsumer<HostId, StateMessage> network) {
        this.host = host;
        this.timer = timer;
        this.mailbox = mailbox;
        this.ledger = ledger;
        this.random = random;
        this.agent = agent;
        this.guests = guests;
        this.moves = new StateMoves(this, agent, network);
    }

    /**
     * @param stateFrom where its state was brought here from; absent when it boots
     */
    void start(HeldVm vm, @Nullable HostId stateFrom, boolean refuses) {
        if (refuses) {
            later(
                    STOP_MIN_MS,
                    () -> agent.accept(new VmStartRefused(vm.vm(), "it starts nothing")));
            return;
        }
        if (stateFrom != null && !moves.take(vm, stateFrom)) {
            String why = "no state of " + vm.vm() + " from " + stateFrom + " lies here";
            later(STOP_MIN_MS, () -> agent.accept(new VmStartRefused(vm.vm(), why)));
            return;
        }
        long free = host.memoryMiB().value() - memoryOfVms();
        if (vm.spec().memory().value() > free) {
            String why = "needs " + vm.spec().memory() + ", free are " + Math.max(0, free) + " MiB";
            later(STOP_MIN_MS, () -> agent.accept(new VmStartRefused(vm.vm(), why)));
            return;
        }
        starting.put(
                vm.vm(),
                later(
                        random.nextInt(START_MIN_MS, START_MAX_MS + 1),
                        () -> {
                            if (starting.remove(vm.vm()) != null) {
                                execute(vm);
                                agent.accept(new VmStarted(vm.vm()));
                            }
                        }));
    }

    /** A VM that somebody starts at the hypervisor itself. */
    void startUnordered(HeldVm vm) {
        execute(vm);
        agent.accept(new VmFound(vm));
    }

    void stop(VmId vm) {
        Future<?> start = starting.remove(vm);
        if (start != null) {
            start.cancel(false);
        }
        moves.drop(vm);
        later(
                random.nextInt(STOP_MIN_MS, STOP_MAX_MS + 1),
                () -> {
                    cease(vm);
                    agent.accept(new VmStopped(vm));
                });
    }

    /** Brings VMs to other hosts, and holds what came from there. */
    StateMoves moves() {
        return moves;
    }

    /** Its processors stand still until it goes on, here or elsewhere. */
    void suspend(VmId vm) {
        cease(vm);
    }

    /** It goes on where it stood still. */
    void resume(HeldVm vm) {
        execute(vm);
    }

    /** Runs later, unless the power is gone by then. */
    Future<?> later(Duration delay, Runnable task) {
        return later(delay.toMillis(), task);
    }

    /** Everything stops at this moment. */
    void powerOff() {
        poweredOff = true;
        moves.end();
        starting.values().forEach(start -> start.cancel(false));
        starting.clear();
        executing.keySet().forEach(vm -> ledger.stopped(vm, id()));
        executing.clear();
    }

    boolean executes(VmId vm) {
        return executing.containsKey(vm);
    }

    /** What the VM is, while it executes here. */
    @Nullable VmSpec executing(VmId vm) {
        return executing.get(vm);
    }

    /** What it measures: the expected use of its VMs, each a little off at each look. */
    HostLoad load() {
        double used = 0;
        for (VmSpec spec : executing.values()) {
            used += spec.cpuPercent() * random.nextDouble(0.85, 1.15);
        }
        double percent = OWN_CPU_PERCENT + used / host.cores();
        return new HostLoad(
                Math.round(Math.min(100, percent) * 10) / 10.0,
                new MiB(Math.min(memoryUsed(), host.memoryMiB().value())));
    }

    private long memoryUsed() {
        return host.memoryMiB().value() / OWN_MEMORY_SHARE + memoryOfVms();
    }

    private long memoryOfVms() {
        return executing.values().stream().mapToLong(spec -> spec.memory().value()).sum();
    }

    private void execute(HeldVm vm) {
        executing.put(vm.vm(), vm.spec());
        ledger.started(vm.vm(), id(), timer.wallClock());
        guests.accept(vm.vm(), true);
    }

    private void cease(VmId vm) {
        if (executing.remove(vm) != null) {
            ledger.stopped(vm, id());
            guests.accept(vm, false);
        }
    }

    private HostId id() {
        return host.id();
    }

    private Future<?> later(long millis, Runnable task) {
        return timer.after(
                Duration.ofMillis(millis),
                () ->
                        mailbox.post(() -> {
                            if (!poweredOff) {
                                task.run();
                            }
                        }));
    }
}
