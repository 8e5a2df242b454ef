package io.berth.placement.domain;

import io.berth.contracts.hosts.AdoptVm;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.GrantTenure;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.ReportFacts;
import io.berth.contracts.hosts.ReportVms;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * An agent that keeps the protocol, on a host that may be cut off or lose power at any moment. Its
 * reports reach placement only while it is not cut off, and commands wait for it meanwhile.
 */
final class FakeAgent {
    /** A VM as the host holds it. */
    record Held(Epoch epoch, boolean highlyAvailable, boolean running) {
        boolean unmanaged() {
            return epoch.equals(Epoch.NONE);
        }
    }

    /** What each VM outside of Berth is as large as. */
    static final MiB UNMANAGED_MEMORY = new MiB(512);

    final HostId host;
    final Map<VmId, Held> held = new TreeMap<>();
    final Deque<HostCommand> commands = new ArrayDeque<>();
    private final Map<VmId, Epoch> refusedBelow = new HashMap<>();
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

    void crash() {
        powered = false;
        held.values().removeIf(Held::unmanaged);
        held.replaceAll((vm, h) -> new Held(h.epoch(), h.highlyAvailable(), false));
    }

    /** An administrator runs a VM at the hypervisor. */
    void startUnmanaged(VmId vm) {
        held.put(vm, new Held(Epoch.NONE, false, true));
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
        held.replaceAll((vm, h) ->
                new Held(h.epoch(), h.highlyAvailable(), h.running() && !h.highlyAvailable()));
    }

    void heal() {
        cutOff = false;
        report(tenure.equals(Tenure.NONE) ? Trigger.STARTED : Trigger.FENCED_ITSELF);
    }

    /** A beat is acknowledged: a new grant is in force, or a missing one is asked for again. */
    void beat() {
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
    void work(RandomGenerator random) {
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
                refusedBelow.merge(stop.vm(), stop.epoch().next(), FakeAgent::higher);
                answer(stop, stop.vm(), stop.epoch(), Outcome.STOPPED);
            }
            case ReportVms _ -> report(Trigger.REQUESTED);
            case ReportFacts _, RunReplicaCycle _, DropReplica _, MoveVmDisk _ ->
                    throw new AssertionError("placement does not replicate");
        }
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
        held.put(start.vm(), new Held(start.epoch(), start.spec().highlyAvailable(), true));
        return Outcome.STARTED;
    }

    private Outcome adopt(AdoptVm adopt, RandomGenerator random) {
        Outcome outcome = judge(adopt, random);
        if (outcome == Outcome.STARTED) {
            refusedBelow.put(adopt.vm(), adopt.epoch());
            held.put(adopt.vm(), new Held(adopt.epoch(), adopt.spec().highlyAvailable(), true));
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
                table.add(
                        new VmObservation(
                                vm,
                                h.epoch(),
                                h.running() ? VmPower.RUNNING : VmPower.STOPPED,
                                IntegrationHeartbeat.OK)));
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
