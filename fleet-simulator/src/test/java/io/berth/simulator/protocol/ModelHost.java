package io.berth.simulator.protocol;

import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.hosts.VmMigrationEnded.Outcome;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.simulator.agent.AgentConfig;
import io.berth.simulator.agent.AgentCore;
import io.berth.simulator.agent.AgentInput;
import io.berth.simulator.agent.AgentOutput;
import io.berth.simulator.agent.AgentView;
import io.berth.simulator.agent.HostDisk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A host with a real agent core, a clock that drifts by up to one percent, a hypervisor and a
 * watchdog. A VM is taken to execute from the moment that its start is ordered until its stop is
 * done, which is longer than it really does.
 */
final class ModelHost {
    private static final HostLoad IDLE = new HostLoad(0, MiB.ZERO);
    private static final long REPORT_RETRY = 250_000;

    private final World world;
    private final AgentConfig config;
    private final double clockRate;
    private final RandomGenerator random;
    private final Set<VmId> executing = new TreeSet<>();
    private final Map<VmId, Long> moving = new TreeMap<>();
    private final ArrayDeque<AgentInput> waiting = new ArrayDeque<>();
    private final ArrayDeque<AgentOutput.Report> reports = new ArrayDeque<>();
    private final Map<VmId, Long> newestOrder = new TreeMap<>();
    private HostDisk disk = HostDisk.blank();
    private @Nullable AgentCore core;
    private long life;
    private long bornAt;
    private long alarms;
    private long watchdogs;
    private long orders;
    private long moves;
    private int commandsRead;
    private boolean reporting;
    boolean brokerCut;
    boolean peersCut;

    /** The only hosts that it reaches; absent when it reaches all. */
    @Nullable Set<HostId> group;

    boolean frozen;
    int selfFencings;

    ModelHost(World world, AgentConfig config, RandomGenerator random) {
        this.world = world;
        this.config = config;
        this.random = random;
        this.clockRate = 0.99 + 0.02 * random.nextDouble();
    }

    HostId id() {
        return config.host();
    }

    boolean on() {
        return core != null;
    }

    boolean executes(VmId vm) {
        return executing.contains(vm);
    }

    boolean fenced() {
        AgentView view = core == null ? null : core.view();
        return view == null || view.fenced();
    }

    boolean reaches(HostId peer) {
        return !peersCut && (group == null || group.contains(peer));
    }

    void powerOn() {
        if (core != null) {
            return;
        }
        if (life > 0) {
            disk = disk.nextLife();
        }
        life++;
        bornAt = world.time.now();
        commandsRead = world.broker.commandsFor(id());
        core = AgentCore.booted(config, disk, Duration.ZERO);
        input(new AgentInput.Tick(IDLE));
    }

    void powerOff() {
        core = null;
        life++;
        watchdogs++;
        frozen = false;
        reporting = false;
        executing.clear();
        moving.clear();
        waiting.clear();
        reports.clear();
    }

    void freeze() {
        frozen = core != null;
    }

    void thaw() {
        if (frozen) {
            frozen = false;
            while (!waiting.isEmpty() && core != null) {
                input(waiting.removeFirst());
            }
            readCommands();
            input(new AgentInput.Tick(IDLE));
        }
    }

    void readCommands() {
        while (core != null
                && !frozen
                && !brokerCut
                && world.broker.up()
                && commandsRead < world.broker.commandsFor(id())) {
            input(new AgentInput.CommandReceived(world.broker.command(id(), commandsRead++)));
        }
    }

    void input(AgentInput input) {
        AgentCore agent = core;
        if (agent == null) {
            return;
        }
        if (frozen) {
            if (!(input instanceof AgentInput.Tick)) {
                waiting.addLast(input);
            }
            return;
        }
        boolean wasFenced = agent.view().fenced();
        Duration now = Duration.ofNanos((long) ((world.time.now() - bornAt) * 1000 * clockRate));
        for (AgentOutput output : agent.step(now, Instant.EPOCH, input)) {
            act(output);
        }
        if (!wasFenced && agent.view().fenced()) {
            selfFencings++;
        }
        setAlarm(agent);
    }

    /** Something that concerns this life only. */
    private void later(long micros, Runnable action) {
        long mine = life;
        world.time.after(
                micros,
                () -> {
                    if (life == mine) {
                        action.run();
                    }
                });
    }

    private long local(Duration moment) {
        return (long) (moment.toNanos() / 1000.0 / clockRate) + bornAt - world.time.now() + 1;
    }

    private void setAlarm(AgentCore agent) {
        long alarm = ++alarms;
        long lateness = random.nextInt(100) == 0 ? random.nextLong(60_000) : random.nextLong(3000);
        later(
                local(agent.nextWake()) + lateness,
                () -> {
                    if (alarm == alarms) {
                        input(new AgentInput.Tick(IDLE));
                    }
                });
    }

