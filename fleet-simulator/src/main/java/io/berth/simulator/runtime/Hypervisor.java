package io.berth.simulator.runtime;

import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.GuestCare;
import io.berth.contracts.inventory.IntegrationService;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.simulator.agent.AgentInput;
import io.berth.simulator.agent.AgentInput.VmFound;
import io.berth.simulator.agent.AgentInput.VmOperated;
import io.berth.simulator.agent.AgentInput.VmOperationRefused;
import io.berth.simulator.agent.AgentInput.VmStartRefused;
import io.berth.simulator.agent.AgentInput.VmStarted;
import io.berth.simulator.agent.AgentInput.VmStopped;
import io.berth.simulator.agent.HeldVm;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The hypervisor of one host in one life: it takes a while to do anything with VMs, runs them
 * whether or not the agent is awake, and loses them all at once when the power goes. Used from the
 * host's mailbox only.
 */
final class Hypervisor {
    private static final int START_MIN_MS = 20;
    private static final int START_MAX_MS = 200;
    private static final int STOP_MIN_MS = 10;

    /** Well below {@code kill}, as the lease timings demand. */
    private static final int STOP_MAX_MS = 100;

    private static final int SHUT_DOWN_MIN_MS = 50;
    private static final int SHUT_DOWN_MAX_MS = 400;

