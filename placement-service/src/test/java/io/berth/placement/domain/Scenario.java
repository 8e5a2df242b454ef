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
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReportFacts;
import io.berth.contracts.hosts.ReportVms;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.UseLease;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.hosts.VmOperationEnded;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.StartOrder;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.placement.AdoptVmRequested;
import io.berth.contracts.placement.OperateVmRequested;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A domain on stage: inputs are fed one by one, decisions applied at once, and what came out is
 * kept for the test to look at. Time stands still until a test moves it.
 */
public final class Scenario {
    public static final DomainId CLUSTER = new DomainId("cluster-1");
    public static final VmSpec SMALL =
            new VmSpec(1, 50, MiB.ofGiB(1), true, RestartPriority.MEDIUM, null);

    public final PlacementRules rules;
    public final DomainState state = DomainState.empty(CLUSTER);
    private final Map<HostId, HostDescription> descriptions = new TreeMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long seed;
    private Consumer<OperationRow> watcher = row -> {};
    private BiConsumer<DomainState, Verdict.Decision> observer = (state, decision) -> {};
    private final List<PlacementDecision> events = new ArrayList<>();
    private final List<HostCommand> commands = new ArrayList<>();

    private Scenario(PlacementPolicy policy) {
        rules = new PlacementRules(policy);
    }

    /** A domain without hosts under a policy of its own. */
    static Scenario under(PlacementPolicy policy) {
        return new Scenario(policy);
    }

    /** A cluster of hosts with 16 cores and 64 GiB without reserve, up and granted. */
    public static Scenario ofHosts(String... ids) {
        Scenario scenario = new Scenario(PlacementPolicy.DEFAULT);
        for (String id : ids) {
            scenario.specify(hostState(id, MiB.ofGiB(64), HostReserve.NONE));
        }
        for (String id : ids) {
            scenario.ready(id, 1);
        }
        return scenario;
    }

    public static HostState hostState(String id, MiB memory, HostReserve reserve) {
        return hostState(id, memory, reserve, new ClusterId("cluster-1"), false);
    }

    public static HostState hostState(
            String id,
            MiB memory,
            HostReserve reserve,
            @Nullable ClusterId cluster,
            boolean maintenance) {
        return new HostState(
                new HostId(id),
                CLUSTER,
                cluster,
                new HostGroupId("group"),
                new SiteId("site"),
                16,
                memory,
                reserve,
                maintenance,
                1);
    }

    public static VmSpec spec(int gib, boolean highlyAvailable, RestartPriority priority) {
        return new VmSpec(1, 50, MiB.ofGiB(gib), highlyAvailable, priority, null);
    }

    public static VmSpec apart(String set) {
        return new VmSpec(1, 50, MiB.ofGiB(1), true, RestartPriority.MEDIUM, set);
    }

    /** A VM of this size that is to share a host with others. */
    static VmSpec together(int gib, String set) {
        return details(spec(gib, true, RestartPriority.MEDIUM), VmDetails.NONE.with(set, null));
    }

    /** A small VM that is started in turn. */
    static VmSpec inTier(String group, int tier, Duration delay) {
        return details(SMALL, VmDetails.NONE.with(null, new StartOrder(group, tier, delay)));
    }

    public static VmSpec details(VmSpec spec, VmDetails details) {
        return new VmSpec(
                spec.vcpus(),
                spec.cpuUtilisationPercent(),
                spec.memory(),
                spec.highlyAvailable(),
                spec.restartPriority(),
                spec.antiAffinitySet(),
                details);
    }

    /** Feeds an input and applies what was decided; a refusal is an error of the test. */
    Scenario feed(Input input) {
        if (!(verdict(input) instanceof Verdict.Decision decision)) {
            throw new AssertionError("refused: " + input);
        }
        observer.accept(state, decision);
        state.apply(decision);
        LedgerInvariants.hold(state);
        for (io.berth.placement.domain.state.Outcome outcome : decision.outcomes()) {
            switch (outcome) {
                case io.berth.placement.domain.state.Outcome.Announced(PlacementDecision event) ->
                        events.add(event);
                case io.berth.placement.domain.state.Outcome.Commanded(HostCommand command) ->
                        commands.add(command);
                case io.berth.placement.domain.state.Outcome.HostChanged changed -> {}
                case io.berth.placement.domain.state.Outcome.VmChanged changed -> {}
                case io.berth.placement.domain.state.Outcome.VmLeft left -> {}
                case io.berth.placement.domain.state.Outcome.OperationChanged(OperationRow row) ->
                        watcher.accept(row);
                case io.berth.placement.domain.state.Outcome.HostsRedescribed redescribed -> {}
            }
        }
        return this;
    }

