package io.berth.simulator.agent;

import io.berth.contracts.hosts.AdoptVm;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.simulator.agent.AgentOutput.StartOnHypervisor;
import io.berth.simulator.agent.AgentOutput.StopOnHypervisor;
import io.berth.simulator.agent.VmTable.Entry;
import io.berth.simulator.agent.VmTable.Phase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an agent does with VMs: it obeys starts and stops by epoch, tenure and lease, and answers
 * each command once the hypervisor has done it.
 *
 * <p>The rule for epochs in one sentence: per VM there is a lowest epoch at which a start is still
 * obeyed; a start raises it to its own epoch, a stop or a refusal to one above. So nothing that was
 * ever superseded, stopped or refused here can run later, however often its command comes again.
 */
final class Guests {
    /**
     * How long a start may wait for the grant in its own tenure to come into force. Placement gives
     * VMs to a host only after that, so this bridges no more than a reordering.
     */
    static final Duration HOLD = Duration.ofSeconds(2);

    /** Starts that may wait so; beyond them a start is refused at once. */
    static final int MAX_HELD_STARTS = 256;

    /**
     * VMs whose lowest epoch a host remembers. The memory cannot be pruned safely, so a host that
     * has met so many refuses those that it has never seen.
     */
    static final int MAX_KNOWN_VMS = 16_384;

    private record Answer(Outcome outcome, String detail) {}

    private record HeldStart(StartVm command, Duration until) {}

    private final AgentConfig config;
    private final HostDisk bornWith;
    private final Lease lease;
    private final Step step;
    private final Map<VmId, Epoch> lowestAccepted;
    private final VmTable table = new VmTable();
    private final CommandAnswers<Answer> answers = new CommandAnswers<>();
    private final GuestOperations operations;
    private final Departures departures;
    private final ArrayDeque<HeldStart> heldStarts = new ArrayDeque<>();
    private boolean unmanagedChanged;

    Guests(AgentConfig config, HostDisk disk, Lease lease, Step step) {
        this.config = config;
        this.bornWith = disk;
        this.lease = lease;
        this.step = step;
        this.lowestAccepted = new TreeMap<>(disk.lowestAccepted());
        disk.held().values().forEach(vm -> takeOver(vm, disk));
        this.operations = new GuestOperations(config, disk.boot(), lease, step, this);
        this.departures = new Departures(config, disk, lease, step, this);
    }

    /**
     * What was saved before the boot can go on under its epoch. Highly available VMs cannot: by
     * this boot they are lost, and placement starts them anew.
     */
    private void takeOver(HeldVm vm, HostDisk disk) {
        Entry entry = table.add(vm);
        if (disk.saved().contains(vm.vm()) && !vm.spec().highlyAvailable()) {
            entry.phase = Phase.SAVED;
        }
    }

    GuestOperations operations() {
        return operations;
    }

    Epoch lowestAccepted(VmId vm) {
        return lowestAccepted.getOrDefault(vm, Epoch.NONE);
    }

    /** Of VMs that go to another host. */
    Departures departures() {
        return departures;
    }

    VmTable table() {
        return table;
    }

    HostDisk disk() {
        return new HostDisk(bornWith.boot(), lowestAccepted, table.held(), table.saved());
    }

    /** Obeys, refuses or holds a start. */
    void start(StartVm command) {
        if (repeated(command.command(), command.vm(), command.epoch())) {
            return;
        }
        decide(command);
    }

    private void decide(StartVm command) {
        Epoch lowest = lowestAccepted(command.vm());
        if (command.epoch().isBefore(lowest)) {
            answer(
                    command,
                    Outcome.REFUSED_STALE_EPOCH,
                    "lowest epoch accepted here is " + lowest + ", given " + command.epoch());
        } else if (!lowestAccepted.containsKey(command.vm())
                && lowestAccepted.size() >= MAX_KNOWN_VMS) {
            answer(
                    command,
                    Outcome.REFUSED_BY_HYPERVISOR,
                    "this host remembers the epochs of " + MAX_KNOWN_VMS + " VMs, the most it can");
        } else if (!command.tenure().equals(lease.tenure()) || lease.tenure().equals(Tenure.NONE)) {
            refuse(
                    command,
                    Outcome.REFUSED_WRONG_TENURE,
                    "tenure held is " + lease.tenure() + ", given " + command.tenure());
        } else if (!command.spec().highlyAvailable()) {
            begin(command);
        } else {
            startUnderLease(command);
        }
    }

