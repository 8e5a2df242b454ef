package io.berth.placement.domain;

import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.StartOrder;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.placement.AdoptVmRequested;
import io.berth.contracts.placement.BlockedVms;
import io.berth.contracts.placement.CancelOperationRequested;
import io.berth.contracts.placement.EvacuateHostRequested;
import io.berth.contracts.placement.HandOverVmRequested;
import io.berth.contracts.placement.MigrateVmRequested;
import io.berth.contracts.placement.OperateVmRequested;
import io.berth.contracts.placement.OptimiseDomainRequested;
import io.berth.contracts.placement.PatchAnswered;
import io.berth.contracts.placement.PatchClusterRequested;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.OptimiseMode;
import io.berth.placement.domain.policy.OptimisePolicy;
import java.time.Duration;
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
public final class RandomFleet {
    private static final Principal WHO = new Principal("operator");
    private static final RestartPriority[] PRIORITIES = RestartPriority.values();
    private static final VmAction[] ACTIONS = VmAction.values();
    private static final GroupPolicy FILL =
            new GroupPolicy(Goal.CONSOLIDATE, new GroupPolicy.Weights(2, 1, 1, 0));

    private static final GroupPolicy BALANCE =
            new GroupPolicy(
                    Goal.LOAD_BALANCE,
                    GroupPolicy.Weights.EQUAL,
                    new OptimisePolicy(
                            OptimiseMode.AUTOMATIC, OptimisePolicy.LEAST_INTERVAL, 5, true));

    final RandomGenerator random;
    final List<FakeAgent> agents = new ArrayList<>();
    final Deque<HostReport> reports = new ArrayDeque<>();
    final Deque<NodeEvent> nodeEvents = new ArrayDeque<>();
    final Deque<PlacementRequest> requests = new ArrayDeque<>();
    final Map<HostId, HostDescription> descriptions = new HashMap<>();
    final Map<VmId, VmSpec> specs = new HashMap<>();
    final Set<VmId> wanted = new HashSet<>();
    final Set<CommandId> operations = new HashSet<>();
    private final Map<VmId, HostId> startedAt = new HashMap<>();
    private final Set<HostId> declaredFailed = new HashSet<>();
    private final Set<HostId> suspect = new HashSet<>();
    private final List<OperationId> patchings = new ArrayList<>();
    private final int reserve;
    private int moves;

    /** Whether Berth spreads the load by itself. */
    boolean balanced;

    /** Some hosts, all of them up. */
    public RandomFleet(RandomGenerator random) {
        this.random = random;
        reserve = random.nextInt(2);
        balanced = random.nextInt(4) == 0;
        int hosts = 2 + random.nextInt(4);
        for (int i = 0; i < hosts; i++) {
            HostId id = new HostId("h" + i);
            agents.add(new FakeAgent(id, reports));
            respecify(id, false);
            up(agents.getLast());
        }
    }

    /** All hosts, whether they are up or not. */
    public List<FakeAgent> agents() {
        return agents;
    }

    /** What the hosts have said and nobody has read yet. */
    public Deque<HostReport> reports() {
        return reports;
    }

    /** What the monitor has said and nobody has read yet. */
    public Deque<NodeEvent> nodeEvents() {
        return nodeEvents;
    }

    /** What people have asked for and nobody has read yet. */
    public Deque<PlacementRequest> requests() {
        return requests;
    }

    /** The hosts as inventory has them. */
    public Map<HostId, HostDescription> descriptions() {
        return descriptions;
    }

    /** The host of this id. */
    public FakeAgent agent(HostId host) {
        return agents.stream().filter(a -> a.host.equals(host)).findFirst().orElseThrow();
    }

    FakeAgent anyAgent() {
        return agents.get(random.nextInt(agents.size()));
    }

