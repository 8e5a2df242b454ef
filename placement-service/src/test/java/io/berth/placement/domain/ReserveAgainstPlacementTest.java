package io.berth.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.fit.Obstacle;
import io.berth.placement.domain.place.Placer;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.ExactJudgement;
import io.berth.placement.domain.reserve.Node;
import io.berth.placement.domain.reserve.ReserveJudge;
import io.berth.placement.domain.reserve.ReserveJudgement;
import io.berth.placement.domain.reserve.SearchBudget;
import io.berth.placement.domain.reserve.Tenant;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The judgement of a reserve and placement itself say the same: of one VM and one host, and of what
 * becomes of a cluster whose nodes really fail.
 */
class ReserveAgainstPlacementTest {
    private static final int RUNS = Integer.getInteger("berth.random.runs", 3000);
    private static final long FIRST_SEED = Long.getLong("berth.random.seed", 1);
    private static final Moment MOMENT = new Moment(Instant.EPOCH, 7, List.of());

    private int asked;
    private int admitted;

    @Test
    void theReserveAdmitsWhatPlacementAdmitsAfterTheLossOfAHost() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            RandomCluster cluster = new RandomCluster(seed, false);
            ClusterPicture picture = cluster.picture();
            DomainState state = cluster.state();
            for (Tenant tenant : picture.tenants()) {
                for (Node node : picture.nodes()) {
                    if (!node.host().equals(tenant.on())) {
                        compare(seed, picture, state, tenant, node);
                    }
                }
            }
        }
        System.out.printf(
                "reserve: %,d VMs asked of a host each by both rules, %,d admitted%n",
                asked, admitted);
        assertThat(admitted).isBetween(asked / 10, asked * 9 / 10);
    }

    private void compare(
            long seed, ClusterPicture picture, DomainState state, Tenant tenant, Node node) {
        List<Tenant> there = new ArrayList<>();
        picture.tenants().stream().filter(vm -> node.host().equals(vm.on())).forEach(there::add);
        there.add(
                new Tenant(
                        tenant.vm(),
                        tenant.size(),
                        null,
                        tenant.movable(),
                        tenant.antiAffinitySet(),
                        tenant.admitted()));
        ExactJudgement judged =
                ReserveJudge.judge(
                                new ClusterPicture(1, 0, List.of(node), there),
                                SearchBudget.DEFAULT)
                        .exact();
        List<Obstacle> obstacles;
        try (Draft draft = new Draft(state, MOMENT)) {
            VmRow lost = Objects.requireNonNull(draft.vm(tenant.vm())).withoutHost();
            draft.put(lost);
            obstacles =
                    new Placer(RandomCluster.POLICY).obstaclesToRecover(draft, lost, node.host());
        }
        assertThat(judged instanceof ExactJudgement.Proven)
                .as("-Dberth.random.seed=%d %s on %s %s", seed, tenant, node, obstacles)
                .isEqualTo(obstacles.isEmpty());
        asked++;
        admitted += obstacles.isEmpty() ? 1 : 0;
    }

    @Test
    void whatIsProvenIsRecoveredAndWhatIsRefutedIsNot() {
        int proven = 0;
        int combinations = 0;
        int stranded = 0;
        int afterOne = 0;
        int refuted = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            RandomCluster cluster = new RandomCluster(seed, true);
            ReserveJudgement judgement =
                    ReserveJudge.judge(cluster.picture(), SearchBudget.DEFAULT);
            switch (judgement.exact()) {
                case ExactJudgement.Proven _ -> {
                    proven++;
                    for (List<HostId> failed :
                            combinations(cluster.picture().nodes(), judgement.reserve())) {
                        boolean strands = strandedAfter(cluster, failed) > 0;
                        combinations++;
                        stranded += strands ? 1 : 0;
                        afterOne += strands && failed.size() == 1 ? 1 : 0;
                    }
                }
                case ExactJudgement.Refuted(var witness, long _) -> {
                    refuted++;
                    assertThat(strandedAfter(cluster, witness.failed()))
                            .as("-Dberth.random.seed=" + seed)
                            .isPositive();
                }
                case ExactJudgement.Unknown unknown -> throw new AssertionError(unknown);
            }
        }
        System.out.printf(
                "reserve: %,d clusters proven, %,d of their %,d combinations strand a VM when their"
                        + " nodes fail one after the other; %,d refuted%n",
                proven, stranded, combinations, refuted);
        assertThat(afterOne).as("stranded by a single failure").isZero();
        assertThat(stranded).as("stranded by the second failure").isLessThan(combinations / 50);
        assertThat(proven).isPositive();
        assertThat(refuted).isPositive();
    }

    private static List<List<HostId>> combinations(List<Node> nodes, int reserve) {
        List<List<HostId>> all = new ArrayList<>();
        for (int first = 0; first < nodes.size(); first++) {
            if (reserve == 1) {
                all.add(List.of(nodes.get(first).host()));
            }
            for (int second = 0; reserve == 2 && second < nodes.size(); second++) {
                if (first != second) {
                    all.add(List.of(nodes.get(first).host(), nodes.get(second).host()));
                }
            }
        }
        return all;
    }

    /** How many VMs have no host after these have failed in this order. */
    private static long strandedAfter(RandomCluster cluster, List<HostId> failed) {
        DomainState state = cluster.state();
        PlacementRules rules = new PlacementRules(RandomCluster.POLICY);
        for (HostId host : failed) {
            HostFailed event =
                    new HostFailed(
                            host,
                            Scenario.CLUSTER,
                            new BootId(1),
                            new Tenure(1),
                            Instant.EPOCH,
                            Instant.EPOCH,
                            FencingEvidence.POWER_OFF_BY_BMC);
            if (rules.decide(state, new Input.NodeFact(event), MOMENT)
                    instanceof Verdict.Decision decision) {
                state.apply(decision);
            }
        }
        return state.vms().stream().filter(vm -> vm.state() == AssignmentState.UNPLACEABLE).count();
    }
}