    /** Tells of every decision from here on, before it is applied. */
    public void beforeEach(BiConsumer<DomainState, Verdict.Decision> newObserver) {
        observer = newObserver;
    }

    /** Tells of every row of an operation from here on. */
    void watch(Consumer<OperationRow> newWatcher) {
        watcher = newWatcher;
    }

    /** This moment, with a seed of its own. */
    Moment moment() {
        return new Moment(now, ++seed, List.of());
    }

    Verdict verdict(Input input) {
        return rules.decide(state, input, new Moment(now, ++seed, List.of()));
    }

    Scenario specify(HostState specification) {
        return describe(new HostDescription(specification, null));
    }

    /** A host that is told of with the next {@link #describeAll}. */
    void specifyOnly(String id, int gib) {
        HostState specification = hostState(id, MiB.ofGiB(gib), HostReserve.NONE);
        descriptions.put(new HostId(id), new HostDescription(specification, null));
    }

    /** All hosts that have been specified. */
    Scenario describeAll() {
        return feed(new Input.HostsDescribed(List.copyOf(descriptions.values())));
    }

    /** The host is now like this. */
    public Scenario describe(HostDescription description) {
        descriptions.put(description.host(), description);
        return feed(new Input.HostsDescribed(List.copyOf(descriptions.values())));
    }

    /** Up, started and granted: the host can take VMs. */
    public Scenario ready(String host, long boot) {
        up(host, boot);
        table(host, boot, 0, Trigger.STARTED);
        return opened(host, boot, hostRow(host).tenure().value());
    }

    Scenario up(String host, long boot) {
        return feed(
                new Input.NodeFact(
                        new HostUp(
                                new HostId(host),
                                CLUSTER,
                                new BootId(boot),
                                hostRow(host).tenure(),
                                now)));
    }

    public Scenario failed(String host, long tenure) {
        return failed(host, tenure, FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG);
    }

    public Scenario failed(String host, long tenure, FencingEvidence evidence) {
        return feed(
                new Input.NodeFact(
                        new HostFailed(
                                new HostId(host),
                                CLUSTER,
                                new BootId(1),
                                new Tenure(tenure),
                                now,
                                now,
                                evidence)));
    }

    Scenario opened(String host, long boot, long tenure, VmObservation... held) {
        return table(host, boot, tenure, Trigger.TENURE_OPENED, held);
    }

    Scenario table(String host, long boot, long tenure, Trigger trigger, VmObservation... held) {
        boolean fenced = trigger == Trigger.STARTED || trigger == Trigger.FENCED_ITSELF;
        return feed(
                new Input.Reported(
                        new VmTableReported(
                                new HostId(host),
                                CLUSTER,
                                new BootId(boot),
                                new Tenure(tenure),
                                fenced,
                                trigger,
                                List.of(held),
                                now)));
    }

    /** The host reports these VMs, and that it runs some of them outside of Berth. */
    Scenario unmanaged(String host, long boot, List<UnmanagedVm> unmanaged, VmObservation... held) {
        return feed(
                new Input.Reported(
                        new VmTableReported(
                                new HostId(host),
                                CLUSTER,
                                new BootId(boot),
                                hostRow(host).tenure(),
                                false,
                                Trigger.UNMANAGED_CHANGED,
                                List.of(held),
                                unmanaged,
                                now)));
    }

    Scenario adopt(String vm, String host, VmSpec spec) {
        return feed(
                new Input.Requested(
                        new AdoptVmRequested(new VmId(vm), CLUSTER, new HostId(host), spec)));
    }

    static VmObservation held(String vm, long epoch, VmPower power) {
        return new VmObservation(new VmId(vm), new Epoch(epoch), power, IntegrationHeartbeat.OK);
    }

    /** All that has been announced, in order. */
    List<PlacementDecision> facts() {
        return List.copyOf(events);
    }

    Scenario request(String vm, VmSpec spec) {
        return feed(new Input.Requested(new PlaceVmRequested(new VmId(vm), CLUSTER, spec)));
    }

    Scenario stop(String vm) {
        return feed(new Input.Requested(new StopVmRequested(new VmId(vm), CLUSTER)));
    }

    Scenario turnOff(String vm) {
        return feed(
                new Input.Requested(new StopVmRequested(new VmId(vm), CLUSTER, StopWay.TURN_OFF)));
    }