    private void startUnderLease(StartVm command) {
        switch (lease.state()) {
            case OPEN -> begin(command);
            case GRANTED -> hold(command);
            case NONE, OVER ->
                    refuse(command, Outcome.REFUSED_FENCED, "the agent holds no valid lease");
        }
    }

    private void hold(StartVm command) {
        if (heldStarts.size() >= MAX_HELD_STARTS) {
            refuse(
                    command,
                    Outcome.REFUSED_FENCED,
                    MAX_HELD_STARTS + " starts wait for the tenure to open, the most allowed");
            return;
        }
        heldStarts.addLast(new HeldStart(command, step.now().plus(HOLD)));
    }

    private void begin(StartVm command) {
        HeldVm wanted = new HeldVm(command.vm(), command.epoch(), command.spec());
        Entry entry = table.find(command.vm());
        if (entry == null && table.size() >= HostBeat.MAX_VMS) {
            refuse(
                    command,
                    Outcome.REFUSED_BY_HYPERVISOR,
                    "the host holds " + HostBeat.MAX_VMS + " VMs, the most it can report");
            return;
        }
        lowestAccepted.put(command.vm(), command.epoch());
        if (entry != null && entry.phase == Phase.MIGRATING) {
            orderStop(entry, StopWay.TURN_OFF);
        }
        if (entry != null && entry.phase == Phase.STOPPING) {
            restartWhenStopped(entry, command);
            save();
            return;
        }
        if (entry != null && (entry.phase == Phase.PAUSED || entry.phase == Phase.SAVED)) {
            startStandingStill(entry, command);
            save();
            return;
        }
        if (entry == null) {
            entry = table.add(wanted);
        }
        entry.takeUp(wanted);
        table.changed();
        save();
        if (entry.phase == Phase.RUNNING) {
            answer(command, Outcome.STARTED, "it runs here already");
            return;
        }
        entry.starts.add(command);
        if (!entry.mayExecute()) {
            entry.phase = Phase.STARTING;
            step.emit(new StartOnHypervisor(wanted, command.stateFrom()));
        }
    }

    /**
     * At its own epoch it stands still because somebody wishes so; at a higher one it boots anew.
     */
    private void startStandingStill(Entry entry, StartVm command) {
        if (command.epoch().equals(entry.epoch())) {
            answer(command, Outcome.STARTED, "it is held here already and " + entry.power());
        } else {
            orderStop(entry, StopWay.TURN_OFF);
            restartWhenStopped(entry, command);
        }
    }

    /** Takes up a VM that runs here outside of Berth, or refuses; nothing is started or stopped. */
    void adopt(AdoptVm command) {
        if (repeated(command.command(), command.vm(), command.epoch())) {
            return;
        }
        Epoch lowest = lowestAccepted.getOrDefault(command.vm(), Epoch.NONE);
        Entry entry = table.find(command.vm());
        if (command.epoch().isBefore(lowest)) {
            refuse(
                    command,
                    Outcome.REFUSED_STALE_EPOCH,
                    "lowest epoch accepted here is " + lowest + ", given " + command.epoch());
        } else if (!command.tenure().equals(lease.tenure()) || lease.tenure().equals(Tenure.NONE)) {
            refuse(
                    command,
                    Outcome.REFUSED_WRONG_TENURE,
                    "tenure held is " + lease.tenure() + ", given " + command.tenure());
        } else if (command.spec().highlyAvailable() && !lease.open()) {
            refuse(command, Outcome.REFUSED_FENCED, "the agent holds no valid lease");
        } else if (entry == null || entry.phase != Phase.RUNNING) {
            refuse(command, Outcome.REFUSED_NOT_HERE, "it does not run here");
        } else {
            lowestAccepted.put(command.vm(), command.epoch());
            entry.takeUp(new HeldVm(command.vm(), command.epoch(), command.spec()));
            table.changed();
            save();
            answer(command.command(), command.vm(), command.epoch(), Outcome.STARTED, "");
        }
    }

    private void refuse(AdoptVm command, Outcome outcome, String detail) {
        raiseAbove(command.vm(), command.epoch());
        save();
        answer(command.command(), command.vm(), command.epoch(), outcome, detail);
    }

    private void restartWhenStopped(Entry entry, StartVm command) {
        StartVm earlier = entry.afterStop;
        entry.afterStop = command;
        if (earlier != null) {
            answer(earlier, Outcome.STOPPED, "superseded by epoch " + command.epoch());
        }
    }

