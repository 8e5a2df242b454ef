package io.berth.placement.domain.reserve;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a cluster is over-committed: whether some combination of R failures among its
 * functioning nodes leaves too little for its VMs.
 *
 * <h2>What is judged</h2>
 *
 * R is held against the <em>functioning</em> nodes F: with 8 of 8 nodes up and R = 2 every
 * combination of 6 must hold all VMs, with 5 up every combination of 3. With F ≤ R nothing would be
 * left, and any VM makes the cluster over-committed. Movable VMs of failed nodes need room, and so
 * do VMs that no node holds; those that wait for their node do not; VMs on survivors stay.
 *
 * <h2>How</h2>
 *
 * {@link SlotEstimate} is known and rough; {@link ProofMethod} is sound and looks at no combination
 * singly; where it holds, all combinations are proven. Otherwise {@link CombinationSearch} goes
 * through them. Both answers are shown whichever decides.
 *
 * <p>A judge remembers the proofs or the witness of one cluster's last judgement and repairs them
 * after a change. Soft state, which changes the effort and never the answer: only where a budget
 * ends can it let the search get further. Not safe for several threads.
 */
public final class ReserveJudge {
    private final SearchBudget budget;
    private @Nullable Proofs proofs;
    private @Nullable Set<HostId> witness;

    /** One that remembers nothing yet. */
    public ReserveJudge(SearchBudget budget) {
        this.budget = budget;
    }

    /** Judges once, without memory. */
    public static ReserveJudgement judge(ClusterPicture cluster, SearchBudget budget) {
        return new ReserveJudge(new SearchBudget(budget.steps(), budget.stepsPerCombination(), 0))
                .judge(cluster);
    }

    /** The three judgements. */
    public ReserveJudgement judge(ClusterPicture cluster) {
        SlotEstimate slots = SlotEstimate.of(cluster);
        if (cluster.tenants().isEmpty() || cluster.functioning() <= cluster.reserve()) {
            proofs = null;
            witness = null;
            return judgement(cluster, slots, ProofMethod.trivial(cluster), trivial(cluster));
        }
        Problem problem = new Problem(cluster);
        ProofEstimate proof = ProofMethod.of(problem);
        return judgement(cluster, slots, proof, exact(problem, proof));
    }

    private static ReserveJudgement judgement(
            ClusterPicture cluster, SlotEstimate slots, ProofEstimate proof, ExactJudgement exact) {
        return new ReserveJudgement(
                cluster.configured(),
                cluster.functioning(),
                cluster.reserve(),
                cluster.tenants().size(),
                slots,
                proof,
                exact);
    }

    private static ExactJudgement trivial(ClusterPicture cluster) {
        if (cluster.tenants().isEmpty()) {
            return new ExactJudgement.Proven(1, 0);
        }
        Tenant largest =
                cluster.tenants().stream()
                        .min(
                                Comparator.comparingLong((Tenant vm) -> -vm.size().memory())
                                        .thenComparing(Tenant::vm))
                        .orElseThrow();
        List<HostId> all = cluster.nodes().stream().map(Node::host).toList();
        return new ExactJudgement.Refuted(new Witness(all, largest.vm(), List.of()), 0);
    }

    private ExactJudgement exact(Problem problem, ProofEstimate proof) {
        if (proof.holds()) {
            witness = null;
            return new ExactJudgement.Proven(
                    CombinationSearch.combinations(problem.nodes, problem.reserve), 0);
        }
        ExactJudgement.Refuted again = again(problem);
        if (again != null) {
            return again;
        }
        CombinationSearch search = new CombinationSearch(problem, budget, proofs);
        ExactJudgement exact = search.run();
        witness = null;
        switch (exact) {
            case ExactJudgement.Proven proven -> proofs = search.proofs();
            case ExactJudgement.Refuted refuted -> witness = Set.copyOf(refuted.witness().failed());
            case ExactJudgement.Unknown unknown -> {}
        }
        return exact;
    }

    /** The refutation by the same nodes as the last time, if they still refute. */
    private ExactJudgement.@Nullable Refuted again(Problem problem) {
        Set<HostId> last = witness;
        if (last == null || last.size() > problem.reserve) {
            return null;
        }
        long failed = problem.mask(last);
        if (Long.bitCount(failed) != last.size()) {
            return null;
        }
        CompleteSearch search = new CompleteSearch(problem);
        return search.search(failed, budget.stepsPerCombination())
                        == CompleteSearch.Result.INFEASIBLE
                ? new ExactJudgement.Refuted(search.witness(failed), search.steps())
                : null;
    }