    /** How long an operation takes at least and at most. */
    private record Span(int minMs, int maxMs) {
        static Span of(VmAction action) {
            return switch (action) {
                case PAUSE, RESUME -> new Span(5, 30);
                case SAVE, RESTORE -> new Span(50, 300);
                case RESET, SNAPSHOT, REVERT -> new Span(30, 200);
                case DELETE_SNAPSHOT -> new Span(20, 100);
            };
        }
    }

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
    private final Set<VmId> paused = new HashSet<>();
    private final Map<VmId, Future<?>> starting = new HashMap<>();
    private final Map<VmId, Future<?>> stopping = new HashMap<>();
    private final Map<VmId, Future<?>> operating = new HashMap<>();
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
            String missing = "no state of " + vm.vm() + " from " + stateFrom + " lies here";
            later(STOP_MIN_MS, () -> agent.accept(new VmStartRefused(vm.vm(), missing)));
            return;
        }
        String why = lackOfMemory(vm);
        if (why != null) {
            later(STOP_MIN_MS, () -> agent.accept(new VmStartRefused(vm.vm(), why)));
            return;
        }
        starting.put(
                vm.vm(),
                later(
                        startTime(),
                        () -> {
                            if (starting.remove(vm.vm()) != null) {
                                execute(vm);
                                agent.accept(new VmStarted(vm.vm()));
                            }
                        }));
    }

    /** A VM that somebody starts at the hypervisor itself. */
    void startUnordered(HeldVm vm, @Nullable String guest) {
        execute(vm);
        agent.accept(new VmFound(vm, guest));
    }

    /** A stop that is under way gives way to this one. */
    void stop(VmId vm, StopWay way) {
        moves.drop(vm);
        cancelled(starting.remove(vm));
        cancelled(operating.remove(vm));
        cancelled(stopping.remove(vm));
        boolean guestTakesPart =
                way == StopWay.SHUT_DOWN && executing.containsKey(vm) && !paused.contains(vm);
        long takes =
                guestTakesPart
                        ? random.nextInt(SHUT_DOWN_MIN_MS, SHUT_DOWN_MAX_MS + 1)
                        : random.nextInt(STOP_MIN_MS, STOP_MAX_MS + 1);
        stopping.put(
                vm,
                later(
                        takes,
                        () -> {
                            if (stopping.remove(vm) != null) {
                                cease(vm);
                                agent.accept(new VmStopped(vm));
                            }
                        }));
    }

    /** Snapshots take time and no room: a simulated VM has no disk to keep. */
    void operate(HeldVm vm, CommandId command, VmAction action) {
        Span span = Span.of(action);
        operating.put(
                vm.vm(),
                later(
                        random.nextInt(span.minMs(), span.maxMs() + 1),
                        () -> {
                            if (operating.remove(vm.vm()) != null) {
                                agent.accept(operated(vm, command, action));
                            }
                        }));
    }

    private AgentInput operated(HeldVm vm, CommandId command, VmAction action) {
        switch (action) {
            case PAUSE -> paused.add(vm.vm());
            case SAVE -> cease(vm.vm());
            case RESUME, RESTORE, REVERT -> {
                if (!executing.containsKey(vm.vm())) {
                    String why = lackOfMemory(vm);
                    if (why != null) {
                        return new VmOperationRefused(vm.vm(), command, why);
                    }
                    execute(vm);
                } else if (paused.remove(vm.vm())) {
                    guests.accept(vm.vm(), true);
                }
            }
            case RESET -> guests.accept(vm.vm(), true);
            case SNAPSHOT, DELETE_SNAPSHOT -> {}
        }
        return new VmOperated(vm.vm(), command);
    }

    private @Nullable String lackOfMemory(HeldVm vm) {
        MiB free = freeMemory();
        return vm.spec().memory().compareTo(free) > 0
                ? "needs " + vm.spec().memory() + ", free are " + free
                : null;
    }

    /** Memory beside that of the VMs that execute here; tests of replicas hold none. */
    MiB freeMemory() {
        return new MiB(Math.max(0, host.memoryMiB().value() - memoryOfVms()));
    }

    /** How long a VM takes to start, this time. */
    Duration startTime() {
        return Duration.ofMillis(random.nextInt(START_MIN_MS, START_MAX_MS + 1));
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
        for (Map<VmId, Future<?>> orders : List.of(starting, stopping, operating)) {
            orders.values().forEach(Hypervisor::cancelled);
            orders.clear();
        }
        paused.clear();
        executing.keySet().forEach(vm -> ledger.stopped(vm, id()));
        executing.clear();
    }

    /** Whether the guest of a VM that executes here publishes key-value pairs. */
    boolean publishesPairs(VmId vm) {
        VmSpec spec = executing.get(vm);
        GuestCare care = spec == null ? null : spec.guestCare();
        return runs(vm) && (care == null || care.uses(IntegrationService.KVP_EXCHANGE));
    }

    /** Whether it has memory here; a paused VM has, a saved one has not. */
    boolean executes(VmId vm) {
        return executing.containsKey(vm);
    }

    /** Whether its guest does anything. */
    boolean runs(VmId vm) {
        return executes(vm) && !paused.contains(vm);
    }

    /** What the VM is, while it executes here. */
    @Nullable VmSpec executing(VmId vm) {
        return executing.get(vm);
    }

    /** The VMs that execute here. */
    Map<VmId, VmSpec> executing() {
        return Map.copyOf(executing);
    }

    /**
     * What it measures: the expected use of its VMs, each a little off at each look.
     *
     * @param linkMbit what the network that it migrates over carries
     */
    HostLoad load(long linkMbit) {
        double used = 0;
        for (Map.Entry<VmId, VmSpec> vm : executing.entrySet()) {
            double noise = random.nextDouble(0.85, 1.15);
            used += paused.contains(vm.getKey()) ? 0 : vm.getValue().cpuPercent() * noise;
        }
        double percent = OWN_CPU_PERCENT + used / host.cores();
        return new HostLoad(
                Math.round(Math.min(100, percent) * 10) / 10.0,
                new MiB(Math.min(memoryUsed(), host.memoryMiB().value())),
                linkMbit);
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
        paused.remove(vm);
        if (executing.remove(vm) != null) {
            ledger.stopped(vm, id());
            guests.accept(vm, false);
        }
    }

    private static void cancelled(@Nullable Future<?> order) {
        if (order != null) {
            order.cancel(false);
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