    /** Stops the VM if it is held at this epoch or a lower one, and forgets it. */
    void stop(StopVm command) {
        if (repeated(command.command(), command.vm(), command.epoch())) {
            return;
        }
        raiseAbove(command.vm(), command.epoch());
        dropHeldStarts(command);
        Entry entry = table.find(command.vm());
        if (entry == null) {
            save();
            answer(command, "it was not held here");
        } else if (command.epoch().isBefore(entry.epoch())) {
            save();
            answer(command, "held here at epoch " + entry.epoch() + ", which is higher");
        } else {
            stopHeld(entry, command);
        }
    }

    private void stopHeld(Entry entry, StopVm command) {
        switch (entry.phase) {
            case STOPPED, HANDED_OVER -> {
                table.remove(command.vm());
                save();
                answer(command, "");
            }
            case STARTING, RUNNING, MIGRATING -> {
                save();
                entry.stops.add(command);
                orderStop(entry, way(command));
            }
            case PAUSED, SAVED -> {
                save();
                entry.stops.add(command);
                orderStop(entry, StopWay.TURN_OFF);
            }
            case STOPPING -> {
                save();
                entry.stops.add(command);
                if (way(command) == StopWay.TURN_OFF) {
                    orderStop(entry, StopWay.TURN_OFF);
                }
                StartVm next = entry.afterStop;
                if (next != null && !command.epoch().isBefore(next.epoch())) {
                    entry.afterStop = null;
                    answer(next, Outcome.STOPPED, "withdrawn");
                }
            }
        }
    }

    /** There is no time to ask a guest unless somebody says so. */
    private static StopWay way(StopVm command) {
        return command.way() == null ? StopWay.TURN_OFF : command.way();
    }

    /**
     * Turns every highly available VM off, also one that is paused or is shutting down by itself;
     * what is saved of one is given up, since it goes on at a higher epoch or not at all.
     */
    void fence() {
        for (Entry entry : table.entries()) {
            if (entry.needsLease()
                    && entry.phase != Phase.STOPPED
                    && entry.phase != Phase.HANDED_OVER) {
                orderStop(entry, StopWay.TURN_OFF);
            }
        }
    }

    /** Whether a highly available VM executes, or may before its stop takes effect. */
    boolean highlyAvailableMayExecute() {
        return table.entries().stream().anyMatch(entry -> entry.needsLease() && entry.mayExecute());
    }

    /** The tenure is in force: starts that waited for it are obeyed. */
    void tenureOpened() {
        for (HeldStart held : List.copyOf(heldStarts)) {
            heldStarts.remove(held);
            decide(held.command());
        }
    }

    /** The grant in waiting starts is no longer the one held. */
    void tenureReplaced() {
        for (HeldStart held : List.copyOf(heldStarts)) {
            heldStarts.remove(held);
            refuse(
                    held.command(),
                    Outcome.REFUSED_WRONG_TENURE,
                    "tenure held is now " + lease.tenure());
        }
    }

    /** Refuses starts that have waited too long. */
    void refuseOverdue() {
        HeldStart first = heldStarts.peekFirst();
        while (first != null && first.until().compareTo(step.now()) <= 0) {
            heldStarts.removeFirst();
            refuse(
                    first.command(),
                    Outcome.REFUSED_FENCED,
                    "tenure " + lease.tenure() + " did not open within " + HOLD);
            first = heldStarts.peekFirst();
        }
    }

    /** When the next waiting start is overdue. */
    Optional<Duration> nextOverdue() {
        return Optional.ofNullable(heldStarts.peekFirst()).map(HeldStart::until);
    }

    /** The hypervisor runs it. */
    void started(VmId vm) {
        Entry entry = table.find(vm);
        if (entry == null || entry.phase != Phase.STARTING) {
            return;
        }
        entry.phase = Phase.RUNNING;
        entry.hung = false;
        table.changed();
        for (StartVm start : drain(entry.starts)) {
            if (start.epoch().isBefore(entry.epoch())) {
                answer(start, Outcome.REFUSED_STALE_EPOCH, "superseded by " + entry.epoch());
            } else {
                answer(start, Outcome.STARTED, "");
            }
        }
    }

    /** The hypervisor could not start it. */
    void startRefused(VmId vm, String why) {
        Entry entry = table.find(vm);
        if (entry == null || !entry.mayExecute()) {
            return;
        }
        if (entry.phase == Phase.STOPPING) {
            stopped(vm);
            return;
        }
        table.remove(vm);
        raiseAbove(vm, entry.epoch());
        save();
        drain(entry.starts)
                .forEach(start -> answer(start, Outcome.REFUSED_BY_HYPERVISOR, clip(why)));
    }