    /** Asks for an operation, which the test names by its command. */
    Scenario operate(String command, String vm, VmAction action) {
        return feed(operateRequest(command, vm, action));
    }

    /** A wish for an operation that holds for a minute from now. */
    Input operateRequest(String command, String vm, VmAction action) {
        return new Input.Requested(
                new OperateVmRequested(
                        new VmId(vm),
                        CLUSTER,
                        new CommandId(command),
                        action,
                        action.namesSnapshot() ? new SnapshotName("before") : null,
                        now.plusSeconds(60)));
    }

    /** The host of the VM says what came of an operation, and what the VM is now. */
    Scenario operated(
            String command, String vm, VmAction action, VmOperationEnded.Outcome how, VmPower is) {
        VmRow row = vm(vm);
        return feed(ended(row.requiredHost().value(), command, row, action, how, is));
    }

    Input.Reported ended(
            String host,
            String command,
            VmRow vm,
            VmAction action,
            VmOperationEnded.Outcome how,
            VmPower is) {
        HostRow row = hostRow(host);
        return new Input.Reported(
                new VmOperationEnded(
                        row.host(),
                        CLUSTER,
                        row.boot() == null ? new BootId(1) : row.boot(),
                        row.tenure(),
                        new CommandId(command),
                        vm.vm(),
                        vm.epoch(),
                        action,
                        how,
                        is,
                        "",
                        now));
    }

    /** The host of the VM answers its newest placement. */
    Scenario answer(String vm, Outcome outcome) {
        VmRow row = vm(vm);
        return answer(row.requiredHost().value(), vm, row.epoch().value(), outcome);
    }

    Scenario answer(String host, String vm, long epoch, Outcome outcome) {
        HostRow row = hostRow(host);
        return feed(
                new Input.Reported(
                        new CommandCompleted(
                                row.host(),
                                CLUSTER,
                                row.boot() == null ? new BootId(1) : row.boot(),
                                row.tenure(),
                                new CommandId("some-command"),
                                new VmId(vm),
                                new Epoch(epoch),
                                outcome,
                                "",
                                now)));
    }

    /** The host has copied a VM to its replica. */
    Scenario copied(String host, String vm) {
        HostRow row = hostRow(host);
        return feed(
                new Input.Reported(
                        new ReplicaCycleEnded(
                                row.host(),
                                CLUSTER,
                                row.boot() == null ? new BootId(1) : row.boot(),
                                row.tenure(),
                                new CommandId("some-command"),
                                new RelationshipId(vm + "-to-elsewhere"),
                                new VmId(vm),
                                CycleNumber.FIRST,
                                ReplicaCycleEnded.Outcome.COPIED,
                                1 << 20,
                                Duration.ofSeconds(1),
                                "",
                                now)));
    }

    /** Asks for a VM and lets its host report it running. */
    public Scenario running(String vm, VmSpec spec) {
        return request(vm, spec).answer(vm, Outcome.STARTED);
    }

    /** Time passes, and the deadlines that have passed are looked at. */
    Scenario after(Duration duration) {
        now = now.plus(duration);
        return feed(new Input.DeadlinesPassed(state.overdue(now)));
    }

    VmRow vm(String id) {
        return Objects.requireNonNull(state.vm(new VmId(id)), id);
    }

    public HostRow hostRow(String id) {
        HostRow row = state.host(new HostId(id));
        return row == null ? HostRow.unknown(new HostId(id)) : row;
    }

    public String hostOf(String vm) {
        return vm(vm).requiredHost().value();
    }

    /** What has been announced since the last look, as {@code Placed vm@host/epoch cause}. */
    List<String> told() {
        List<String> told = events.stream().map(Scenario::brief).toList();
        events.clear();
        return told;
    }

    /** What agents have been told since the last look, as {@code Start vm@host/epoch}. */
    List<String> commanded() {
        List<String> told = commands.stream().map(Scenario::brief).toList();
        commands.clear();
        return told;
    }

    /** The commands since the last look, whole. */
    List<HostCommand> commands() {
        List<HostCommand> told = List.copyOf(commands);
        commands.clear();
        return told;
    }

    /** The moment at which the stage stands. */
    public Instant now() {
        return now;
    }

    /** The events since the last look, whole. */
    List<PlacementDecision> events() {
        List<PlacementDecision> told = List.copyOf(events);
        events.clear();
        return told;
    }

