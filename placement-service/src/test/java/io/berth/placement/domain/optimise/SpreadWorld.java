package io.berth.placement.domain.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.Estate;
import io.berth.placement.domain.OperationInvariants;
import io.berth.placement.domain.PlacementRules;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.ledger.CorePercent;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MoveGain;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.operation.Spread;
import io.berth.placement.domain.policy.Aggressiveness;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.OptimiseMode;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.ReserveJudge;
import io.berth.placement.domain.reserve.SearchBudget;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A cluster whose load changes, whose hosts do as they are told, and whose owner spreads the load
 * by itself, in virtual time. What a VM really takes is hidden from the planner: only the sum of a
 * host is measured.
 */
final class SpreadWorld {
    static final Duration STEP = OptimisePolicy.LEAST_INTERVAL;

    private static final int CORES = 16;
    private static final RestartPriority[] PRIORITIES = RestartPriority.values();

    final Aggressiveness level;
    final List<OperationRow> rounds = new ArrayList<>();
    int moves;
    int failed;
    DomainState state;

    /** The last round, counted from the beginning, that moved anything. */
    int lastMoveAt;

    int time;
    private final RandomGenerator random;
    private final PlacementRules rules = new PlacementRules(PlacementPolicy.DEFAULT);
    private final GroupPolicy group;
    private final boolean evenLoads;
    private final ClusterState cluster;
    private final Map<HostId, HostState> hosts = new TreeMap<>();
    private final Map<VmId, Double> factors = new HashMap<>();
    private final Map<VmId, Instant> movedAt = new HashMap<>();
    private final Deque<HostCommand> commands = new ArrayDeque<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long seed;

