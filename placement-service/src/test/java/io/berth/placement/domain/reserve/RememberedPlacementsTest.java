package io.berth.placement.domain.reserve;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What is remembered of a proof is a placement of every combination, after any number of changes:
 * each is replayed VM by VM against all constraints.
 */
class RememberedPlacementsTest {
    private static final int RUNS = 150;
    private static final int CHANGES = 25;
    private static final int NODES = 7;
    private static final int QUANTITIES = 5;

    private int replayed;

    @Test
    void everyRememberedPlacementKeepsAllConstraintsAfterEveryChange() {
        int repaired = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ClusterPicture cluster = cluster(random);
            Proofs proofs = null;
            for (int change = 0; change < CHANGES; change++) {
                Problem problem = new Problem(cluster);
                CombinationSearch search =
                        new CombinationSearch(problem, SearchBudget.DEFAULT, proofs);
                ExactJudgement exact = search.run();
                ExactJudgement cold =
                        new CombinationSearch(problem, SearchBudget.DEFAULT, null).run();
                assertThat(exact.getClass()).as("seed " + seed).isEqualTo(cold.getClass());
                if (exact instanceof ExactJudgement.Proven) {
                    repaired += exact.steps() < cold.steps() ? 1 : 0;
                    proofs = search.proofs();
                    replay(problem, proofs, 0, new ArrayList<>(), new int[1]);
                }
                cluster = changed(cluster, random);
            }
        }
        assertThat(replayed).as("placements replayed").isGreaterThan(10_000);
        assertThat(repaired).as("judgements that were cheaper with memory").isGreaterThan(100);
    }

    private void replay(
            Problem problem, Proofs proofs, int from, List<Integer> failing, int[] number) {
        if (failing.size() == problem.reserve) {
            replay(problem, proofs, failing, number[0]++);
            return;
        }
        for (int place = from; place < problem.nodes; place++) {
            boolean covered = proofs.twins[place] && !failing.contains(proofs.order[place - 1]);
            if (!covered) {
                List<Integer> more = new ArrayList<>(failing);
                more.add(proofs.order[place]);
                replay(problem, proofs, place + 1, more, number);
            }
        }
    }

    private void replay(Problem problem, Proofs proofs, List<Integer> failing, int number) {
        Map<HostId, List<Tenant>> there = new HashMap<>();
        for (Tenant tenant : problem.picture.tenants()) {
            if (tenant.on() != null) {
                there.computeIfAbsent(tenant.on(), on -> new ArrayList<>()).add(tenant);
            }
        }
        int place = 0;
        List<Integer> sources = new ArrayList<>(List.of(problem.nodes));
        sources.addAll(failing);
        for (int source : sources) {
            for (int vm : problem.movers[source]) {
                int at = proofs.at(number, place++);
                assertThat(failing).doesNotContain(at);
                assertThat(proofs.used[number] & 1L << at).as("%d is used", at).isNotZero();
                Node node = problem.picture.nodes().get(at);
                Tenant tenant = problem.picture.tenants().get(vm);
                List<Tenant> beside = there.computeIfAbsent(node.host(), on -> new ArrayList<>());
                assertThat(EveryAssignment.takes(node, beside, tenant)).isTrue();
                beside.add(tenant);
            }
        }
        replayed++;
    }

    private static ClusterPicture cluster(SplittableRandom random) {
        List<Node> nodes = new ArrayList<>();
        for (int n = 1; n <= NODES; n++) {
            nodes.add(
                    new Node(
                            Clusters.node(n),
                            new Amounts(
                                    20 + random.nextInt(12),
                                    20 + random.nextInt(8),
                                    20 + random.nextInt(8),
                                    18 + random.nextInt(8),
                                    16 + random.nextInt(20))));
        }
        List<Tenant> vms = new ArrayList<>();
        for (int v = 1; v <= 14; v++) {
            vms.add(Clusters.tenant(random, v, NODES, QUANTITIES));
        }
        return new ClusterPicture(NODES, 2 + random.nextInt(2), nodes, vms);
    }

    private static ClusterPicture changed(ClusterPicture cluster, SplittableRandom random) {
        int kind = random.nextInt(6);
        if (kind < 3 && cluster.tenants().size() > 4) {
            int which = random.nextInt(cluster.tenants().size());
            return cluster.without(cluster.tenants().get(which).vm());
        }
        if (kind == 3) {
            List<Node> nodes = new ArrayList<>(cluster.nodes());
            int which = random.nextInt(nodes.size());
            Amounts was = nodes.get(which).usable();
            int less = random.nextInt(5) - 2;
            nodes.set(
                    which,
                    new Node(
                            nodes.get(which).host(),
                            new Amounts(
                                    was.memory() - less,
                                    was.cpu() + less,
                                    was.disk(),
                                    was.iops(),
                                    was.network())));
            return new ClusterPicture(
                    cluster.configured(), cluster.reserve(), nodes, cluster.tenants());
        }
        int number = 1 + random.nextInt(500);
        Tenant more = Clusters.tenant(random, number, NODES, QUANTITIES);
        List<Tenant> vms = new ArrayList<>(cluster.without(more.vm()).tenants());
        vms.add(more);
        Collections.shuffle(vms, new Random(number));
        Set<Object> ids = new HashSet<>();
        assertThat(vms).allMatch(vm -> ids.add(vm.vm()));
        return new ClusterPicture(cluster.configured(), cluster.reserve(), cluster.nodes(), vms);
    }
}