    /** One thing that people, hosts or the monitor do; most often nothing bad. */
    public void something() {
        FakeAgent agent = anyAgent();
        switch (random.nextInt(25)) {
            case 20 -> askToHandOver();
            case 0, 1 -> askToRun();
            case 2 -> askToStop();
            case 3 -> crash(agent);
            case 4 -> powerOn(agent);
            case 5 -> cutOff(agent);
            case 6 -> heal(agent);
            case 7, 8 -> declareFailed(agent);
            case 9, 10, 11 -> askToOperate();
            case 12 -> startUnmanaged(agent);
            case 13 -> askToAdopt();
            case 14, 15 -> askToMigrate();
            case 16 -> askToEvacuateOrCancel();
            case 17 -> askToPatch();
            case 18, 19 -> answerThePatch(agent.host);
            default -> {
                agent.beat();
                agent.work(random);
                agent.work(random);
                agent.progress(random);
            }
        }
    }

    /** From here on load is spread on request only. */
    void leaveLoadAlone() {
        balanced = false;
        descriptions.replaceAll((id, host) -> host.judged(FILL, host.overCommitted()));
    }

    void respecify(HostId id, boolean mayBeInMaintenance) {
        describeAnew(id, mayBeInMaintenance);
        if (balanced) {
            descriptions.computeIfPresent(
                    id, (same, host) -> host.judged(BALANCE, host.overCommitted()));
        }
    }

