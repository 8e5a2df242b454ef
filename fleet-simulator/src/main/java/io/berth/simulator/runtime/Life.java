package io.berth.simulator.runtime;

import io.berth.contracts.hosts.AbortMigration;
import io.berth.contracts.hosts.AdoptVm;
import io.berth.contracts.hosts.DiscardVmDisk;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.EndReplicaTest;
import io.berth.contracts.hosts.GrantTenure;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReportFacts;
import io.berth.contracts.hosts.ReportVms;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.hosts.UseLease;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.simulator.agent.AgentConfig;
import io.berth.simulator.agent.AgentCore;
import io.berth.simulator.agent.AgentInput;
import io.berth.simulator.agent.AgentOutput;
import io.berth.simulator.agent.AgentView;
import io.berth.simulator.agent.HeldVm;
import io.berth.simulator.agent.HostDisk;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One life of a host, from the start of its agent until its power goes: the agent's core with the
 * hands and ears that it needs. Used from the host's mailbox only; what arrives after its end is
 * ignored.
 */
final class Life {
    /** What may wait for a frozen agent; a network would lose the rest as well. */
    private static final int MAX_WAITING_INPUTS = 4096;

    private static final Logger LOG = Logger.getLogger("io.berth.simulator.agent");

    private final SimulatedHost host;
    private final Surroundings world;
    private final Mailbox mailbox;
    private final Duration bornAt;
    private final HostDisk bornWith;
    private final AgentCore core;
    private final Hypervisor hypervisor;
    private final ReportQueue reports;
    private final MoverLife mover;
    private final FactReporter facts;
    private final DiskMoverLife disks;
    private final DiskLoadLife diskLoad;
    private final ArrayDeque<AgentInput> waitingForThaw = new ArrayDeque<>();
    private @Nullable Future<?> alarm;
    private Duration alarmAt = Duration.ZERO;
    private @Nullable Duration watchdog;
    private boolean watchdogScheduled;
    private final Map<VmId, Future<?>> kvpTimers = new HashMap<>();
    private long kvpReports;
    private boolean fenced = true;
    private boolean ended;

    Life(
            SimulatedHost host,
            Surroundings world,
            Mailbox mailbox,
            RandomGenerator random,
            AgentConfig config,
            HostDisk disk) {
        this.host = host;
        this.world = world;
        this.mailbox = mailbox;
        this.bornWith = disk;
        this.bornAt = world.timer().now();
        this.core = AgentCore.booted(config, disk, Duration.ZERO);
        this.hypervisor =
                new Hypervisor(
                        host.definition(),
                        world.timer(),
                        mailbox,
                        world.ledger(),
                        random,
                        this::input,
                        this::guest,
                        (to, message) -> world.network().carry(host, to, message));
        this.reports =
                new ReportQueue(
                        world.timer(),
                        mailbox,
                        (number, report, outcome) ->
                                host.write(disk.boot(), number, report, outcome),
                        number -> input(new AgentInput.ReportDelivered(number)));
        this.mover = new MoverLife(host, world, mailbox, this);
        this.facts = new FactReporter(host, world, mailbox, this);
        this.disks = new DiskMoverLife(host, world, mailbox, this);
        this.diskLoad = new DiskLoadLife(host, world, mailbox, this, random);
    }

    void begin() {
        diskLoad.begin();
        tick();
    }

    /** How long it has lasted: the agent's clock. */
    Duration age() {
        return world.timer().now().minus(bornAt);
    }

    void end() {
        ended = true;
        hypervisor.powerOff();
        reports.close();
        mover.end();
        facts.end();
        disks.end();
        diskLoad.end();
        waitingForThaw.clear();
        cancelled(alarm);
        kvpTimers.values().forEach(Life::cancelled);
    }

    void command(HostCommand command) {
        switch (command) {
            case RunReplicaCycle cycle -> mover.ordered(cycle);
            case DropReplica drop -> mover.drop(drop);
            case PromoteReplica promote -> mover.promote(promote);
            case DiscardVmDisk discard -> mover.discard(discard);
            case TestReplica test -> mover.tests().ordered(test);
            case EndReplicaTest end -> mover.tests().ordered(end);
            case ReportFacts ask -> facts.asked(ask);
            case MoveVmDisk move -> disks.ordered(move);
            case AbortMigration _,
                    AdoptVm _,
                    GrantTenure _,
                    MigrateVm _,
                    OperateVm _,
                    ReportVms _,
                    UseLease _,
                    StartVm _,
                    StopVm _ ->
                    input(new AgentInput.CommandReceived(command));
        }
    }

