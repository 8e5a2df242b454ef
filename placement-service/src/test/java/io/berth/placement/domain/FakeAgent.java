package io.berth.placement.domain;

import io.berth.contracts.hosts.AbortMigration;
import io.berth.contracts.hosts.AdoptVm;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.DiscardVmDisk;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.EndReplicaTest;
import io.berth.contracts.hosts.GrantTenure;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReportFacts;
import io.berth.contracts.hosts.ReportVms;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.UseLease;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.hosts.VmOperationEnded;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An agent that keeps the protocol, on a host that may be cut off or lose power at any moment. Its
 * reports reach placement only while it is not cut off, and commands wait for it meanwhile.
 */
public final class FakeAgent {
    /** A VM as the host holds it. */
    record Held(Epoch epoch, boolean highlyAvailable, VmPower power) {
        /** Whether it executes, or may as soon as somebody lets it go on. */
        boolean running() {
            return power == VmPower.RUNNING || power == VmPower.PAUSED;
        }

        boolean unmanaged() {
            return epoch.equals(Epoch.NONE);
        }

        Held become(VmPower other) {
            return new Held(epoch, highlyAvailable, other);
        }

        /** What the loss of all memory leaves of it; what may not go on is given up. */
        Held powerless() {
            return become(
                    power == VmPower.SAVED && !highlyAvailable ? VmPower.SAVED : VmPower.STOPPED);
        }
    }

    /** What each VM outside of Berth is as large as. */
    static final MiB UNMANAGED_MEMORY = new MiB(512);

    final HostId host;
    final Map<VmId, Held> held = new TreeMap<>();
    final Deque<HostCommand> commands = new ArrayDeque<>();
    private final Map<VmId, Epoch> refusedBelow = new HashMap<>();
    private final Map<VmId, MigrateVm> migrating = new TreeMap<>();
    private final Map<VmId, Epoch> handedOver = new TreeMap<>();
    private final Map<CommandId, VmMigrationEnded.Outcome> migrations = new HashMap<>();
    private final Deque<HostReport> unsent = new ArrayDeque<>();
    private final Deque<HostReport> reports;
    BootId boot = new BootId(1);
    Tenure tenure = Tenure.NONE;
    Tenure accepted = Tenure.NONE;
    boolean powered = true;
    boolean cutOff;
    boolean fenced = true;
    boolean opening;

    FakeAgent(HostId host, Deque<HostReport> reports) {
        this.host = host;
        this.reports = reports;
    }

    /** Whose agent it is. */
    public HostId host() {
        return host;
    }

    /** What it has been told and has not got to yet. */
    public Deque<HostCommand> commands() {
        return commands;
    }

