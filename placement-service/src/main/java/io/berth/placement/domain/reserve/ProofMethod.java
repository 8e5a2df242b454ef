package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves for all combinations at once that every VM finds room, or says nothing.
 *
 * <h2>The formula</h2>
 *
 * With one quantity, {@code available = usable − held} of each node; for a combination of R failed
 * nodes with the failed VMs' sum S and the largest of them L: {@code additional = max(available −
 * L, 0)}, and it passes when {@code S − L ≤ Σ additional} over the survivors (domain description,
 * section 2.3).
 *
 * <h2>Why it is sound</h2>
 *
 * Place the failed VMs one by one, in any order, each on any survivor with room. Suppose that some
 * VM v of size s finds none. Then every survivor i has less than s left, so what has been placed on
 * it is more than {@code available(i) − s} wherever that is not negative, and at least 0 elsewhere.
 * If at least one survivor had room for v to begin with, the sum over the survivors is more than
 * {@code Σ max(available(i) − s, 0)}. But what has been placed does not include v, so it is at most
 * {@code S − s}. Hence {@code S − s > Σ max(available(i) − s, 0)}; where that is false for every v,
 * no order and no choice can leave a VM without room.
 *
 * <p>It is enough to look at L: from L to a smaller s the left side grows by {@code L − s}, and the
 * right side by at least as much as long as one survivor has room for L. That last condition is not
 * in the formula. Without it a single failed VM that is larger than every survivor's room passes
 * with {@code 0 ≤ 0}; it is asked for here.
 *
 * <h2>With all constraints</h2>
 *
 * <ul>
 *   <li><b>Several quantities.</b> A survivor turns v away for want of at least one quantity. With
 *       any weights w the same argument holds for {@code Σ w·size} on the left and {@code max(0,
 *       min over q of w(q)·(available(i, q) − s(q)))} on the right. A quantity that can run short
 *       on no node is left out: the failed VMs together take less than the node has left; or it is
 *       implied by another, since no VM takes more than k times as much of it, and the node has k
 *       times as much left. Two weightings are tried: by what the nodes have left, by what can
 *       fail.
 *   <li><b>Owners and networks.</b> The right side adds up only nodes that v is admitted to.
 *   <li><b>Anti-affinity.</b> Nodes that hold one of v's set are left out, and of the rest as many
 *       of the roomiest as VMs of the set may be moved at the same time.
 *   <li><b>VMs that no node holds</b> are in S of every combination.
 * </ul>
 *
 * <h2>All combinations at once</h2>
 *
 * For a given v everything is a sum over nodes: a failed node adds what moves from it to the left
 * side and takes its {@code additional} from the right. So the worst combination for v is its own
 * node and the R − 1 nodes with the largest such sums, and no other need be looked at.
 *
 * <p>Complexity: O(V · N) for V distinct VMs and N nodes.
 *
 * <h2>Worked example</h2>
 *
 * Four nodes with 10 GiB left each, R = 1, VMs of 4, 3 and 2 GiB on each. S = 9, L = 4: {@code 9 −
 * 4 = 5 ≤ 3 · (10 − 4) = 18}. It holds.
 */
final class ProofMethod {
    private static final int Q = Problem.RESOURCES;

    /** Sums of weighed figures are rounded; a proof must not rest on the rounding. */
    private static final double MARGIN = 1e-9;

    private final Problem problem;

    /** For each node the quantities that can run short on it, a bit each. */
    private final int[] scarce;

    private final int limiting;

    private ProofMethod(Problem problem) {
        this.problem = problem;
        this.scarce = shortages();
        int union = 0;
        for (int mask : scarce) {
            union |= mask;
        }
        this.limiting = union;
    }

    /** The judgement of a cluster that would have survivors. */
    static ProofEstimate of(Problem problem) {
        return new ProofMethod(problem).judge();
    }

    /** Of a cluster without survivors, or without VMs. */
    static ProofEstimate trivial(ClusterPicture cluster) {
        List<HostId> failed = cluster.nodes().stream().map(Node::host).toList();
        boolean empty = cluster.tenants().isEmpty();
        return new ProofEstimate(
                empty, empty ? List.of() : failed, null, 0, 0, Resource.MEMORY.unit(), List.of());
    }

    /** How close one VM comes, under one weighting. */
    private record Case(int vm, long failed, double required, double available, boolean passes) {
        double margin() {
            return available - required;
        }
    }

