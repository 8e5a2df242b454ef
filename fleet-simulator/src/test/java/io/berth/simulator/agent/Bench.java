package io.berth.simulator.agent;

import io.berth.contracts.hosts.AdoptVm;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.GrantTenure;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopReason;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.hosts.VmOperationEnded;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One agent on the bench: time in milliseconds, everything around it played by the test. */
final class Bench {
    static final DomainId DOMAIN = new DomainId("cluster");
    static final HostId SELF = new HostId("node-1");
    static final VmSpec HIGHLY_AVAILABLE =
            new VmSpec(1, 50, new MiB(512), true, RestartPriority.MEDIUM, null);
    static final VmSpec ORDINARY =
            new VmSpec(1, 50, new MiB(512), false, RestartPriority.MEDIUM, null);

    private static final HostLoad IDLE = new HostLoad(0, MiB.ZERO);

    final AgentCore core;
    private final BootId boot;
    private final List<AgentOutput> outputs = new ArrayList<>();
    private long now;
    private int commands;

    Bench(int nodes, boolean watchdog, HostDisk disk) {
        this(new AgentConfig(SELF, DOMAIN, nodes(nodes), watchdog, LeaseTimings.DEFAULT), disk);
    }

    Bench(AgentConfig config, HostDisk disk) {
        boot = disk.boot();
        core = AgentCore.booted(config, disk, Duration.ZERO);
    }

    /** Of three nodes, with a watchdog, in its first life. */
    static Bench fresh() {
        return new Bench(3, true, HostDisk.blank());
    }

    /**
     * With tenure 1 in force since 510 ms: beat 2, sent at 500, carried it and was acknowledged at
     * 510, so that the lease lasts to 4000.
     */
    static Bench opened(int nodes) {
        Bench bench = new Bench(nodes, true, HostDisk.blank());
        bench.runTo(0).acked(5, 1).grant(10, 1).runTo(500).acked(510, 2).forget();
        return bench;
    }

    static Set<HostId> nodes(int count) {
        Set<HostId> nodes = new TreeSet<>();
        for (int i = 1; i <= count; i++) {
            nodes.add(new HostId("node-" + i));
        }
        return nodes;
    }

    static HostId peer(int number) {
        return new HostId("node-" + number);
    }

    // What happens to it

    Bench input(long at, AgentInput input) {
        runTo(at - 1);
        now = at;
        outputs.addAll(core.step(Duration.ofMillis(at), wallClock(), input));
        return this;
    }

    /** Lets time pass with every tick on time. */
    Bench runTo(long at) {
        while (core.nextWake().compareTo(Duration.ofMillis(at)) <= 0) {
            now = Math.max(now, core.nextWake().toMillis());
            outputs.addAll(
                    core.step(Duration.ofMillis(now), wallClock(), new AgentInput.Tick(IDLE)));
        }
        now = Math.max(now, at);
        return this;
    }

    /** Lets time pass without a tick: the host was suspended or its agent frozen. */
    Bench wakeUpAt(long at, AgentInput input) {
        now = at;
        outputs.addAll(core.step(Duration.ofMillis(at), wallClock(), input));
        return this;
    }

    Bench acked(long at, long sequence) {
        return input(at, new AgentInput.BeatAcked(boot, sequence, false));
    }

    /** Acknowledges every beat 10 ms after it was sent. */
    Bench servedTo(long at) {
        while (core.nextWake().compareTo(Duration.ofMillis(at)) <= 0) {
            long before = lastSequence();
            runTo(Math.max(now, core.nextWake().toMillis()));
            if (lastSequence() > before) {
                acked(now + 10, lastSequence());
            }
        }
        return runTo(at);
    }

    Bench grant(long at, long tenure) {
        return command(at, new GrantTenure(SELF, nextCommand(), boot, new Tenure(tenure)));
    }

    Bench command(long at, HostCommand command) {
        return input(at, new AgentInput.CommandReceived(command));
    }

    StartVm start(String vm, long epoch, long tenure, VmSpec spec) {
        return new StartVm(
                SELF, nextCommand(), new Tenure(tenure), new VmId(vm), new Epoch(epoch), spec);
    }

    AdoptVm adopt(String vm, long epoch, long tenure, VmSpec spec) {
        return new AdoptVm(
                SELF, nextCommand(), new Tenure(tenure), new VmId(vm), new Epoch(epoch), spec);
    }

    StopVm stop(String vm, long epoch) {
        return new StopVm(
                SELF, nextCommand(), new VmId(vm), new Epoch(epoch), StopReason.REQUESTED);
    }

    OperateVm operate(String vm, long epoch, long tenure, VmAction action) {
        return new OperateVm(
                SELF,
                nextCommand(),
                new Tenure(tenure),
                new VmId(vm),
                new Epoch(epoch),
                action,
                action.namesSnapshot() ? new SnapshotName("before") : null);
    }

    /** Has something done with a VM that the hypervisor has done 20 ms later. */
    Bench operated(long at, String vm, long epoch, VmAction action) {
        OperateVm command = operate(vm, epoch, 1, action);
        return command(at, command).input(at + 20, done(command));
    }

    static AgentInput done(OperateVm command) {
        return new AgentInput.VmOperated(command.vm(), command.command());
    }

    /** Starts a VM that the hypervisor has running 50 ms later. */
    Bench running(long at, String vm, long epoch, VmSpec spec) {
        return command(at, start(vm, epoch, 1, spec))
                .input(at + 50, new AgentInput.VmStarted(new VmId(vm)));
    }

    Bench answered(long at, int peer, long question, boolean unfenced, long unservedMs) {
        return input(
                at,
                new AgentInput.PeerAnswered(
                        peer(peer),
                        new Question(boot, question),
                        unfenced,
                        Duration.ofMillis(unservedMs)));
    }

    Bench forget() {
        outputs.clear();
        return this;
    }

    // What it did

    boolean fenced() {
        return core.view().fenced();
    }

    long leaseEnd() {
        return core.view().leaseEnd().toMillis();
    }

    <T extends AgentOutput> List<T> did(Class<T> kind) {
        return outputs.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<HostBeat> beats() {
        return did(AgentOutput.SendBeat.class).stream().map(AgentOutput.SendBeat::beat).toList();
    }

    List<VmTableReported> tables() {
        return reports(VmTableReported.class);
    }

    List<VmOperationEnded> operations() {
        return reports(VmOperationEnded.class);
    }

    /** What came of the operations, each with what the VM was afterwards. */
    List<String> ends() {
        return operations().stream()
                .map(end -> end.outcome() + (end.power() == null ? "" : " " + end.power()))
                .toList();
    }

    List<Outcome> outcomes() {
        return reports(CommandCompleted.class).stream().map(CommandCompleted::outcome).toList();
    }

    private <T> List<T> reports(Class<T> kind) {
        return did(AgentOutput.Report.class).stream()
                .map(AgentOutput.Report::report)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private long lastSequence() {
        List<HostBeat> beats = beats();
        return beats.isEmpty() ? 0 : beats.getLast().sequence();
    }

    private CommandId nextCommand() {
        return new CommandId("command-" + ++commands);
    }

    private Instant wallClock() {
        return Instant.EPOCH.plusMillis(now);
    }
}