    /**
     * A random estate.
     *
     * @param evenLoads whether all VMs take what they have allocated times the same factor, so that
     *     what the planner takes them to take is true
     */
    SpreadWorld(RandomGenerator random, boolean evenLoads) {
        this.random = random;
        this.evenLoads = evenLoads;
        level = Aggressiveness.of(1 + random.nextInt(Aggressiveness.LEVELS));
        group =
                new GroupPolicy(
                        random.nextInt(5) == 0 ? Goal.CONSOLIDATE : Goal.LOAD_BALANCE,
                        GroupPolicy.Weights.EQUAL,
                        new OptimisePolicy(
                                OptimiseMode.AUTOMATIC,
                                OptimisePolicy.LEAST_INTERVAL,
                                level.level(),
                                true));
        int count = 2 + random.nextInt(7);
        List<HostId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(new HostId("h" + i));
        }
        cluster =
                new ClusterState(
                        new ClusterId("cluster-1"),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        ids,
                        Math.min(random.nextInt(3), count - 1),
                        1);
        ids.forEach(id -> hosts.put(id, specification(id)));
        state =
                DomainState.restore(
                        Scenario.CLUSTER,
                        descriptions(),
                        ids.stream().map(Estate::ready).toList(),
                        List.of());
        populate(ids);
    }

    private HostState specification(HostId id) {
        return new HostState(
                id,
                Scenario.CLUSTER,
                cluster.cluster(),
                new HostGroupId("group"),
                new SiteId("site"),
                CORES,
                MiB.ofGiB(32 + 32L * random.nextInt(3)),
                HostReserve.NONE,
                false,
                1);
    }

    /** VMs lie anywhere where they fit, so that there is something to do. */
    private void populate(List<HostId> ids) {
        List<VmRow> vms = new ArrayList<>();
        Map<HostId, Long> memory = new HashMap<>();
        Set<String> sets = new HashSet<>();
        int count = ids.size() * (2 + random.nextInt(6));
        for (int i = 0; i < count; i++) {
            HostId host = ids.get((int) (ids.size() * Math.pow(random.nextDouble(), 2)));
            VmSpec spec = spec(host, ids);
            long left =
                    Objects.requireNonNull(hosts.get(host)).memory().value()
                            - memory.getOrDefault(host, 0L);
            boolean partner =
                    spec.antiAffinitySet() != null && !sets.add(spec.antiAffinitySet() + host);
            if (left < spec.memory().value() || partner) {
                continue;
            }
            memory.merge(host, spec.memory().value(), Long::sum);
            VmId vm = new VmId("vm" + i);
            factors.put(vm, evenLoads ? 1.1 : 3 * random.nextDouble());
            vms.add(VmRow.fresh(vm, spec).placed(host, new Tenure(1), now).running(null));
        }
        state =
                DomainState.restore(
                        Scenario.CLUSTER,
                        descriptions(),
                        ids.stream().map(Estate::ready).toList(),
                        vms);
    }

    private VmSpec spec(HostId host, List<HostId> ids) {
        List<HostId> owners = new ArrayList<>();
        if (random.nextInt(6) == 0) {
            owners.add(host);
            owners.add(ids.get(random.nextInt(ids.size())));
        }
        return new VmSpec(
                1 + random.nextInt(4),
                25 + random.nextInt(50),
                MiB.ofGiB(1L << random.nextInt(5)),
                random.nextInt(5) != 0,
                PRIORITIES[random.nextInt(PRIORITIES.length)],
                random.nextInt(6) == 0 ? "apart" + random.nextInt(3) : null,
                owners.isEmpty()
                        ? null
                        : new VmDetails(
                                null,
                                List.of(),
                                null,
                                null,
                                null,
                                owners.stream().distinct().toList(),
                                List.of(),
                                List.of(),
                                false,
                                null,
                                null));
    }

    /** Some VMs take more or less than before. */
    void changeLoad() {
        for (VmId vm : List.copyOf(factors.keySet())) {
            if (random.nextInt(4) == 0 && !evenLoads) {
                factors.put(vm, 3 * random.nextDouble());
            }
        }
    }

    /** What is measured now is told, time passes, and all that follows from it happens. */
    void pass() {
        feed(new Input.HostsDescribed(descriptions()));
        now = now.plus(STEP);
        time++;
        feed(new Input.DeadlinesPassed(state.overdue(now)));
        while (!commands.isEmpty()) {
            obey(commands.poll());
        }
        assertThat(state.operations()).allMatch(row -> row.state().over(), "is over");
    }

    /** Of all hosts, as they are now. */
    double potential() {
        state.apply(
                (Verdict.Decision)
                        rules.decide(state, new Input.HostsDescribed(descriptions()), moment()));
        try (Draft draft = new Draft(state, moment())) {
            return new LoadPicture(draft, hosts.keySet(), level.hot()).potential();
        }
    }

    private Moment moment() {
        return new Moment(now, ++seed, List.of());
    }

    private List<HostDescription> descriptions() {
        List<HostDescription> all = new ArrayList<>();
        hosts.forEach((id, specification) -> {
            double sum = 0;
            for (VmRow vm : state == null ? List.<VmRow>of() : List.copyOf(state.vms())) {
                if (vm.isOn(id)) {
                    sum += vm.spec().cpuPercent() * factors.getOrDefault(vm.vm(), 0.0);
                }
            }
            long measured = (long) (evenLoads ? sum : Math.min(sum, CORES * 100));
            all.add(
                    new HostDescription(
                                    specification, new CorePercent(measured), null, group, false)
                            .in(cluster));
        });
        return all;
    }

    private void obey(HostCommand command) {
        switch (command) {
            case MigrateVm order -> {
                boolean succeeds = evenLoads || random.nextInt(10) != 0;
                failed += succeeds ? 0 : 1;
                feed(
                        new Input.Reported(
                                new VmMigrationEnded(
                                        order.host(),
                                        Scenario.CLUSTER,
                                        new BootId(1),
                                        new Tenure(1),
                                        order.command(),
                                        order.vm(),
                                        order.epoch(),
                                        succeeds
                                                ? VmMigrationEnded.Outcome.HANDED_OVER
                                                : VmMigrationEnded.Outcome
                                                        .FAILED_TARGET_UNREACHABLE,
                                        Duration.ofSeconds(1),
                                        "",
                                        now)));
            }
            case StartVm start -> {
                arrived(start.vm(), start.host());
                feed(
                        new Input.Reported(
                                new CommandCompleted(
                                        start.host(),
                                        Scenario.CLUSTER,
                                        new BootId(1),
                                        new Tenure(1),
                                        start.command(),
                                        start.vm(),
                                        new Epoch(start.epoch().value()),
                                        CommandCompleted.Outcome.STARTED,
                                        "",
                                        now)));
            }
            default -> {}
        }
    }

    private void arrived(VmId vm, HostId host) {
        moves++;
        lastMoveAt = time;
        Instant before = movedAt.put(vm, now);
        if (before != null) {
            assertThat(Duration.between(before, now))
                    .as("%s moved to %s again", vm, host)
                    .isGreaterThanOrEqualTo(level.coolDown());
        }
    }

    private void feed(Input input) {
        Verdict.Decision decision = (Verdict.Decision) rules.decide(state, input, moment());
        boolean begun =
                decision.outcomes().stream()
                        .anyMatch(outcome ->
                                outcome instanceof Outcome.Commanded(HostCommand command)
                                        && command instanceof MigrateVm);
        int mayFail = begun ? mayFail() : 0;
        state.apply(decision);
        for (Outcome outcome : decision.outcomes()) {
            switch (outcome) {
                case Outcome.Commanded(HostCommand command) -> commands.add(command);
                case Outcome.OperationChanged(OperationRow row) -> examine(row);
                case Outcome.HostChanged _,
                        Outcome.VmChanged _,
                        Outcome.VmLeft _,
                        Outcome.HostsRedescribed _,
                        Outcome.Announced _ -> {}
            }
        }
        if (begun) {
            everythingFits();
            assertThat(mayFail()).as("nodes that may fail").isGreaterThanOrEqualTo(mayFail);
        }
    }

    private void examine(OperationRow row) {
        Spread spread = Objects.requireNonNull(row.spread());
        if (row.state() == OperationState.RUNNING
                && row.moves().stream().allMatch(move -> move.state() == MoveState.QUEUED)
                && rounds.stream().noneMatch(known -> known.id().equals(row.id()))) {
            rounds.add(row);
            double drop = 0;
            for (Move move : row.moves()) {
                MoveGain gain = Objects.requireNonNull(move.gain());
                assertThat(gain.gain() - gain.price())
                        .as("%s", move)
                        .isGreaterThanOrEqualTo(spread.doubt().asks(level) - 1e-5);
                drop += gain.gain();
            }
            assertThat(row.moves()).hasSizeLessThanOrEqualTo(level.mostMoves());
            assertThat(spread.potentialBefore() - spread.potentialAfter())
                    .isCloseTo(drop, org.assertj.core.data.Offset.offset(1e-4));
        }
    }

    /** How many of the nodes of the reserve may fail. */
    private int mayFail() {
        try (Draft draft = new Draft(state, new Moment(now, 0, List.of()))) {
            ClusterPicture picture =
                    Objects.requireNonNull(ReserveGuard.picture(draft, Rulebook.EMPTY));
            return Math.min(
                    picture.reserve(),
                    ReserveJudge.tolerance(picture, SearchBudget.DEFAULT).mayFail());
        }
    }

    /** Counting what is on its way at both ends. */
    private void everythingFits() {
        Ledger ledger = state.ledger();
        Set<String> apart = new HashSet<>();
        for (Move move : OperationInvariants.reservations(state)) {
            HostId target = Objects.requireNonNull(move.target());
            for (Resource resource : Resource.values()) {
                assertThat(ledger.available(resource, target))
                        .as("%s of %s", resource, target)
                        .isNotNegative();
            }
            VmSpec spec = Objects.requireNonNull(move.reserved());
            VmDetails details = spec.details();
            if (details != null && !details.possibleOwners().isEmpty()) {
                assertThat(details.possibleOwners()).contains(target);
            }
            if (spec.antiAffinitySet() != null) {
                assertThat(apart.add(spec.antiAffinitySet() + "@" + target)).isTrue();
            }
        }
        for (VmRow row : state.vms()) {
            String set = row.spec().antiAffinitySet();
            if (set != null && row.host() != null) {
                assertThat(apart.add(set + "@" + row.host())).as("alone: %s", row).isTrue();
            }
        }
    }
}