    /**
     * Looks at the largest VMs first; the first that fails is told, and the others do not count.
     */
    private ProofEstimate judge() {
        double[][] weightings = weightings();
        double[][] moved = new double[weightings.length][];
        for (int w = 0; w < weightings.length; w++) {
            moved[w] = moved(weightings[w]);
        }
        @Nullable Case tightest = null;
        Set<Alike> seen = new HashSet<>();
        for (int vm : movingLargestFirst()) {
            if (seen.add(alike(vm))) {
                Case found = best(vm, weightings, moved);
                if (!found.passes()) {
                    return estimate(found, false);
                }
                tightest =
                        tightest == null || found.margin() < tightest.margin() ? found : tightest;
            }
        }
        return estimate(tightest, true);
    }

    private int[] movingLargestFirst() {
        int[] byRank = new int[problem.vms];
        Arrays.fill(byRank, Problem.NONE);
        int first = problem.reserve == 0 ? problem.nodes : 0;
        for (int from = first; from <= problem.nodes; from++) {
            for (int vm : problem.movers[from]) {
                byRank[problem.rank[vm]] = vm;
            }
        }
        return Arrays.stream(byRank).filter(vm -> vm != Problem.NONE).toArray();
    }

    private ProofEstimate estimate(@Nullable Case tightest, boolean holds) {
        List<Resource> quantities = new ArrayList<>();
        for (int q = 0; q < Q; q++) {
            if (((limiting >>> q) & 1) != 0) {
                quantities.add(Problem.resource(q));
            }
        }
        String unit = quantities.isEmpty() ? Resource.MEMORY.unit() : quantities.getFirst().unit();
        return tightest == null
                ? new ProofEstimate(holds, List.of(), null, 0, 0, unit, quantities)
                : new ProofEstimate(
                        holds,
                        problem.hosts(tightest.failed()),
                        problem.vm(tightest.vm()),
                        (long) Math.ceil(tightest.required()),
                        (long) Math.floor(tightest.available()),
                        unit,
                        quantities);
    }

    /** What makes two VMs the same to the method. */
    private record Alike(Demand size, long admitted, int set, int home) {}

    private Alike alike(int vm) {
        return new Alike(
                problem.picture.tenants().get(vm).size(),
                problem.admitted[vm],
                problem.set[vm],
                problem.home[vm]);
    }

    private Case best(int vm, double[][] weightings, double[][] moved) {
        Case best = check(vm, weightings[0], moved[0]);
        for (int w = 1; w < weightings.length && !best.passes(); w++) {
            Case other = check(vm, weightings[w], moved[w]);
            best = other.passes() || other.margin() > best.margin() ? other : best;
        }
        return best;
    }

    private Case check(int vm, double[] weights, double[] moved) {
        int home = problem.home[vm];
        int set = problem.set[vm];
        long open = problem.admitted[vm] & ~(set == Problem.NONE ? 0 : problem.holders[set]);
        int partners = set == Problem.NONE ? 0 : movablePartners(vm);
        double[] room = new double[problem.nodes];
        double[] score = new double[problem.nodes];
        int roomy = 0;
        double available = 0;
        double everything = Arrays.stream(moved).sum();
        for (int n = 0; n < problem.nodes; n++) {
            boolean isOpen = n != home && ((open >>> n) & 1) != 0;
            if (isOpen && problem.fits(vm, n, problem.free)) {
                room[n] = room(vm, n, weights, everything);
                available += room[n];
                roomy++;
            }
            score[n] = moved[n] + room[n];
        }
        int others = home == Problem.NONE ? problem.reserve : problem.reserve - 1;
        long failed = home == Problem.NONE ? 0 : 1L << home;
        double required = moved[problem.nodes] - weighed(vm, weights);
        required += home == Problem.NONE ? 0 : moved[home];
        for (int i = 0; i < others; i++) {
            int next = highest(score, failed);
            failed |= 1L << next;
            required += moved[next];
            available -= room[next];
        }
        available -= largest(room, partners);
        boolean some = roomy > others + partners;
        double margin = weightsMatter(weights) ? MARGIN * Math.abs(required) + MARGIN : 0;
        return new Case(vm, failed, required, available, some && required + margin <= available);
    }

    private boolean weightsMatter(double[] weights) {
        return Integer.bitCount(limiting) > 1 && Arrays.stream(weights).anyMatch(w -> w != 1);
    }