    /**
     * How many nodes may fail.
     *
     * @param mayFail the largest number of which every combination holds all VMs; −1 when not even
     *     the VMs without a node have room now
     * @param next why not one more; absent when all but one may fail
     */
    public record Tolerance(int mayFail, @Nullable ExactJudgement next) {}

    /** Which number of nodes may fail, whatever the reserve is. */
    public static Tolerance tolerance(ClusterPicture cluster, SearchBudget budget) {
        if (cluster.functioning() == 0) {
            boolean empty = cluster.tenants().isEmpty();
            return new Tolerance(empty ? 0 : -1, empty ? null : trivial(cluster));
        }
        for (int k = 0; k < cluster.functioning(); k++) {
            ExactJudgement exact = judge(cluster.withReserve(k), budget).exact();
            if (!(exact instanceof ExactJudgement.Proven)) {
                return new Tolerance(k - 1, exact);
            }
        }
        return new Tolerance(cluster.functioning() - 1, null);
    }

    /**
     * How many more VMs of a size the cluster takes with its reserve kept.
     *
     * @param atLeast so many are known to fit, one after the other on the named nodes
     * @param on for each of them its node
     * @param complete whether no node takes one more; false when the bound or the budget ended it
     */
    public record Room(int atLeast, List<HostId> on, boolean complete) {
        /** Takes a copy. */
        public Room {
            on = List.copyOf(on);
        }
    }

    /**
     * Adds VMs of one size, each on the node with the most left that keeps the reserve, until none
     * does.
     *
     * @param like what each is; its node is chosen here
     * @param atMost VMs, so that the answer ends
     */
    public static Room roomFor(
            ClusterPicture cluster, Tenant like, int atMost, SearchBudget budget) {
        ReserveJudge judge = new ReserveJudge(budget);
        ClusterPicture filled = cluster;
        List<HostId> on = new ArrayList<>();
        long spent = 0;
        while (on.size() < atMost && spent <= budget.steps()) {
            Tenant one = numbered(like, on.size());
            Step step = judge.addOne(filled, one);
            spent += step.steps() + 1;
            if (step.after() == null) {
                return new Room(on.size(), on, step.sure());
            }
            filled = step.after();
            on.add(Objects.requireNonNull(step.on()));
        }
        return new Room(on.size(), on, false);
    }

    private record Step(
            @Nullable ClusterPicture after, @Nullable HostId on, long steps, boolean sure) {}

    private Step addOne(ClusterPicture cluster, Tenant one) {
        Problem problem = new Problem(cluster.plus(one.homeless()));
        int vm = problem.vms - 1;
        int set = problem.set[vm];
        long open = problem.admitted[vm] & (set == Problem.NONE ? -1L : ~problem.holders[set]);
        long steps = 0;
        boolean sure = true;
        for (int node : emptiestFirst(problem)) {
            if ((open >>> node & 1) == 0 || !problem.fits(vm, node, problem.free)) {
                continue;
            }
            HostId on = problem.host(node);
            ClusterPicture with = cluster.plus(on(one, on));
            ExactJudgement exact = judge(with).exact();
            steps += exact.steps();
            if (exact instanceof ExactJudgement.Proven) {
                return new Step(with, on, steps, true);
            }
            sure &= exact instanceof ExactJudgement.Refuted;
            if (steps > budget.steps()) {
                return new Step(null, null, steps, false);
            }
        }
        return new Step(null, null, steps, sure);
    }

    private static Tenant on(Tenant one, HostId on) {
        return new Tenant(
                one.vm(), one.size(), on, one.movable(), one.antiAffinitySet(), one.admitted());
    }

    private static Tenant numbered(Tenant like, int number) {
        return new Tenant(
                new VmId(like.vm() + "." + number),
                like.size(),
                null,
                like.movable(),
                like.antiAffinitySet(),
                like.admitted());
    }

    private static List<Integer> emptiestFirst(Problem problem) {
        List<Integer> nodes = new ArrayList<>();
        for (int n = 0; n < problem.nodes; n++) {
            nodes.add(n);
        }
        nodes.sort(Comparator.comparingLong((Integer n) -> -problem.free[n * Problem.RESOURCES]));
        return nodes;
    }
}
