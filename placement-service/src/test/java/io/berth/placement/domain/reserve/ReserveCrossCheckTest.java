package io.berth.placement.domain.reserve;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.placement.domain.vm.Demand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Thousands of small random clusters against every assignment of every combination: the exact
 * judgement never errs, the proof method never says too much. What the others get wrong is counted.
 */
class ReserveCrossCheckTest {
    private static final int RUNS = Integer.getInteger("berth.random.runs", 10_000);
    private static final long FIRST_SEED = Long.getLong("berth.random.seed", 1);
    private static final SearchBudget BUDGET = SearchBudget.DEFAULT;

    private int overCommitted;
    private int slotsFalseAlarms;
    private int slotsMissed;
    private int proofFalseAlarms;

    @Test
    void theExactJudgementIsThatOfEveryAssignmentAndTheProofMethodIsSound() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            ClusterPicture cluster = Clusters.random(new SplittableRandom(seed));
            try {
                check(cluster);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dberth.random.seed=" + seed + " " + cluster, e);
            }
        }
        System.out.printf(
                "reserve: %,d clusters, %,d over-committed; false alarms: slot estimate %,d,"
                        + " proof method %,d; missed: slot estimate %,d, proof method 0, exact 0%n",
                RUNS, overCommitted, slotsFalseAlarms, proofFalseAlarms, slotsMissed);
        assertThat(overCommitted).as("some are over-committed").isPositive();
        assertThat(RUNS - overCommitted).as("some are not").isPositive();
    }

    private void check(ClusterPicture cluster) {
        boolean truth = EveryAssignment.overCommitted(cluster);
        ReserveJudgement judgement = ReserveJudge.judge(cluster, BUDGET);
        assertThat(judgement.exact()).isNotInstanceOf(ExactJudgement.Unknown.class);
        assertThat(judgement.overCommitted()).isEqualTo(truth);
        if (judgement.proof().holds()) {
            assertThat(truth).as("the proof method proved it").isFalse();
        }
        if (judgement.exact() instanceof ExactJudgement.Refuted(Witness witness, long steps)) {
            check(cluster, witness);
        }
        overCommitted += truth ? 1 : 0;
        slotsFalseAlarms += !truth && !judgement.slots().holds() ? 1 : 0;
        slotsMissed += truth && judgement.slots().holds() ? 1 : 0;
        proofFalseAlarms += !truth && !judgement.proof().holds() ? 1 : 0;
    }

    private static void check(ClusterPicture cluster, Witness witness) {
        Set<HostId> failed = Set.copyOf(witness.failed());
        if (failed.size() == cluster.functioning()) {
            return;
        }
        assertThat(failed.size()).isLessThanOrEqualTo(cluster.reserve());
        assertThat(EveryAssignment.holds(cluster, failed)).as("the witness holds all").isFalse();
        assertThat(witness.reasons()).hasSize(cluster.functioning() - failed.size());
    }

    @Test
    void theCombinationSearchAloneIsAsRightAsWithTheProofMethodBeforeIt() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            ClusterPicture cluster = Clusters.random(new SplittableRandom(seed));
            if (cluster.functioning() > cluster.reserve() && !cluster.tenants().isEmpty()) {
                ExactJudgement exact =
                        new CombinationSearch(new Problem(cluster), BUDGET, null).run();
                assertThat(exact instanceof ExactJudgement.Refuted)
                        .as("with -Dberth.random.seed=" + seed)
                        .isEqualTo(EveryAssignment.overCommitted(cluster));
            }
        }
    }

    @Test
    void aJudgeThatRemembersSaysTheSameAsOneThatDoesNot() {
        int changes = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS / 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ClusterPicture cluster = Clusters.random(random);
            ReserveJudge judge = new ReserveJudge(BUDGET);
            for (int change = 0; change < 40; change++) {
                assertThat(judge.judge(cluster).overCommitted())
                        .as("with -Dberth.random.seed=" + seed + " after " + change)
                        .isEqualTo(EveryAssignment.overCommitted(cluster));
                cluster = changed(cluster, random);
                changes++;
            }
        }
        System.out.printf("reserve: %,d changes judged with memory and without%n", changes);
    }

    private static ClusterPicture changed(ClusterPicture cluster, SplittableRandom random) {
        int vms = cluster.tenants().size();
        int kind = random.nextInt(10);
        if (kind == 0) {
            return cluster.withReserve(random.nextInt(cluster.configured() + 1));
        }
        if (kind == 1 && cluster.functioning() > 1) {
            return cluster.afterFailureOf(Set.of(cluster.nodes().getFirst().host()));
        }
        if ((kind < 5 && vms > 0) || vms > 9) {
            return cluster.without(cluster.tenants().get(random.nextInt(vms)).vm());
        }
        int number = 1 + random.nextInt(1000);
        Tenant more = Clusters.tenant(random, number, cluster.configured(), 3);
        boolean there = cluster.nodes().stream().anyMatch(node -> node.host().equals(more.on()));
        ClusterPicture without = cluster.without(more.vm());
        return without.plus(there ? more : more.homeless());
    }

    @Test
    void asManyMoreFitAsAreAddedAndNoNodeTakesOneMore() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS / 20; seed++) {
            ClusterPicture cluster = Clusters.random(new SplittableRandom(seed));
            Tenant like = Tenant.plain(Clusters.vm(9000), Demand.of(2, 1), null);
            ReserveJudge.Room room = ReserveJudge.roomFor(cluster, like, 20, BUDGET);
            List<Tenant> all = new ArrayList<>(cluster.tenants());
            for (int i = 0; i < room.on().size(); i++) {
                all.add(Tenant.plain(Clusters.vm(9001 + i), like.size(), room.on().get(i)));
            }
            ClusterPicture filled =
                    new ClusterPicture(
                            cluster.configured(), cluster.reserve(), cluster.nodes(), all);
            if (!room.on().isEmpty()) {
                assertThat(EveryAssignment.overCommitted(filled)).as("seed " + seed).isFalse();
            }
            if (room.complete()) {
                for (Node node : cluster.nodes()) {
                    List<Tenant> beside =
                            all.stream().filter(vm -> node.host().equals(vm.on())).toList();
                    Tenant one = Tenant.plain(Clusters.vm(9999), like.size(), node.host());
                    assertThat(
                                    EveryAssignment.takes(node, beside, one)
                                            && !EveryAssignment.overCommitted(filled.plus(one)))
                            .as("seed " + seed)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void toleranceIsTheLargestNumberThatMayFail() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS / 10; seed++) {
            ClusterPicture cluster = Clusters.random(new SplittableRandom(seed));
            int most = -1;
            while (most + 1 < cluster.functioning()
                    && !EveryAssignment.overCommitted(cluster.withReserve(most + 1))) {
                most++;
            }
            ReserveJudge.Tolerance tolerance = ReserveJudge.tolerance(cluster, BUDGET);
            assertThat(tolerance.mayFail()).as("seed " + seed).isEqualTo(most);
        }
    }
}