    /** What a node can take before it has to turn this VM away, in weighed units. */
    private double room(int vm, int node, double[] weights, double everything) {
        if (scarce[node] == 0) {
            return everything;
        }
        double least = Double.MAX_VALUE;
        for (int q = 0; q < Q; q++) {
            if (((scarce[node] >>> q) & 1) != 0) {
                double left = problem.free[node * Q + q] - problem.size[vm * Q + q];
                least = Math.min(least, weights[q] * left);
            }
        }
        return Math.max(0, least);
    }

    private int movablePartners(int vm) {
        int partners = 0;
        for (int[] some : problem.movers) {
            for (int other : some) {
                partners += other != vm && problem.set[other] == problem.set[vm] ? 1 : 0;
            }
        }
        return partners;
    }

    private double weighed(int vm, double[] weights) {
        double sum = 0;
        for (int q = 0; q < Q; q++) {
            sum += weights[q] * problem.size[vm * Q + q];
        }
        return sum;
    }

    /** For each node, and last for no node, what would have to move. */
    private double[] moved(double[] weights) {
        double[] moved = new double[problem.nodes + 1];
        for (int n = 0; n <= problem.nodes; n++) {
            for (int q = 0; q < Q; q++) {
                moved[n] += weights[q] * problem.sum(problem.movers[n], q);
            }
        }
        return moved;
    }

    private static int highest(double[] score, long without) {
        int best = -1;
        for (int n = 0; n < score.length; n++) {
            if (((without >>> n) & 1) == 0 && (best < 0 || score[n] > score[best])) {
                best = n;
            }
        }
        return best;
    }

    private static double largest(double[] room, int count) {
        if (count == 0) {
            return 0;
        }
        double[] sorted = room.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (int i = 0; i < Math.min(count, sorted.length); i++) {
            sum += sorted[sorted.length - 1 - i];
        }
        return sum;
    }

    /** One weighting where one quantity limits; two where several do. */
    private double[][] weightings() {
        double[] left = new double[Q];
        for (int i = 0; i < problem.free.length; i++) {
            left[i % Q] += Math.max(0, Math.min(problem.free[i], problem.worst[i % Q]));
        }
        double[] byRoom = new double[Q];
        double[] byNeed = new double[Q];
        int first = Integer.numberOfTrailingZeros(limiting);
        for (int q = 0; q < Q; q++) {
            if (((limiting >>> q) & 1) != 0) {
                byRoom[q] = q == first ? 1 : Math.max(1, left[first]) / Math.max(1, left[q]);
                byNeed[q] =
                        q == first
                                ? 1
                                : Math.max(1, problem.worst[first])
                                        / (double) Math.max(1, problem.worst[q]);
            }
        }
        return Integer.bitCount(limiting) > 1
                ? new double[][] {byRoom, byNeed}
                : new double[][] {byRoom};
    }

    private int[] shortages() {
        double[] ratio = ratios();
        int[] masks = new int[problem.nodes];
        for (int n = 0; n < problem.nodes; n++) {
            int mask = 0;
            for (int q = 0; q < Q; q++) {
                if (problem.free[n * Q + q] < problem.worst[q]) {
                    mask |= 1 << q;
                }
            }
            for (int q = Q - 1; q >= 0; q--) {
                if (((mask >>> q) & 1) != 0 && implied(n, q, mask & ~(1 << q), ratio)) {
                    mask &= ~(1 << q);
                }
            }
            masks[n] = mask;
        }
        return masks;
    }

    /** Whether enough of another quantity of {@code others} on the node means enough of this. */
    private boolean implied(int node, int quantity, int others, double[] ratio) {
        for (int q = 0; q < Q; q++) {
            double most = ratio[quantity * Q + q];
            long left = problem.free[node * Q + q];
            if (((others >>> q) & 1) != 0
                    && left >= 0
                    && problem.free[node * Q + quantity] >= most * left * (1 + MARGIN)) {
                return true;
            }
        }
        return false;
    }

    /** At {@code a * COUNT + b}: how much of a any VM takes for each unit of b, at most. */
    private double[] ratios() {
        double[] ratio = new double[Q * Q];
        double[] each = new double[Q];
        for (int[] some : problem.movers) {
            for (int vm : some) {
                for (int b = 0; b < Q; b++) {
                    each[b] = 1.0 / problem.size[vm * Q + b];
                }
                for (int a = 0; a < Q; a++) {
                    double of = problem.size[vm * Q + a];
                    for (int b = 0; of > 0 && b < Q; b++) {
                        ratio[a * Q + b] = Math.max(ratio[a * Q + b], of * each[b]);
                    }
                }
            }
        }
        return ratio;
    }
}
