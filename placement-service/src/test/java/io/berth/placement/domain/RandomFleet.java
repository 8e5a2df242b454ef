package io.berth.placement.domain;

import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.placement.BlockedVms;
import io.berth.contracts.placement.CancelOperationRequested;
import io.berth.contracts.placement.EvacuateHostRequested;
import io.berth.contracts.placement.MigrateVmRequested;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.StopVmRequested;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A small cluster in which anything happens at any moment, and a monitor that declares a host
 * failed only when what is highly available there has truly stopped. The three topics are each in
 * order, and their order among each other is chance.
 */
final class RandomFleet {
    private static final Principal WHO = new Principal("operator");
    private static final RestartPriority[] PRIORITIES = RestartPriority.values();

    final RandomGenerator random;
    final List<FakeAgent> agents = new ArrayList<>();
    final Deque<HostReport> reports = new ArrayDeque<>();
    final Deque<NodeEvent> nodeEvents = new ArrayDeque<>();
    final Deque<PlacementRequest> requests = new ArrayDeque<>();
    final Map<HostId, HostDescription> descriptions = new HashMap<>();
    final Map<VmId, VmSpec> specs = new HashMap<>();
    final Set<VmId> wanted = new HashSet<>();
    private final Set<HostId> declaredFailed = new HashSet<>();
    private final Set<HostId> suspect = new HashSet<>();
    int operations;

    RandomFleet(RandomGenerator random) {
        this.random = random;
        int hosts = 2 + random.nextInt(4);
        for (int i = 0; i < hosts; i++) {
            HostId id = new HostId("h" + i);
            agents.add(new FakeAgent(id, reports));
            respecify(id, false);
            up(agents.getLast());
        }
    }

    FakeAgent agent(HostId host) {
        return agents.stream().filter(a -> a.host.equals(host)).findFirst().orElseThrow();
    }

    FakeAgent anyAgent() {
        return agents.get(random.nextInt(agents.size()));
    }

    /** One thing that people, hosts or the monitor do; most often nothing bad. */
    void something() {
        FakeAgent agent = anyAgent();
        switch (random.nextInt(17)) {
            case 0, 1 -> askToRun();
            case 2 -> askToStop();
            case 3 -> crash(agent);
            case 4 -> powerOn(agent);
            case 5 -> cutOff(agent);
            case 6 -> heal(agent);
            case 7, 8 -> declareFailed(agent);
            case 9, 10 -> askToMigrate();
            case 11 -> askToEvacuateOrCancel();
            default -> {
                agent.beat();
                agent.work(random);
                agent.work(random);
                agent.progress(random);
            }
        }
    }

    void respecify(HostId id, boolean mayBeInMaintenance) {
        boolean maintenance = mayBeInMaintenance && random.nextInt(5) == 0;
        descriptions.put(
                id,
                new HostDescription(
                        Scenario.hostState(
                                id.value(),
                                MiB.ofGiB(4 + random.nextInt(8)),
                                new HostReserve(random.nextInt(20), MiB.ofGiB(1)),
                                new ClusterId("cluster-1"),
                                maintenance),
                        null));
    }

    void askToRun() {
        VmId vm = new VmId("vm" + random.nextInt(12));
        VmSpec spec = specs.computeIfAbsent(vm, this::anySpec);
        wanted.add(vm);
        requests.add(new PlaceVmRequested(vm, Scenario.CLUSTER, spec));
    }

    private void askToStop() {
        VmId vm = new VmId("vm" + random.nextInt(12));
        if (specs.containsKey(vm)) {
            wanted.remove(vm);
            requests.add(new StopVmRequested(vm, Scenario.CLUSTER));
        }
    }

    void askToMigrate() {
        requests.add(
                new MigrateVmRequested(
                        Scenario.CLUSTER,
                        nextOperation(),
                        new VmId("vm" + random.nextInt(12)),
                        random.nextInt(3) == 0 ? null : anyAgent().host,
                        random.nextBoolean() ? null : MigrationMode.QUICK,
                        random.nextInt(4) == 0 ? "because" : null,
                        WHO));
    }

    private void askToEvacuateOrCancel() {
        if (operations > 0 && random.nextInt(3) != 0) {
            cancel(new OperationId("op" + (1 + random.nextInt(operations))));
        } else {
            requests.add(
                    new EvacuateHostRequested(
                            Scenario.CLUSTER,
                            nextOperation(),
                            anyAgent().host,
                            null,
                            random.nextBoolean() ? BlockedVms.QUEUE : BlockedVms.REFUSE,
                            WHO));
        }
    }

    /** Nobody wants any operation any more. */
    void cancelAll() {
        for (int i = 1; i <= operations; i++) {
            cancel(new OperationId("op" + i));
        }
    }

    private void cancel(OperationId operation) {
        requests.add(new CancelOperationRequested(Scenario.CLUSTER, operation, WHO));
    }

    private OperationId nextOperation() {
        return new OperationId("op" + ++operations);
    }

    private VmSpec anySpec(VmId vm) {
        return new VmSpec(
                1 + random.nextInt(4),
                50,
                MiB.ofGiB(1 + random.nextInt(3)),
                random.nextInt(4) != 0,
                PRIORITIES[random.nextInt(PRIORITIES.length)],
                random.nextInt(4) == 0 ? "apart" + random.nextInt(2) : null);
    }

    private void crash(FakeAgent agent) {
        if (agent.powered && random.nextInt(3) == 0) {
            agent.crash();
            suspect(agent);
        }
    }

    private void cutOff(FakeAgent agent) {
        if (agent.powered && !agent.cutOff && random.nextInt(3) == 0) {
            agent.cutOff();
            suspect(agent);
        }
    }

    void powerOn(FakeAgent agent) {
        if (!agent.powered) {
            agent.powerOn();
            up(agent);
        }
    }

    void heal(FakeAgent agent) {
        if (agent.powered && agent.cutOff) {
            agent.heal();
            if (declaredFailed.contains(agent.host) || !suspect.contains(agent.host)) {
                up(agent);
            } else {
                suspect.remove(agent.host);
                nodeEvents.add(
                        new HostRecovered(
                                agent.host,
                                Scenario.CLUSTER,
                                agent.boot,
                                agent.tenure,
                                Instant.EPOCH));
            }
        }
    }

    private void up(FakeAgent agent) {
        suspect.remove(agent.host);
        declaredFailed.remove(agent.host);
        nodeEvents.add(
                new HostUp(agent.host, Scenario.CLUSTER, agent.boot, agent.tenure, Instant.EPOCH));
    }

    private void suspect(FakeAgent agent) {
        if (suspect.add(agent.host)) {
            nodeEvents.add(
                    new HostSuspect(
                            agent.host,
                            Scenario.CLUSTER,
                            agent.boot,
                            agent.accepted,
                            Instant.EPOCH));
        }
    }

    private void declareFailed(FakeAgent agent) {
        boolean silent = !agent.powered || agent.cutOff;
        if (!silent || !declaredFailed.add(agent.host)) {
            return;
        }
        FencingEvidence evidence =
                !agent.powered && random.nextBoolean()
                        ? FencingEvidence.POWER_OFF_BY_BMC
                        : FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG;
        nodeEvents.add(
                new HostFailed(
                        agent.host,
                        Scenario.CLUSTER,
                        new BootId(agent.boot.value()),
                        agent.accepted,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        evidence));
    }
}