    private void describeAnew(HostId id, boolean mayBeInMaintenance) {
        boolean maintenance = mayBeInMaintenance && random.nextInt(5) == 0;
        if (random.nextInt(3) == 0) {
            HostDescription stated =
                    Estate.HostShape.FULL
                            .with(
                                    random.nextInt(8) == 0
                                            ? SupportStanding.FORCED_NOT_LISTED
                                            : SupportStanding.SUPPORTED,
                                    random.nextInt(8) == 0,
                                    true)
                            .describe(id, MiB.ofGiB(4 + random.nextInt(8)), null);
            descriptions.put(
                    id,
                    random.nextInt(8) == 0 ? stated.judged(FILL, stated.overCommitted()) : stated);
            return;
        }
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
            StopWay way = random.nextBoolean() ? StopWay.TURN_OFF : null;
            requests.add(new StopVmRequested(vm, Scenario.CLUSTER, way));
        }
    }

    private void askToHandOver() {
        VmId vm = new VmId("vm" + random.nextInt(12));
        requests.add(new HandOverVmRequested(vm, Scenario.CLUSTER, OtherDomain.ID));
    }

    private void askToOperate() {
        VmAction action = ACTIONS[random.nextInt(ACTIONS.length)];
        CommandId command = new CommandId("operation" + operations.size());
        operations.add(command);
        requests.add(
                new OperateVmRequested(
                        new VmId("vm" + random.nextInt(12)),
                        Scenario.CLUSTER,
                        command,
                        action,
                        action.namesSnapshot() ? new SnapshotName("before") : null,
                        random.nextInt(20) == 0 ? Instant.MIN : Instant.MAX));
    }

    /** Each only once, so that nobody but Berth could run it twice. */
    private void startUnmanaged(FakeAgent agent) {
        VmId vm = new VmId("legacy" + random.nextInt(6));
        if (agent.powered && startedAt.putIfAbsent(vm, agent.host) == null) {
            agent.startUnmanaged(vm);
        }
    }

    /** Most often on the host that runs it. */
    private void askToAdopt() {
        VmId vm = new VmId("legacy" + random.nextInt(6));
        HostId at = startedAt.get(vm);
        if (at != null) {
            wanted.add(vm);
            requests.add(
                    new AdoptVmRequested(
                            vm,
                            Scenario.CLUSTER,
                            random.nextInt(5) == 0 ? anyAgent().host : at,
                            specs.computeIfAbsent(vm, this::specOfAdopted)));
        }
    }

    /** Without a set: it stays beside whatever it runs beside. */
    private VmSpec specOfAdopted(VmId vm) {
        VmSpec any = anySpec(vm);
        return new VmSpec(
                any.vcpus(),
                any.cpuUtilisationPercent(),
                any.memory(),
                any.highlyAvailable(),
                any.restartPriority(),
                null);
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
        if (random.nextInt(4) == 0) {
            requests.add(new OptimiseDomainRequested(Scenario.CLUSTER, nextOperation(), WHO));
        } else if (moves > 0 && random.nextInt(3) != 0) {
            cancel(new OperationId("op" + (1 + random.nextInt(moves))));
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

    private void askToPatch() {
        OperationId patching = nextOperation();
        patchings.add(patching);
        requests.add(
                new PatchClusterRequested(
                        Scenario.CLUSTER,
                        patching,
                        random.nextBoolean() ? List.of() : List.of(anyAgent().host),
                        1 + random.nextInt(2),
                        random.nextBoolean(),
                        Duration.ofSeconds(5 + random.nextInt(60)),
                        null,
                        random.nextInt(4) == 0 ? "the window closes" : null,
                        WHO));
    }

    private void answerThePatch(HostId host) {
        PatchAnswered.Outcome[] outcomes = PatchAnswered.Outcome.values();
        PatchAnswered.Outcome outcome =
                random.nextInt(3) == 0
                        ? outcomes[random.nextInt(outcomes.length)]
                        : PatchAnswered.Outcome.PATCHED;
        for (OperationId patching : patchings) {
            requests.add(new PatchAnswered(Scenario.CLUSTER, patching, host, outcome, "", WHO));
        }
    }

    /** The cluster as inventory has it, with the reserve that it should keep. */
    public ClusterState cluster() {
        return new ClusterState(
                new ClusterId("cluster-1"),
                new HostGroupId("group"),
                new SiteId("site"),
                agents.stream().map(agent -> agent.host).toList(),
                Math.min(reserve, agents.size() - 1),
                1);
    }

    /** Nobody wants any operation any more; what is with a patch hook opens by the second word. */
    public void cancelAll() {
        for (int i = 1; i <= moves; i++) {
            cancel(new OperationId("op" + i));
            cancel(new OperationId("op" + i));
        }
    }

    private void cancel(OperationId operation) {
        requests.add(new CancelOperationRequested(Scenario.CLUSTER, operation, WHO));
    }

    private OperationId nextOperation() {
        return new OperationId("op" + ++moves);
    }

    private VmSpec anySpec(VmId vm) {
        return new VmSpec(
                1 + random.nextInt(4),
                50,
                MiB.ofGiB(1 + random.nextInt(3)),
                random.nextInt(4) != 0,
                PRIORITIES[random.nextInt(PRIORITIES.length)],
                random.nextInt(4) == 0 ? "apart" + random.nextInt(2) : null,
                random.nextBoolean() ? null : anyDetails());
    }

    /** Possible owners may name a host that does not exist. */
    private VmDetails anyDetails() {
        List<HostId> owners = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            owners.add(new HostId("h" + random.nextInt(6)));
            owners.add(new HostId("h-nowhere"));
        }
        return new VmDetails(
                null,
                List.of(
                        new VmDisk(
                                "disk", new MiB(random.nextInt(40_000)), DiskFormat.FIXED, null)),
                (long) random.nextInt(400),
                (long) random.nextInt(4_000),
                null,
                owners,
                random.nextInt(4) == 0 ? List.of(new HostId("h1")) : List.of(),
                random.nextInt(3) == 0 ? List.of(Estate.adapter("blue")) : List.of(),
                false,
                null,
                null,
                random.nextInt(3) == 0 ? "together" + random.nextInt(2) : null,
                random.nextInt(3) == 0 ? null : anyOrder(),
                null);
    }

    private StartOrder anyOrder() {
        return new StartOrder(
                "group" + random.nextInt(2),
                1 + random.nextInt(3),
                Duration.ofMillis(random.nextInt(2) * random.nextInt(3000)));
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

    /** A host that is off comes back. */
    public void powerOn(FakeAgent agent) {
        if (!agent.powered) {
            agent.powerOn();
            up(agent);
        }
    }

    /** A host that is cut off is no longer. */
    public void heal(FakeAgent agent) {
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