    /** Looks away. */
    Scenario forget() {
        events.clear();
        commands.clear();
        return this;
    }

    private static String brief(PlacementDecision event) {
        return switch (event) {
            case io.berth.contracts.placement.VmPlaced e ->
                    "Placed %s@%s/%s %s".formatted(e.vm(), e.host(), e.epoch(), e.cause());
            case io.berth.contracts.placement.VmConfirmed e ->
                    "Confirmed %s@%s/%s".formatted(e.vm(), e.host(), e.epoch());
            case io.berth.contracts.placement.VmLost e ->
                    "Lost %s@%s/%s %s".formatted(e.vm(), e.host(), e.epoch(), e.cause());
            case io.berth.contracts.placement.VmReleased e ->
                    "Released %s/%s to %s".formatted(e.vm(), e.epoch(), e.to());
            case io.berth.contracts.placement.VmTakenOver e ->
                    "TakenOver %s/%s from %s".formatted(e.vm(), e.epoch(), e.from());
            case io.berth.contracts.placement.VmHandOverRefused e ->
                    "HandOverRefused %s %s".formatted(e.vm(), e.state());
            case io.berth.contracts.placement.VmWaitingForHost e ->
                    "Waiting %s@%s/%s".formatted(e.vm(), e.host(), e.epoch());
            case io.berth.contracts.placement.VmTurnCame e ->
                    "Turn %s@%s/%s%s"
                            .formatted(
                                    e.vm(),
                                    e.host(),
                                    e.epoch(),
                                    e.without().isEmpty() ? "" : " without " + e.without());
            case io.berth.contracts.placement.VmUnplaceable e ->
                    "Unplaceable %s/%s %s".formatted(e.vm(), e.epoch(), e.cause());
            case io.berth.contracts.placement.VmAdoptionFailed e ->
                    "NotAdopted %s@%s/%s %s".formatted(e.vm(), e.host(), e.epoch(), e.reason());
            case io.berth.contracts.placement.VmMigrating e ->
                    "Migrating %s@%s/%s to %s %s"
                            .formatted(e.vm(), e.host(), e.epoch(), e.target(), e.mode());
            case io.berth.contracts.placement.VmStopped e ->
                    "Stopped %s/%s".formatted(e.vm(), e.epoch());
            case io.berth.contracts.placement.VmOperationOrdered e ->
                    "Ordered %s %s@%s/%s".formatted(e.action(), e.vm(), e.host(), e.epoch());
            case io.berth.contracts.placement.VmOperationRefused e ->
                    "Refused %s %s %s".formatted(e.action(), e.vm(), e.reason());
            case io.berth.contracts.placement.VmOperationSettled e ->
                    "Settled %s %s@%s/%s %s"
                            .formatted(e.action(), e.vm(), e.host(), e.epoch(), e.outcome());
        };
    }

    private static String brief(HostCommand command) {
        return switch (command) {
            case StartVm c ->
                    "%s %s@%s/%s"
                            .formatted(
                                    c.stateFrom() == null ? "Start" : "Resume",
                                    c.vm(),
                                    c.host(),
                                    c.epoch());
            case MigrateVm c ->
                    "Migrate %s@%s/%s to %s %s"
                            .formatted(c.vm(), c.host(), c.epoch(), c.target(), c.mode());
            case AbortMigration c -> "Abort %s@%s/%s".formatted(c.vm(), c.host(), c.epoch());
            case StopVm c ->
                    "Stop %s@%s/%s %s%s"
                            .formatted(
                                    c.vm(),
                                    c.host(),
                                    c.epoch(),
                                    c.reason(),
                                    c.way() == StopWay.TURN_OFF ? " TURN_OFF" : "");
            case OperateVm c ->
                    "%s %s@%s/%s tenure %s"
                            .formatted(c.action(), c.vm(), c.host(), c.epoch(), c.tenure());
            case AdoptVm c -> "Adopt %s@%s/%s".formatted(c.vm(), c.host(), c.epoch());
            case GrantTenure c -> "Grant %s/%s@%s".formatted(c.host(), c.tenure(), c.boot());
            case ReportVms c -> "Report " + c.host();
            case ReportFacts _,
                    RunReplicaCycle _,
                    PromoteReplica _,
                    DiscardVmDisk _,
                    TestReplica _,
                    EndReplicaTest _,
                    DropReplica _,
                    MoveVmDisk _,
                    UseLease _ ->
                    throw new AssertionError("no command of placement: " + command);
        };
    }
}