    MoverLife mover() {
        return mover;
    }

    BootId boot() {
        return bornWith.boot();
    }

    /** What its agent holds now. */
    Tenure tenure() {
        return core.view().tenure();
    }

    /** Memory beside that of the VMs that execute here. */
    MiB freeMemory() {
        return hypervisor.freeMemory();
    }

    /** How long a VM takes to start, this time. */
    Duration startTime() {
        return hypervisor.startTime();
    }

    /** What the VM is, while it executes here. */
    @Nullable VmSpec executing(VmId vm) {
        return hypervisor.executing(vm);
    }

    /** The VMs that execute here. */
    Map<VmId, VmSpec> executing() {
        return hypervisor.executing();
    }

    void stateMessage(HostId from, StateMessage message) {
        hypervisor.moves().received(from, message);
    }

    /** What the VM is, while the host holds it, executing or not. */
    @Nullable VmSpec held(VmId vm) {
        VmSpec executing = hypervisor.executing(vm);
        HeldVm defined = core.disk().held().get(vm);
        return executing != null || defined == null ? executing : defined.spec();
    }

    void nodesChanged(Set<HostId> nodes) {
        input(new AgentInput.NodesChanged(nodes));
    }

    void restartAnnounced(@Nullable Duration backWithin) {
        input(new AgentInput.RestartAnnounced(backWithin));
    }

    void startUnordered(HeldVm vm, @Nullable String guest) {
        if (!hypervisor.executes(vm.vm())) {
            hypervisor.startUnordered(vm, guest);
        }
    }

    void stopUnordered(VmId vm) {
        if (hypervisor.executes(vm)) {
            hypervisor.stop(vm, StopWay.SHUT_DOWN);
        }
    }

    /** The guest of a VM answers nobody and says nothing, until it begins anew. */
    void hangGuest(VmId vm) {
        if (hypervisor.executes(vm)) {
            cancelled(kvpTimers.remove(vm));
            input(new AgentInput.GuestHung(vm));
        }
    }

    /** From the network: lost rather than kept when the agent does not keep up. */
    void fromPeer(AgentInput message) {
        if (mailbox.size() > MAX_WAITING_INPUTS || waitingForThaw.size() > MAX_WAITING_INPUTS / 2) {
            world.metrics().lostMessage();
        } else {
            input(message);
        }
    }

    void conditionsChanged() {
        mover.conditionsChanged();
        if (!host.conditions().frozen()) {
            List<AgentInput> waited = List.copyOf(waitingForThaw);
            waitingForThaw.clear();
            waited.forEach(this::input);
            tick();
            disks.tick();
        }
    }

    private void input(AgentInput input) {
        if (ended) {
            return;
        }
        if (host.conditions().frozen()) {
            if (waitingForThaw.size() < MAX_WAITING_INPUTS) {
                waitingForThaw.addLast(input);
            } else {
                world.metrics().lostMessage();
            }
            return;
        }
        for (AgentOutput output : core.step(age(), host.calendar(), input)) {
            act(output);
        }
        AgentView view = core.view();
        host.seen(view);
        noticeFencing(view.fenced());
        setAlarm();
    }

    private void tick() {
        if (!ended && !host.conditions().frozen()) {
            input(new AgentInput.Tick(hypervisor.load(host.migrationLinkMbit())));
        }
    }

    private void setAlarm() {
        Duration wake = core.nextWake();
        if (alarm != null && alarmAt.compareTo(wake) <= 0) {
            return;
        }
        cancelled(alarm);
        alarmAt = wake;
        alarm = world.timer().after(wake.minus(age()), () -> mailbox.post(this::alarmed));
    }

    private void alarmed() {
        alarm = null;
        tick();
    }

