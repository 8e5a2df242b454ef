package io.berth.simulator.runtime;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.DiskLoadReported;
import io.berth.contracts.telemetry.GuestNetworkReported;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.simulator.agent.AgentConfig;
import io.berth.simulator.agent.AgentInput;
import io.berth.simulator.agent.AgentView;
import io.berth.simulator.agent.HeldVm;
import io.berth.simulator.agent.HostDisk;
import io.berth.simulator.agent.TenureState;
import io.berth.simulator.mover.HostCopies;
import io.berth.simulator.mover.ReplicaSite;
import io.berth.simulator.replica.ReplicaCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One host: its power, its disk, and how it is connected. Everything that happens to it happens in
 * its mailbox, one thing after another; the rest of the world may look at {@link #view()} and
 * {@link #conditions()} at any time.
 */
public final class SimulatedHost {
    /** Commands that wait for the host to reach the broker again. */
    private static final int MAX_WAITING_COMMANDS = 10_000;

    /** Per host of the fleet. */
    private static final Duration BOOT_SPREAD = Duration.ofMillis(3);

    /** From the announcement of a restart to the agent's end: two beats. */
    private static final Duration GOODBYE = LeaseTimings.DEFAULT.beat().multipliedBy(2);

    /** An agent asks for more time than its restart should take. */
    public static final Duration RESTART_RESERVE = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(SimulatedHost.class);

    private final Surroundings world;
    private final Mailbox mailbox;
    private final RandomGenerator random;
    private final HostCopies copies;
    private final ArrayDeque<HostCommand> waitingCommands = new ArrayDeque<>();
    private volatile HostDefinition definition;
    private volatile HostDisk disk;
    private volatile PowerState power = PowerState.OFF;
    private volatile Conditions conditions = Conditions.WELL;
    private volatile @Nullable Life life;
    private volatile @Nullable AgentView lastSeen;
    private boolean everStarted;
    private long powerCycles;

    /**
     * @param disk of the last life that is known; the next one gets a higher boot
     * @param everStarted whether there was such a life
     */
    SimulatedHost(
            HostDefinition definition, HostDisk disk, boolean everStarted, Surroundings world) {
        this.definition = definition;
        this.disk = disk;
        this.copies = world.copiesOf(definition.id());
        this.everStarted = everStarted;
        this.world = world;
        this.mailbox = new Mailbox(world.timer());
        this.random = new SplittableRandom(world.seed() ^ definition.id().value().hashCode());
    }

    public HostId id() {
        return definition.id();
    }

    /** What it is, with the membership as it is now. */
    public HostDefinition definition() {
        return definition;
    }

    StateFile.SavedHost saved() {
        return StateFile.SavedHost.of(definition, disk);
    }

    /** Copies of other hosts' VMs on its disk. */
    HostCopies copies() {
        return copies;
    }

    /** Where its data mover works; empty while it is off. */
    Optional<ReplicaSite> site() {
        Life current = life;
        return current == null ? Optional.empty() : Optional.of(current.mover().site());
    }

    /** The simulator ends: what its data mover has open is closed. */
    void hangUp() {
        site().ifPresent(ReplicaSite::close);
    }

    /** The standing faults. */
    public Conditions conditions() {
        return conditions;
    }

    /** How it stands. */
    public HostView view() {
        AgentView agent = lastSeen;
        Life current = life;
        HostDefinition host = definition;
        Conditions now = conditions;
        if (agent == null || current == null) {
            return new HostView(
                    host.id(),
                    host.domain(),
                    power,
                    disk.boot(),
                    Tenure.NONE,
                    TenureState.NONE,
                    true,
                    Duration.ZERO,
                    host.watchdog(),
                    now.names(),
                    List.of(),
                    replicas());
        }
        Duration left = agent.leaseEnd().minus(current.age());
        return new HostView(
                host.id(),
                host.domain(),
                power,
                agent.boot(),
                agent.tenure(),
                agent.state(),
                agent.fenced(),
                left.isNegative() ? Duration.ZERO : left,
                host.watchdog(),
                now.names(),
                agent.vms(),
                replicas());
    }

    private List<ReplicaCopy> replicas() {
        return copies.views().values().stream()
                .sorted(Comparator.comparing(ReplicaCopy::relationship))
                .toList();
    }

    /** Takes up the copies that an earlier simulator has left on its disk. */
    void load() {
        try {
            copies.load();
        } catch (IOException e) {
            throw new UncheckedIOException("The copies on host " + id() + " cannot be read", e);
        }
    }

    // What may be done to it, from any thread

    /** Powers it on; its agent starts after the power-on delay. */
    public void powerOn() {
        mailbox.post(this::boot);
    }

    /** Cuts its power. */
    public void powerOff() {
        mailbox.post(() -> crash("its power was cut"));
    }

    /** Changes its standing faults. */
    public void change(UnaryOperator<Conditions> change) {
        mailbox.post(() -> {
            conditions = change.apply(conditions);
            Life current = life;
            if (current != null) {
                current.conditionsChanged();
            }
            takeWaitingCommands();
        });
    }

    /** What the network that it migrates over carries now, in Mbit/s. */
    long migrationLinkMbit() {
        Long slowed = conditions.linkMbit();
        return slowed == null ? definition.link() : slowed;
    }

    /** Changes the membership of its cluster. */
    void nodes(Set<HostId> nodes) {
        mailbox.post(() -> {
            definition = definition.with(nodes);
            Life current = life;
            if (current != null) {
                current.nodesChanged(definition.nodes());
            }
            world.state().save();
        });
    }

    /** A command for it was read. */
    void command(HostCommand command) {
        mailbox.post(() -> {
            if (life == null || conditions.deaf()) {
                return;
            }
            if (waitingCommands.size() >= MAX_WAITING_COMMANDS) {
                world.metrics().lostMessage();
                return;
            }
            waitingCommands.addLast(command);
            takeWaitingCommands();
        });
    }

    /** A message of a peer arrives after a delay. */
    void fromPeer(AgentInput message, Duration delay) {
        delayed(delay, () -> peerMessage(message));
    }

    /** A message of another host's hypervisor arrives after a delay. */
    void fromHypervisor(HostId from, StateMessage message, Duration delay) {
        delayed(
                delay,
                () -> {
                    Life current = life;
                    if (current != null) {
                        current.stateMessage(from, message);
                    }
                });
    }

    /** Its disk loses the copies of other hosts' VMs, also while it is off. */
    public void loseReplicas() {
        LOG.infof("Host %s loses %d replicas", id(), copies.views().size());
        Thread.ofVirtual()
                .name("lose-replicas-" + id())
                .start(() -> {
                    try {
                        copies.lose();
                    } catch (IOException e) {
                        LOG.errorf(e, "Host %s keeps some replicas", id());
                    }
                });
    }

    /**
     * Its agent is restarted: it says so in its beats, stands still, and goes on. Its VMs go on
     * meanwhile, until the watchdog, if there is one, resets the host.
     *
     * @param away how long the agent stands still; it asks for {@link #RESTART_RESERVE} more
     */
    public void restartAgent(Duration away) {
        announce(away.plus(RESTART_RESERVE));
        world.timer().after(GOODBYE, () -> change(now -> now.withFrozen(true)));
        world.timer()
                .after(
                        GOODBYE.plus(away),
                        () -> {
                            announce(null);
                            change(now -> now.withFrozen(false));
                        });
    }

    private void announce(@Nullable Duration backWithin) {
        mailbox.post(() -> {
            Life current = life;
            if (current != null) {
                current.restartAnnounced(backWithin);
            }
        });
    }

    /**
     * Somebody starts a VM at the hypervisor, without any command.
     *
     * @param guest the name of its guest system, if it is to have one
     */
    public void startUnordered(HeldVm vm, @Nullable String guest) {
        mailbox.post(() -> {
            Life current = life;
            if (current != null) {
                current.startUnordered(vm, guest);
            }
        });
    }

    /** Somebody stops a VM at the hypervisor, without any command. */
    public void stopUnordered(VmId vm) {
        mailbox.post(() -> {
            Life current = life;
            if (current != null) {
                current.stopUnordered(vm);
            }
        });
    }

    /** The guest of a VM answers nobody any more. */
    public void hangGuest(VmId vm) {
        mailbox.post(() -> {
            Life current = life;
            if (current != null) {
                current.hangGuest(vm);
            }
        });
    }

    // What happens in its mailbox

    private void boot() {
        if (power != PowerState.OFF) {
            return;
        }
        power = PowerState.BOOTING;
        long cycle = ++powerCycles;
        disk = everStarted ? disk.nextLife() : disk;
        everStarted = true;
        Duration phase = Duration.ofNanos(random.nextLong(spread().toNanos()));
        world.state()
                .save()
                .thenRun(() ->
                        world.timer()
                                .after(
                                        world.powerOnDelay().plus(phase),
                                        () -> mailbox.post(() -> begin(cycle))));
    }

    /** A large fleet does not come up in one moment, nor beat in step. */
    private Duration spread() {
        return LeaseTimings.DEFAULT.beat().plus(BOOT_SPREAD.multipliedBy(world.network().size()));
    }

    private void begin(long cycle) {
        if (power != PowerState.BOOTING || cycle != powerCycles) {
            return;
        }
        power = PowerState.ON;
        conditions = conditions.withFrozen(false);
        AgentConfig config =
                new AgentConfig(
                        definition.id(),
                        definition.domain(),
                        definition.nodes(),
                        definition.watchdog(),
                        LeaseTimings.DEFAULT);
        LOG.debugf("Host %s starts its life %s", id(), disk.boot());
        Life started = new Life(this, world, mailbox, random, config, disk);
        life = started;
        started.begin();
    }

    private void crash(String why) {
        if (power == PowerState.OFF) {
            return;
        }
        LOG.infof("Host %s is off: %s", id(), why);
        power = PowerState.OFF;
        powerCycles++;
        waitingCommands.clear();
        Life ended = life;
        life = null;
        lastSeen = null;
        if (ended != null) {
            ended.end();
        }
    }

    private void takeWaitingCommands() {
        Life current = life;
        while (current != null
                && !conditions.brokerCut()
                && !conditions.frozen()
                && !waitingCommands.isEmpty()) {
            current.command(waitingCommands.removeFirst());
        }
    }

    private void peerMessage(AgentInput message) {
        Life current = life;
        if (current != null) {
            current.fromPeer(message);
        }
    }

    // What its life does

    void resetByWatchdog() {
        world.metrics().watchdogReset();
        crash("the watchdog reset it");
        boot();
    }

    void seen(AgentView view) {
        lastSeen = view;
    }

    void saved(HostDisk changed) {
        disk = changed;
        world.state().save();
    }

    Instant calendar() {
        return world.timer().wallClock().plus(conditions.clockOffset());
    }

    void write(HostBeat beat, boolean relay, BrokerLink.Outcome outcome) {
        String id = beat.host() + "/" + beat.boot() + "/" + beat.sequence();
        toBroker(
                outcome,
                ended -> {
                    if (definition().speaksHttp()) {
                        overHttp(beat, ended);
                    } else if (relay) {
                        world.broker().relay(id, beat.sentAt(), beat, ended);
                    } else {
                        world.broker().beat(id, beat.sentAt(), beat, ended);
                    }
                });
    }

    /** A token speaks for its own host, so the beat of another one would be refused. */
    private void overHttp(HostBeat beat, BrokerLink.Outcome outcome) {
        if (beat.host().equals(id())) {
            world.http().beat(beat, outcome::ended);
        } else {
            outcome.ended(false);
        }
    }

    void write(BootId boot, long number, HostReport report, BrokerLink.Outcome outcome) {
        String id = id() + "/" + boot + "/r" + number;
        toBroker(outcome, ended -> world.broker().report(id, calendar(), report, ended));
    }

    void writeCycle(BootId boot, long number, HostReport report, BrokerLink.Outcome outcome) {
        String id = id() + "/" + boot + "/c" + number;
        toBroker(outcome, ended -> world.broker().report(id, calendar(), report, ended));
    }

    void writeFacts(BootId boot, long number, HostReport report, BrokerLink.Outcome outcome) {
        String id = id() + "/" + boot + "/f" + number;
        toBroker(outcome, ended -> world.broker().report(id, calendar(), report, ended));
    }

    void writeMove(BootId boot, long number, HostReport report, BrokerLink.Outcome outcome) {
        String id = id() + "/" + boot + "/d" + number;
        toBroker(outcome, ended -> world.broker().report(id, calendar(), report, ended));
    }

    void publishKvp(BootId boot, long number, VmId vm) {
        String id = id() + "/" + boot + "/k" + number;
        toBroker(
                appended -> {}, ended -> world.broker().kvp(id, calendar(), GuestKvp.of(vm, id())));
    }

    void publishDiskLoad(long number, DiskLoadReported report) {
        String id = id() + "/" + report.boot() + "/l" + number;
        toBroker(appended -> {}, ended -> world.broker().diskLoad(id, calendar(), report));
    }

    void publishGuestNetwork(long number, GuestNetworkReported report) {
        String id = id() + "/" + report.boot() + "/n" + number;
        toBroker(appended -> {}, ended -> world.broker().guestNetwork(id, calendar(), report));
    }

    private interface Write {
        void to(BrokerLink.Outcome outcome);
    }

    /**
     * Through the network as it is: what is cut off is lost, and so is its acknowledgement; what is
     * slow is so both ways. The outcome is told in the mailbox.
     */
    private void toBroker(BrokerLink.Outcome outcome, Write write) {
        if (conditions.brokerCut()) {
            mailbox.post(() -> outcome.ended(false));
            return;
        }
        Duration slow = conditions.slow();
        Runnable now =
                () ->
                        write.to(appended ->
                                delayed(
                                        slow,
                                        () -> outcome.ended(appended && !conditions.brokerCut())));
        if (slow.isZero()) {
            now.run();
        } else {
            world.timer().after(slow, now);
        }
    }

    private void delayed(Duration delay, Runnable task) {
        if (delay.isZero()) {
            mailbox.post(task);
        } else {
            world.timer().after(delay, () -> mailbox.post(task));
        }
    }
}