    /** It executes no longer. */
    void stopped(VmId vm) {
        Entry entry = table.find(vm);
        if (entry == null || !entry.mayExecute()) {
            return;
        }
        operations.interrupt(entry);
        entry.phase = Phase.STOPPED;
        table.changed();
        departures.stopped(entry);
        if (entry.epoch().equals(Epoch.NONE)) {
            table.remove(vm);
            unmanagedChanged = true;
        }
        List<StopVm> stops = drain(entry.stops);
        List<StartVm> withdrawn = drain(entry.starts);
        StartVm next = entry.afterStop;
        entry.afterStop = null;
        if (!stops.isEmpty()) {
            table.remove(vm);
            save();
            withdrawn.forEach(start -> answer(start, Outcome.STOPPED, "withdrawn"));
            stops.forEach(stop -> answer(stop, ""));
        } else {
            withdrawn.forEach(
                    start -> refuse(start, Outcome.REFUSED_FENCED, "fenced while it started"));
        }
        if (next != null) {
            decide(next);
        }
    }

    /**
     * It executes and nobody ordered it here. The agent reports what it sees. What was Berth's on
     * this host before is fenced like any other; what never was is left alone.
     *
     * @param guest the name of its guest system; null where the hypervisor has none
     */
    void found(HeldVm vm, @Nullable String guest) {
        Entry entry = table.find(vm.vm());
        if (entry == null) {
            entry = table.add(vm);
            entry.guest = guest;
            entry.unmanaged = vm.epoch().equals(Epoch.NONE) && !lowestAccepted.containsKey(vm.vm());
        }
        entry.phase = Phase.RUNNING;
        table.changed();
        save();
        step.remark(vm.vm() + " executes here and nobody ordered it");
        unmanagedChanged = true;
        if (entry.needsLease() && !lease.open()) {
            orderStop(entry, StopWay.TURN_OFF);
        }
    }

    /** Whether what runs here without an order has changed since the last look. */
    boolean takeUnmanagedChange() {
        boolean changed = unmanagedChanged;
        unmanagedChanged = false;
        return changed;
    }

    private void orderStop(Entry entry, StopWay way) {
        operations.interrupt(entry);
        entry.phase = Phase.STOPPING;
        table.changed();
        step.emit(new StopOnHypervisor(entry.vm.vm(), way));
    }

    private void dropHeldStarts(StopVm command) {
        for (HeldStart held : List.copyOf(heldStarts)) {
            StartVm start = held.command();
            if (start.vm().equals(command.vm()) && !command.epoch().isBefore(start.epoch())) {
                heldStarts.remove(held);
                answer(start, Outcome.STOPPED, "withdrawn");
            }
        }
    }

    private boolean repeated(CommandId command, VmId vm, Epoch epoch) {
        Optional<Answer> answer = answers.answerTo(command);
        if (answer.isPresent()) {
            report(command, vm, epoch, answer.get());
            return true;
        }
        return !answers.begin(command);
    }

    private void refuse(StartVm command, Outcome outcome, String detail) {
        raiseAbove(command.vm(), command.epoch());
        save();
        answer(command, outcome, detail);
    }

    private void answer(StartVm command, Outcome outcome, String detail) {
        answer(command.command(), command.vm(), command.epoch(), outcome, detail);
    }

    private void answer(StopVm command, String detail) {
        answer(command.command(), command.vm(), command.epoch(), Outcome.STOPPED, detail);
    }

    private void answer(CommandId id, VmId vm, Epoch epoch, Outcome outcome, String detail) {
        Answer answer = new Answer(outcome, detail);
        answers.answered(id, answer);
        report(id, vm, epoch, answer);
    }

    private void report(CommandId id, VmId vm, Epoch epoch, Answer answer) {
        step.report(
                new CommandCompleted(
                        config.host(),
                        config.domain(),
                        bornWith.boot(),
                        lease.tenure(),
                        id,
                        vm,
                        epoch,
                        answer.outcome(),
                        answer.detail(),
                        step.wallClock()));
    }

    /** No start at this epoch or a lower one is obeyed any more, once that is saved. */
    void raiseAbove(VmId vm, Epoch epoch) {
        Epoch above = epoch.next();
        lowestAccepted.merge(vm, above, (a, b) -> a.isBefore(b) ? b : a);
    }

    /** Asks for the disk to be written. */
    void save() {
        step.emit(new AgentOutput.SaveDisk(disk()));
    }

    static String clip(@Nullable String text) {
        String known = text == null ? "" : text;
        return known.length() <= 500 ? known : known.substring(0, 500);
    }

    private static <T> List<T> drain(List<T> list) {
        List<T> all = new ArrayList<>(list);
        list.clear();
        return all;
    }
}