    private void act(AgentOutput output) {
        switch (output) {
            case AgentOutput.SendBeat send -> sendBeat(send.beat());
            case AgentOutput.AskPeers ask -> {
                world.metrics().question();
                for (HostId peer : ask.peers()) {
                    toPeer(peer, new AgentInput.PeerAsked(host.id(), ask.question(), ask.beat()));
                }
            }
            case AgentOutput.GreetPeers greet -> {
                for (HostId peer : greet.peers()) {
                    toPeer(peer, new AgentInput.PeerGreeted(host.id()));
                }
            }
            case AgentOutput.AnswerPeer answer ->
                    toPeer(
                            answer.peer(),
                            new AgentInput.PeerAnswered(
                                    host.id(),
                                    answer.question(),
                                    answer.unfenced(),
                                    answer.unservedFor()));
            case AgentOutput.RelayBeat relay -> relay(relay.beat());
            case AgentOutput.TellRelayed told ->
                    toPeer(
                            told.peer(),
                            new AgentInput.BeatAcked(told.boot(), told.sequence(), true));
            case AgentOutput.StartOnHypervisor start -> {
                mover.tests()
                        .memoryNeeded(
                                start.vm().spec().memory(),
                                "%s is started and needs %s"
                                        .formatted(start.vm().vm(), start.vm().spec().memory()));
                hypervisor.start(start.vm(), start.stateFrom(), host.conditions().refusesStarts());
            }
            case AgentOutput.StopOnHypervisor stop -> hypervisor.stop(stop.vm(), stop.way());
            case AgentOutput.OperateOnHypervisor operate ->
                    hypervisor.operate(operate.vm(), operate.command(), operate.action());
            case AgentOutput.MoveOnHypervisor move ->
                    hypervisor.moves().begin(move, host.migrationLinkMbit());
            case AgentOutput.AbortMoveOnHypervisor abort -> hypervisor.moves().abort(abort.vm());
            case AgentOutput.Report report -> {
                world.metrics().report();
                if (!reports.add(report.number(), report.report())) {
                    world.metrics().lostReport();
                    LOG.errorf(
                            "Host %s lost a report: %d wait already",
                            host.id(), ReportQueue.MAX_WAITING);
                }
            }
            case AgentOutput.SaveDisk save -> host.saved(save.disk());
            case AgentOutput.ArmWatchdog arm -> armWatchdog(arm.until());
            case AgentOutput.DisarmWatchdog _ -> watchdog = null;
            case AgentOutput.Note note -> {
                if (note.remarkable()) {
                    LOG.infof("Host %s: %s", host.id(), note.text());
                } else {
                    LOG.debugf("Host %s: %s", host.id(), note.text());
                }
            }
        }
    }

    private void toPeer(HostId peer, AgentInput message) {
        world.network().carry(host, peer, message);
    }

    private void sendBeat(HostBeat beat) {
        world.metrics().beat();
        host.write(
                beat,
                false,
                appended -> {
                    if (appended) {
                        world.metrics().acknowledged();
                        input(new AgentInput.BeatAcked(beat.boot(), beat.sequence(), false));
                    } else if (!host.conditions().brokerCut()) {
                        input(new AgentInput.BeatFailed(beat.sequence()));
                    }
                });
    }

    private void relay(HostBeat beat) {
        world.metrics().relay();
        host.write(
                beat,
                true,
                appended ->
                        input(
                                new AgentInput.RelayEnded(
                                        beat.host(), beat.boot(), beat.sequence(), appended)));
    }

    /** The watchdog is hardware: it goes on while the agent is frozen. */
    private void armWatchdog(Duration until) {
        watchdog = until;
        if (!watchdogScheduled) {
            watchdogScheduled = true;
            world.timer().after(until.minus(age()), () -> mailbox.post(this::watchdogDue));
        }
    }

    private void watchdogDue() {
        watchdogScheduled = false;
        Duration until = watchdog;
        if (ended || until == null) {
            return;
        }
        if (until.compareTo(age()) <= 0) {
            host.resetByWatchdog();
        } else {
            armWatchdog(until);
        }
    }

    private void noticeFencing(boolean now) {
        if (now && !fenced) {
            world.metrics().selfFenced();
        }
        fenced = now;
    }

    private void guest(VmId vm, boolean executes) {
        if (executes) {
            mover.tests().memoryNeeded(MiB.ZERO, vm + " executes and needs its memory");
            publishKvp(vm);
        } else {
            cancelled(kvpTimers.remove(vm));
            mover.ceased(vm);
        }
    }

    private void publishKvp(VmId vm) {
        if (ended || !hypervisor.publishesPairs(vm)) {
            return;
        }
        host.publishKvp(bornWith.boot(), ++kvpReports, vm);
        Future<?> next =
                world.timer().after(world.kvpInterval(), () -> mailbox.post(() -> publishKvp(vm)));
        cancelled(kvpTimers.put(vm, next));
    }

    private static void cancelled(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