    /** The VMs that execute here, or may as soon as somebody lets them go on. */
    public Set<VmId> running() {
        return held.entrySet().stream()
                .filter(each -> each.getValue().running())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    void crash() {
        powered = false;
        held.values().removeIf(Held::unmanaged);
        held.replaceAll((vm, h) -> h.powerless());
        migrating.clear();
        handedOver.clear();
        migrations.clear();
        unsent.clear();
    }

    /** An administrator runs a VM at the hypervisor. */
    void startUnmanaged(VmId vm) {
        held.put(vm, new Held(Epoch.NONE, false, VmPower.RUNNING));
        if (!cutOff) {
            report(Trigger.UNMANAGED_CHANGED);
        }
    }

    void powerOn() {
        powered = true;
        cutOff = false;
        boot = boot.next();
        tenure = Tenure.NONE;
        fenced = true;
        opening = false;
        report(Trigger.STARTED);
    }

    /** Cut off until its lease ran out: it has stopped what is highly available. */
    void cutOff() {
        cutOff = true;
        fenced = true;
        opening = false;
        held.replaceAll((vm, h) -> h.highlyAvailable() ? h.become(VmPower.STOPPED) : h);
        migrating.keySet().removeIf(vm -> !running(vm));
    }

    void heal() {
        cutOff = false;
        reports.addAll(unsent);
        unsent.clear();
        report(tenure.equals(Tenure.NONE) ? Trigger.STARTED : Trigger.FENCED_ITSELF);
    }

    /** A beat is acknowledged: a new grant is in force, or a missing one is asked for again. */
    public void beat() {
        if (!powered || cutOff) {
            return;
        }
        if (opening) {
            opening = false;
            fenced = false;
            accepted = tenure;
            report(Trigger.TENURE_OPENED);
        } else if (tenure.equals(Tenure.NONE)) {
            report(Trigger.STARTED);
        }
    }

    /** Carries out the next command that waits, if it can be reached. */
    public void work(RandomGenerator random) {
        if (!powered || cutOff || commands.isEmpty()) {
            return;
        }
        switch (commands.remove()) {
            case GrantTenure grant -> {
                if (grant.boot().equals(boot) && tenure.isBefore(grant.tenure())) {
                    tenure = grant.tenure();
                    opening = true;
                }
            }
            case AdoptVm adopt -> answer(adopt, adopt.vm(), adopt.epoch(), adopt(adopt, random));
            case StartVm start -> answer(start, start.vm(), start.epoch(), start(start, random));
            case StopVm stop -> {
                Held mine = held.get(stop.vm());
                if (mine != null && mine.unmanaged()) {
                    throw new AssertionError("told to stop what was never Berth's: " + stop);
                }
                if (mine != null && !stop.epoch().isBefore(mine.epoch())) {
                    held.remove(stop.vm());
                }
                if (!running(stop.vm())) {
                    migrating.remove(stop.vm());
                }
                handedOver.computeIfPresent(
                        stop.vm(), (vm, epoch) -> stop.epoch().isBefore(epoch) ? epoch : null);
                refusedBelow.merge(stop.vm(), stop.epoch().next(), FakeAgent::higher);
                answer(stop, stop.vm(), stop.epoch(), Outcome.STOPPED);
            }
            case OperateVm operate -> operate(operate, random);
            case MigrateVm order -> migrate(order);
            case AbortMigration order -> abort(order);
            case ReportVms _ -> report(Trigger.REQUESTED);
            case ReportFacts _,
                    RunReplicaCycle _,
                    PromoteReplica _,
                    DiscardVmDisk _,
                    TestReplica _,
                    EndReplicaTest _,
                    DropReplica _,
                    MoveVmDisk _,
                    UseLease _ ->
                    throw new AssertionError("placement does not replicate");
        }
    }

    /** Migrations come to an end, also while the broker is out of reach. */
    public void progress(RandomGenerator random) {
        if (!powered) {
            return;
        }
        for (MigrateVm order : List.copyOf(migrating.values())) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> handOver(order, random.nextInt(5) == 0);
                case 3 -> {
                    migrating.remove(order.vm());
                    answer(order, VmMigrationEnded.Outcome.FAILED_TARGET_UNREACHABLE);
                }
                default -> {}
            }
        }
    }

    private void handOver(MigrateVm order, boolean reportIsLost) {
        migrating.remove(order.vm());
        held.remove(order.vm());
        handedOver.put(order.vm(), order.epoch());
        refusedBelow.merge(order.vm(), order.epoch().next(), FakeAgent::higher);
        migrations.put(order.command(), VmMigrationEnded.Outcome.HANDED_OVER);
        if (!reportIsLost) {
            answer(order, VmMigrationEnded.Outcome.HANDED_OVER);
        }
    }

    private void migrate(MigrateVm order) {
        VmMigrationEnded.Outcome before = migrations.get(order.command());
        if (before != null) {
            answer(order, before);
        } else if (order.epoch().equals(handedOver.get(order.vm()))) {
            answer(order, VmMigrationEnded.Outcome.HANDED_OVER);
        } else if (!runsAt(order.vm(), order.epoch())) {
            answer(order, VmMigrationEnded.Outcome.REFUSED_VM_NOT_HERE);
        } else {
            migrating.putIfAbsent(order.vm(), order);
        }
    }

    private void abort(AbortMigration abort) {
        MigrateVm order = migrating.get(abort.vm());
        VmMigrationEnded.Outcome outcome = migrations.get(abort.migration());
        if (order != null && order.command().equals(abort.migration())) {
            migrating.remove(abort.vm());
            outcome = VmMigrationEnded.Outcome.ABORTED;
        } else if (outcome == null) {
            outcome =
                    runsAt(abort.vm(), abort.epoch())
                            ? VmMigrationEnded.Outcome.ABORTED
                            : VmMigrationEnded.Outcome.REFUSED_VM_NOT_HERE;
        }
        migrationEnded(abort.migration(), abort.vm(), abort.epoch(), outcome);
    }

    private boolean running(VmId vm) {
        Held mine = held.get(vm);
        return mine != null && mine.running();
    }

    private boolean runsAt(VmId vm, Epoch epoch) {
        Held mine = held.get(vm);
        return mine != null && mine.power() == VmPower.RUNNING && mine.epoch().equals(epoch);
    }

    private void answer(MigrateVm order, VmMigrationEnded.Outcome outcome) {
        migrationEnded(order.command(), order.vm(), order.epoch(), outcome);
    }

    private void migrationEnded(
            CommandId command, VmId vm, Epoch epoch, VmMigrationEnded.Outcome outcome) {
        migrations.put(command, outcome);
        (cutOff ? unsent : reports)
                .add(
                        new VmMigrationEnded(
                                host,
                                Scenario.CLUSTER,
                                boot,
                                tenure,
                                command,
                                vm,
                                epoch,
                                outcome,
                                Duration.ZERO,
                                "",
                                Instant.EPOCH));
    }

    private Outcome start(StartVm start, RandomGenerator random) {
        if (start.epoch().isBefore(refusedBelow.getOrDefault(start.vm(), Epoch.NONE))) {
            return Outcome.REFUSED_STALE_EPOCH;
        }
        if (!start.tenure().equals(tenure)) {
            return Outcome.REFUSED_WRONG_TENURE;
        }
        if (fenced) {
            return Outcome.REFUSED_FENCED;
        }
        if (random.nextInt(10) == 0) {
            return Outcome.REFUSED_BY_HYPERVISOR;
        }
        refusedBelow.put(start.vm(), start.epoch());
        handedOver.remove(start.vm());
        migrating.remove(start.vm());
        held.put(
                start.vm(),
                new Held(start.epoch(), start.spec().highlyAvailable(), VmPower.RUNNING));
        return Outcome.STARTED;
    }

    private void operate(OperateVm command, RandomGenerator random) {
        Held mine = held.get(command.vm());
        VmOperationEnded.Outcome outcome = outcome(command, mine, random);
        if (mine != null && outcome == VmOperationEnded.Outcome.DONE) {
            mine = mine.become(after(command.action(), mine.power()));
            held.put(command.vm(), mine);
        }
        VmPower power = mine != null && mine.epoch().equals(command.epoch()) ? mine.power() : null;
        reports.add(
                new VmOperationEnded(
                        host,
                        Scenario.CLUSTER,
                        boot,
                        tenure,
                        command.command(),
                        command.vm(),
                        command.epoch(),
                        command.action(),
                        outcome,
                        power,
                        "",
                        Instant.EPOCH));
    }

    private VmOperationEnded.Outcome outcome(
            OperateVm command, @Nullable Held mine, RandomGenerator random) {
        if (mine == null || !mine.epoch().equals(command.epoch())) {
            return VmOperationEnded.Outcome.REFUSED_NOT_HERE;
        }
        if (!command.tenure().equals(tenure)) {
            return VmOperationEnded.Outcome.REFUSED_WRONG_TENURE;
        }
        if (fenced && mine.highlyAvailable()) {
            return VmOperationEnded.Outcome.REFUSED_FENCED;
        }
        if (migrating.containsKey(command.vm())) {
            return VmOperationEnded.Outcome.REFUSED_BUSY;
        }
        boolean possible =
                mine.power() != VmPower.STOPPED
                        && OperationRules.isPossible(
                                command.action(), OperationRules.standstill(mine.power()));
        if (!possible) {
            return VmOperationEnded.Outcome.REFUSED_WRONG_STATE;
        }
        return random.nextInt(10) == 0
                ? VmOperationEnded.Outcome.REFUSED_BY_HYPERVISOR
                : VmOperationEnded.Outcome.DONE;
    }

    private static VmPower after(VmAction action, VmPower before) {
        return switch (action) {
            case PAUSE -> VmPower.PAUSED;
            case SAVE -> VmPower.SAVED;
            case RESUME, RESTORE, RESET, REVERT -> VmPower.RUNNING;
            case SNAPSHOT, DELETE_SNAPSHOT -> before;
        };
    }

    private Outcome adopt(AdoptVm adopt, RandomGenerator random) {
        Outcome outcome = judge(adopt, random);
        if (outcome == Outcome.STARTED) {
            refusedBelow.put(adopt.vm(), adopt.epoch());
            held.put(
                    adopt.vm(),
                    new Held(adopt.epoch(), adopt.spec().highlyAvailable(), VmPower.RUNNING));
        } else {
            refusedBelow.merge(adopt.vm(), adopt.epoch().next(), FakeAgent::higher);
        }
        return outcome;
    }

    private Outcome judge(AdoptVm adopt, RandomGenerator random) {
        Held mine = held.get(adopt.vm());
        if (adopt.epoch().isBefore(refusedBelow.getOrDefault(adopt.vm(), Epoch.NONE))) {
            return Outcome.REFUSED_STALE_EPOCH;
        }
        if (!adopt.tenure().equals(tenure)) {
            return Outcome.REFUSED_WRONG_TENURE;
        }
        if (fenced && adopt.spec().highlyAvailable()) {
            return Outcome.REFUSED_FENCED;
        }
        if (mine == null || !mine.running()) {
            return Outcome.REFUSED_NOT_HERE;
        }
        return mine.unmanaged() && random.nextInt(10) == 0
                ? Outcome.REFUSED_BY_HYPERVISOR
                : Outcome.STARTED;
    }

    private void answer(HostCommand command, VmId vm, Epoch epoch, Outcome outcome) {
        reports.add(
                new CommandCompleted(
                        host,
                        Scenario.CLUSTER,
                        boot,
                        tenure,
                        command.command(),
                        vm,
                        epoch,
                        outcome,
                        "",
                        Instant.EPOCH));
    }

    private void report(Trigger trigger) {
        List<VmObservation> table = new ArrayList<>();
        held.forEach((vm, h) ->
                table.add(new VmObservation(vm, h.epoch(), h.power(), IntegrationHeartbeat.OK)));
        handedOver.forEach((vm, epoch) ->
                table.add(
                        new VmObservation(
                                vm, epoch, VmPower.HANDED_OVER, IntegrationHeartbeat.NO_CONTACT)));
        reports.add(
                new VmTableReported(
                        host,
                        Scenario.CLUSTER,
                        boot,
                        tenure,
                        fenced,
                        trigger,
                        table,
                        held.entrySet().stream()
                                .filter(each -> each.getValue().unmanaged())
                                .map(each ->
                                        new UnmanagedVm(each.getKey(), 1, UNMANAGED_MEMORY, null))
                                .toList(),
                        Instant.EPOCH));
    }

    private static Epoch higher(Epoch a, Epoch b) {
        return a.isBefore(b) ? b : a;
    }
}
