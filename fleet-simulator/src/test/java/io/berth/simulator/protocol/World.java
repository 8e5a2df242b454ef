package io.berth.simulator.protocol;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.UseLease;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.simulator.agent.AgentConfig;
import io.berth.simulator.agent.AgentInput;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One cluster with its broker, monitor and placement. All that is random comes from the seed, so a
 * run is repeated by its seed.
 */
final class World {
    private static final DomainId DOMAIN = new DomainId("cluster");
    private static final long TICK = 500_000;
    private static final long READ_EVERY = 20_000;

    final VirtualTime time = new VirtualTime();
    final SplittableRandom random;
    final ModelBroker broker;
    final Map<HostId, ModelHost> hosts = new TreeMap<>();
    final Set<VmId> vms = new TreeSet<>();
    final List<String> violations = new ArrayList<>();
    private final ReferenceMonitor monitor;
    private final ReferencePlacement placement;
    private final ArrayDeque<ReferenceMonitor.Finding> findings = new ArrayDeque<>();
    boolean monitorStalled;
    boolean placementStalled;
    boolean moving;
    double loss;
    int failures;
    int changes;

    /**
     * @param agentTimings of the agents; the monitor always has the default ones
     */
    World(long seed, int nodes, LeaseTimings agentTimings) {
        random = new SplittableRandom(seed);
        broker = new ModelBroker(time, random);
        Set<HostId> ids = new TreeSet<>();
        for (int i = 1; i <= nodes; i++) {
            ids.add(new HostId("node-" + i));
            vms.add(new VmId("vm-" + (2 * i)));
            vms.add(new VmId("vm-" + (2 * i + 1)));
        }
        monitor = new ReferenceMonitor(LeaseTimings.DEFAULT, ids);
        placement = new ReferencePlacement(time, random, ids, vms, this::command);
        for (HostId id : ids) {
            AgentConfig config = new AgentConfig(id, DOMAIN, ids, true, agentTimings);
            ModelHost host = new ModelHost(this, config, random.split());
            hosts.put(id, host);
            time.after(random.nextLong(1_000_000), host::powerOn);
        }
        monitorTicks();
        readAll();
    }

    /** Lets everything run for so long. */
    void run(long seconds) {
        time.runTo(time.now() + seconds * 1_000_000);
    }

    /** Whether every VM executes on exactly one host, which is the one that placement names. */
    @Nullable String unsettled() {
        for (VmId vm : vms) {
            List<HostId> on =
                    hosts.values().stream()
                            .filter(host -> host.executes(vm))
                            .map(ModelHost::id)
                            .toList();
            HostId confirmed = placement.confirmed(vm);
            if (confirmed == null || !on.equals(List.of(confirmed))) {
                return vm + " executes on " + on + ", placement confirmed " + confirmed;
            }
        }
        return null;
    }

    /** How many VMs were handed over from one host to another. */
    int migrations() {
        return placement.migrations;
    }

    /**
     * Another threshold and the longest lease that it outlasts. The monitor hears of it, and each
     * agent, in any order, late, or never.
     */
    void changeDetection(Duration threshold) {
        changes++;
        Duration lease = LeaseTimings.DEFAULT.longestLease(threshold);
        if (random.nextInt(8) > 0) {
            time.after(random.nextLong(4_000_000), () -> broker.threshold(threshold));
        }
        for (HostId host : hosts.keySet()) {
            if (random.nextInt(8) > 0) {
                CommandId id = new CommandId("lease-" + host + "-" + changes);
                time.after(
                        random.nextLong(6_000_000), () -> command(new UseLease(host, id, lease)));
            }
        }
    }

    // What hosts use

    void executes(VmId vm, ModelHost starting) {
        for (ModelHost other : hosts.values()) {
            if (other != starting && other.executes(vm)) {
                violations.add(
                        "at %.3f s %s is started on %s and executes on %s"
                                .formatted(time.now() / 1e6, vm, starting.id(), other.id()));
            }
        }
    }

    void carry(ModelHost from, HostId to, AgentInput message) {
        ModelHost receiver = hosts.get(to);
        if (receiver != null && from.reaches(to) && receiver.reaches(from.id()) && !lost()) {
            time.after(delay(), () -> receiver.input(message));
        }
    }

    /**
     * @param request handed what to run once the broker has appended it
     * @param acknowledged run when the acknowledgement has reached the host
     */
    void toBroker(ModelHost host, Consumer<Runnable> request, Runnable acknowledged) {
        if (host.brokerCut || lost()) {
            return;
        }
        time.after(
                delay(),
                () ->
                        request.accept(() -> {
                            if (!lost()) {
                                time.after(
                                        delay(),
                                        () -> {
                                            if (!host.brokerCut) {
                                                acknowledged.run();
                                            }
                                        });
                            }
                        }));
    }

    private boolean lost() {
        return random.nextDouble() < loss;
    }

    private long delay() {
        return random.nextInt(200) == 0 ? random.nextLong(400_000) : 500 + random.nextLong(10_000);
    }

    // Monitor and placement

    private void command(HostCommand command) {
        time.after(delay(), () -> broker.command(command));
    }

    private void monitorTicks() {
        if (!monitorStalled) {
            broker.tick();
        }
        time.after(TICK, this::monitorTicks);
    }

    private void readAll() {
        if (!monitorStalled) {
            broker.readBeats(
                    (stamp, beat) -> findings.addAll(monitor.read(stamp, beat)),
                    monitor::threshold);
        }
        if (!placementStalled && broker.up()) {
            while (!findings.isEmpty()) {
                ReferenceMonitor.Finding finding = findings.removeFirst();
                if (finding instanceof ReferenceMonitor.Finding.Failed) {
                    failures++;
                }
                placement.found(finding);
            }
            broker.readReports(placement::reported);
            if (moving && random.nextInt(20) == 0) {
                placement.moveSome();
            }
        }
        hosts.values().forEach(ModelHost::readCommands);
        time.after(READ_EVERY + random.nextLong(READ_EVERY), this::readAll);
    }
}
