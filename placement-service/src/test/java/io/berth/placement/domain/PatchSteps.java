package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;

import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.PatchAnswered;
import io.berth.contracts.placement.PatchClusterRequested;
import io.berth.contracts.placement.PatchStepState;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.PatchRun;
import io.berth.placement.domain.operation.PatchStep;
import io.berth.placement.domain.patch.PatchGuard;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.reserve.ClusterReading;
import io.berth.placement.domain.reserve.DrainedCluster;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Input;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What operators, hooks and hosts do while a cluster is patched. */
final class PatchSteps {
    static final Duration LIMIT = Duration.ofHours(1);
    private static final Principal WHO = new Principal("operator");

    private final Scenario scenario;
    private final OperationSteps steps;
    private final List<HostId> nodes;
    private final int reserve;

    PatchSteps(Scenario scenario, OperationSteps steps, int reserve, String... nodes) {
        this.scenario = scenario;
        this.steps = steps;
        this.reserve = reserve;
        this.nodes = List.of(nodes).stream().map(HostId::new).toList();
    }

    ClusterState cluster() {
        return new ClusterState(
                new ClusterId("cluster-1"),
                new HostGroupId("group"),
                new SiteId("site"),
                nodes,
                reserve,
                1);
    }

    PatchSteps patch(String operation) {
        return patch(operation, 1, false, null);
    }

    PatchSteps patch(
            String operation, int atOnce, boolean rebootMeansPatched, @Nullable String override) {
        scenario.feed(
                new Input.Requested(
                        new PatchClusterRequested(
                                Scenario.CLUSTER,
                                new OperationId(operation),
                                List.of(),
                                atOnce,
                                rebootMeansPatched,
                                LIMIT,
                                null,
                                override,
                                WHO)));
        return turn();
    }

    /** A turn if one is due, as the owner of the domain would give it. */
    PatchSteps turn() {
        if (scenario.state.patchTurnDue(scenario.moment().now())) {
            scenario.feed(new Input.PatchTurn(cluster(), List.of()));
        }
        return this;
    }

    PatchSteps after(Duration duration) {
        scenario.after(duration);
        return turn();
    }

    PatchSteps answer(String operation, String host, PatchAnswered.Outcome outcome) {
        scenario.feed(
                new Input.Requested(
                        new PatchAnswered(
                                Scenario.CLUSTER,
                                new OperationId(operation),
                                new HostId(host),
                                outcome,
                                "",
                                WHO)));
        return turn();
    }

    /** Every VM that is on its way arrives, as long as any is. */
    PatchSteps arrive() {
        boolean more = true;
        while (more) {
            List<String> moving =
                    scenario.state.vms().stream()
                            .filter(row -> row.state() == AssignmentState.MIGRATING)
                            .map(row -> row.vm().value())
                            .sorted()
                            .toList();
            for (String vm : moving) {
                steps.ended(vm, VmMigrationEnded.Outcome.HANDED_OVER);
                scenario.answer(vm, STARTED);
            }
            turn();
            more = !moving.isEmpty();
        }
        return this;
    }

    PatchStep step(String operation, String host) {
        return run(operation).step(new HostId(host)).orElseThrow();
    }

    PatchStepState state(String operation, String host) {
        return step(operation, host).state();
    }

    PatchRun run(String operation) {
        return Objects.requireNonNull(steps.operation(operation).patch());
    }

    /** The only node that is closed. */
    String closed(String operation) {
        return run(operation).steps().stream()
                .filter(step -> step.state().closes())
                .map(step -> step.host().value())
                .reduce((a, b) -> a + "," + b)
                .orElse("");
    }

    boolean reserveHolds(Collection<HostDescription> described) {
        return reserveHolds(scenario.state, described, cluster(), List.of());
    }

    /** Whether the reserve holds with closed nodes away and moves where they go. */
    static boolean reserveHolds(
            DomainState state,
            Collection<HostDescription> described,
            ClusterState cluster,
            Collection<VmId> stopped) {
        Set<HostId> away = new HashSet<>();
        Map<VmId, HostId> targets = new HashMap<>();
        for (OperationRow row : state.operations()) {
            PatchRun run = row.patch();
            if (run != null) {
                run.steps().stream()
                        .filter(step -> step.state().closes())
                        .forEach(step -> away.add(step.host()));
            }
            row.reservations()
                    .forEach(move -> targets.put(move.vm(), Objects.requireNonNull(move.target())));
        }
        return !DrainedCluster.of(
                        ClusterReading.of(
                                cluster,
                                described.stream().map(HostDescription::specification).toList(),
                                state,
                                PlacementPolicy.DEFAULT.rulebook(),
                                Set.copyOf(stopped)::contains),
                        away,
                        targets)
                .judge(PatchGuard.BUDGET)
                .overCommitted();
    }
}