    private void act(AgentOutput output) {
        switch (output) {
            case AgentOutput.SendBeat send -> write(send.beat());
            case AgentOutput.AskPeers ask ->
                    ask.peers()
                            .forEach(peer ->
                                    world.carry(
                                            this,
                                            peer,
                                            new AgentInput.PeerAsked(
                                                    id(), ask.question(), ask.beat())));
            case AgentOutput.GreetPeers _ -> {
                // for the monitor's remarks to people; no lease rests on it
            }
            case AgentOutput.AnswerPeer answer ->
                    world.carry(
                            this,
                            answer.peer(),
                            new AgentInput.PeerAnswered(
                                    id(),
                                    answer.question(),
                                    answer.unfenced(),
                                    answer.unservedFor()));
            case AgentOutput.RelayBeat relay -> relay(relay.beat());
            case AgentOutput.TellRelayed told ->
                    world.carry(
                            this,
                            told.peer(),
                            new AgentInput.BeatAcked(told.boot(), told.sequence(), true));
            case AgentOutput.StartOnHypervisor start -> start(start.vm().vm());
            case AgentOutput.StopOnHypervisor stop -> stop(stop.vm());
            case AgentOutput.OperateOnHypervisor operate -> operate(operate);
            case AgentOutput.MoveOnHypervisor move -> move(move.vm().vm());
            case AgentOutput.AbortMoveOnHypervisor abort -> moveFails(abort.vm(), Outcome.ABORTED);
            case AgentOutput.Report report -> {
                reports.addLast(report);
                writeReport();
            }
            case AgentOutput.SaveDisk save -> disk = save.disk();
            case AgentOutput.ArmWatchdog arm -> armWatchdog(arm.until());
            case AgentOutput.DisarmWatchdog _ -> watchdogs++;
            case AgentOutput.Note _ -> {}
        }
    }

    private void write(HostBeat beat) {
        world.toBroker(
                this,
                arrived -> world.broker.beat(beat, arrived),
                () -> input(new AgentInput.BeatAcked(beat.boot(), beat.sequence(), false)));
    }

    private void relay(HostBeat beat) {
        boolean[] ended = new boolean[1];
        long mine = life;
        world.toBroker(
                this,
                arrived -> world.broker.beat(beat, arrived),
                () -> {
                    if (life == mine && !ended[0]) {
                        ended[0] = true;
                        input(relayed(beat, true));
                    }
                });
        later(
                500_000,
                () -> {
                    if (!ended[0]) {
                        ended[0] = true;
                        input(relayed(beat, false));
                    }
                });
    }

    private static AgentInput relayed(HostBeat beat, boolean appended) {
        return new AgentInput.RelayEnded(beat.host(), beat.boot(), beat.sequence(), appended);
    }

    private void writeReport() {
        AgentOutput.Report next = reports.peekFirst();
        if (reporting || next == null) {
            return;
        }
        reporting = true;
        boolean[] delivered = new boolean[1];
        long mine = life;
        world.toBroker(
                this,
                arrived -> world.broker.report(next.report(), arrived),
                () -> {
                    if (life == mine && reports.peekFirst() == next) {
                        delivered[0] = true;
                        reporting = false;
                        reports.removeFirst();
                        input(new AgentInput.ReportDelivered(next.number()));
                        writeReport();
                    }
                });
        later(
                REPORT_RETRY,
                () -> {
                    if (!delivered[0]) {
                        reporting = false;
                        writeReport();
                    }
                });
    }

    private void start(VmId vm) {
        executing.add(vm);
        world.executes(vm, this);
        later(
                20_000 + random.nextLong(180_000),
                () -> {
                    if (executing.contains(vm)) {
                        input(new AgentInput.VmStarted(vm));
                    }
                });
    }

    /** What is saved executes no longer; what is paused may at any moment. */
    private void operate(AgentOutput.OperateOnHypervisor operate) {
        VmId vm = operate.vm().vm();
        switch (operate.action()) {
            case RESTORE, REVERT -> {
                executing.add(vm);
                world.executes(vm, this);
            }
            case PAUSE, RESUME, SAVE, RESET, SNAPSHOT, DELETE_SNAPSHOT -> {}
        }
        long order = begin(vm);
        later(
                20_000 + random.nextLong(180_000),
                () -> {
                    if (newestOrder.getOrDefault(vm, 0L) == order) {
                        if (operate.action() == VmAction.SAVE) {
                            executing.remove(vm);
                        }
                        input(new AgentInput.VmOperated(vm, operate.command()));
                    }
                });
    }

    /** What was ordered of a VM before is done no longer. */
    private long begin(VmId vm) {
        newestOrder.put(vm, ++orders);
        return orders;
    }

    /**
     * Its state is brought to another host; most often that works. From the moment that it has, the
     * VM does not execute here.
     */
    private void move(VmId vm) {
        long move = ++moves;
        moving.put(vm, move);
        later(
                50_000 + random.nextLong(3_000_000),
                () -> {
                    if (moving.remove(vm, move)) {
                        if (random.nextInt(4) == 0) {
                            input(
                                    new AgentInput.VmMoveFailed(
                                            vm, Outcome.FAILED_TARGET_UNREACHABLE, ""));
                        } else {
                            executing.remove(vm);
                            input(new AgentInput.VmStateMoved(vm));
                        }
                    }
                });
    }

    private void moveFails(VmId vm, Outcome why) {
        if (moving.remove(vm) != null) {
            input(new AgentInput.VmMoveFailed(vm, why, ""));
        }
    }

    private void stop(VmId vm) {
        long order = begin(vm);
        moving.remove(vm);
        later(
                10_000 + random.nextLong(90_000),
                () -> {
                    if (newestOrder.getOrDefault(vm, 0L) == order) {
                        executing.remove(vm);
                        input(new AgentInput.VmStopped(vm));
                    }
                });
    }

    /** Hardware: it does not care whether the agent is frozen. */
    private void armWatchdog(Duration until) {
        long armed = ++watchdogs;
        later(
                local(until),
                () -> {
                    if (armed == watchdogs) {
                        powerOff();
                        world.time.after(10_000_000, this::powerOn);
                    }
                });
    }
}
