package io.berth.placement.domain.reserve;

import static io.berth.placement.domain.reserve.Clusters.even;
import static io.berth.placement.domain.reserve.Clusters.node;
import static io.berth.placement.domain.reserve.Clusters.vm;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples, and the boundaries of each judgement. */
class ReserveJudgeTest {
    private static final SearchBudget BUDGET = SearchBudget.DEFAULT;

    /**
     * Equal nodes of 100 MiB with so many VMs of so much memory each. With F = 8 and R = 2 the
     * worst loss is 2 nodes' VMs, and 6 nodes take floor((100 − held) / size) each.
     */
    @ParameterizedTest(name = "{0} of {1} up, R={2}, {3} VMs of {4}: slots {5} proof {6} exact {7}")
    @CsvSource({
        "8, 8, 2, 2, 25, true,  true,  true",
        "8, 8, 2, 3, 25, true,  false, true",
        "8, 8, 2, 3, 30, false, false, false",
        "8, 8, 2, 6, 12, true,  false, true",
        "8, 8, 2, 7, 12, false, false, false",
        "8, 8, 2, 1, 50, true,  false, true",
        "8, 8, 2, 1, 51, true,  false, false",
        "5, 8, 2, 3, 20, true,  false, true",
        "5, 8, 2, 3, 21, false, false, false",
        "5, 8, 2, 3, 25, false, false, false",
        "3, 8, 2, 1, 30, true,  true,  true",
        "3, 8, 2, 1, 34, false, false, false",
        "1, 1, 0, 4, 25, true,  true,  true",
        "4, 4, 0, 2, 50, true,  true,  true",
        "2, 8, 2, 1, 1,  false, false, false",
        "1, 8, 2, 1, 1,  false, false, false",
        "2, 8, 2, 0, 1,  true,  true,  true",
        "8, 8, 8, 1, 1,  false, false, false",
        "8, 8, 9, 1, 1,  false, false, false",
        "8, 8, 9, 0, 1,  true,  true,  true",
        "1, 1, 1, 1, 1,  false, false, false",
        "1, 1, 0, 1, 101, false, true, true",
        "0, 3, 1, 0, 1,  true,  true,  true",
    })
    void examples(
            int up,
            int configured,
            int reserve,
            int vms,
            long size,
            boolean slots,
            boolean proof,
            boolean exact) {
        ClusterPicture alike = even(up, reserve, 100, vms, size);
        ClusterPicture cluster =
                new ClusterPicture(configured, reserve, alike.nodes(), alike.tenants());
        ReserveJudgement judgement = ReserveJudge.judge(cluster, BUDGET);
        assertThat(judgement.slots().holds()).as("slot estimate").isEqualTo(slots);
        assertThat(judgement.proof().holds()).as("proof method").isEqualTo(proof);
        assertThat(!judgement.overCommitted()).as("exact").isEqualTo(exact);
        assertThat(judgement.decidedBy()).isEqualTo(ReserveJudgement.DecidedBy.EXACT);
        assertThat(judgement.functioning()).isEqualTo(up);
    }

    @Test
    void eightNodesWithTwoInReserveMustHoldAllOnAnySix() {
        ReserveJudgement holds = ReserveJudge.judge(even(8, 2, 65_536, 6, 8192), BUDGET);
        assertThat(holds.overCommitted()).isFalse();
        assertThat(holds.exact()).isInstanceOf(ExactJudgement.Proven.class);
        assertThat(((ExactJudgement.Proven) holds.exact()).combinations()).isEqualTo(28);
        assertThat(holds.slots()).isEqualTo(new SlotEstimate(true, 8192, 48, 393_216, 393_216));

        ReserveJudgement full = ReserveJudge.judge(even(8, 2, 65_536, 7, 8192), BUDGET);
        assertThat(full.overCommitted()).isTrue();
        Witness witness = ((ExactJudgement.Refuted) full.exact()).witness();
        assertThat(witness.failed()).hasSize(2);
        assertThat(witness.reasons())
                .isNotEmpty()
                .allMatch(reason ->
                        reason instanceof Witness.Reason.TooLittle short_
                                && short_.resource() == Resource.MEMORY
                                && short_.required() == 8192
                                && short_.available() == 0);
    }

    /** The formula alone would pass with 0 ≤ 0: see {@link ProofMethod}. */
    @Test
    void aSingleVmLargerThanAnySurvivorsRoomIsNotProven() {
        List<Node> nodes =
                List.of(
                        new Node(node(1), Amounts.of(100, 100)),
                        new Node(node(2), Amounts.of(50, 100)));
        ClusterPicture cluster =
                new ClusterPicture(
                        2, 1, nodes, List.of(Tenant.plain(vm(1), Demand.of(60, 1), node(1))));
        ReserveJudgement judgement = ReserveJudge.judge(cluster, BUDGET);
        assertThat(judgement.proof().holds()).isFalse();
        assertThat(judgement.proof().required()).isZero();
        assertThat(judgement.overCommitted()).isTrue();
        assertThat(((ExactJudgement.Refuted) judgement.exact()).witness())
                .isEqualTo(
                        new Witness(
                                List.of(node(1)),
                                vm(1),
                                List.of(
                                        new Witness.Reason.TooLittle(
                                                node(2), Resource.MEMORY, 60, 50))));
    }

    @Test
    void theProofMethodIsPessimisticWhereTheExactJudgementIsNot() {
        List<Node> nodes =
                List.of(
                        new Node(node(1), Amounts.of(100, 100)),
                        new Node(node(2), Amounts.of(30, 100)),
                        new Node(node(3), Amounts.of(40, 100)));
        List<Tenant> vms =
                List.of(
                        Tenant.plain(vm(1), Demand.of(40, 1), node(1)),
                        Tenant.plain(vm(2), Demand.of(30, 1), node(1)));
        ReserveJudgement judgement =
                ReserveJudge.judge(new ClusterPicture(3, 1, nodes, vms), BUDGET);
        assertThat(judgement.proof())
                .isEqualTo(
                        new ProofEstimate(
                                false,
                                List.of(node(1)),
                                vm(1),
                                30,
                                0,
                                "MiB",
                                List.of(Resource.MEMORY)));
        assertThat(judgement.exact()).isInstanceOf(ExactJudgement.Proven.class);
        assertThat(judgement.overCommitted()).isFalse();
    }

    @Test
    void theSlotEstimateErrsInBothDirections() {
        ClusterPicture even = even(4, 1, 100, 2, 10);
        List<Tenant> oneLarge = new ArrayList<>(even.tenants());
        oneLarge.set(0, Tenant.plain(vm(1), Demand.of(60, 1), node(1)));
        ReserveJudgement alarm =
                ReserveJudge.judge(new ClusterPicture(4, 1, even.nodes(), oneLarge), BUDGET);
        assertThat(alarm.slots()).isEqualTo(new SlotEstimate(false, 60, 8, 480, 300));
        assertThat(alarm.overCommitted()).isFalse();

        ReserveJudgement missed = ReserveJudge.judge(even(4, 1, 100, 1, 60), BUDGET);
        assertThat(missed.slots()).isEqualTo(new SlotEstimate(true, 60, 4, 240, 300));
        assertThat(missed.overCommitted()).isTrue();
    }

    @Test
    void antiAffinityAndOwnersStrandAVmInAnEmptyCluster() {
        List<Node> nodes = even(3, 0, 100, 0, 1).nodes();
        List<Tenant> apart = new ArrayList<>();
        for (int n = 1; n <= 3; n++) {
            apart.add(new Tenant(vm(n), Demand.of(1, 1), node(n), true, "dc", null));
        }
        ReserveJudgement judgement =
                ReserveJudge.judge(new ClusterPicture(3, 1, nodes, apart), BUDGET);
        assertThat(((ExactJudgement.Refuted) judgement.exact()).witness().reasons())
                .allMatch(Witness.Reason.Partner.class::isInstance);

        Set<HostId> owners = Set.of(node(1), node(2));
        Tenant owned = new Tenant(vm(1), Demand.of(1, 1), node(1), true, null, owners);
        ClusterPicture one = new ClusterPicture(3, 1, nodes, List.of(owned));
        assertThat(ReserveJudge.judge(one, BUDGET).overCommitted()).isFalse();
        ReserveJudgement both = ReserveJudge.judge(one.withReserve(2), BUDGET);
        Witness witness = ((ExactJudgement.Refuted) both.exact()).witness();
        assertThat(witness.failed()).containsExactly(node(1), node(2));
        assertThat(witness.reasons()).containsExactly(new Witness.Reason.NotAdmitted(node(3)));
    }

    /** Owners that are no functioning nodes are nobody: the VM has nowhere to go. */
    @Test
    void aVmWhoseOwnersAreUnknownIsStrandedAtOnce() {
        Tenant nobodys =
                new Tenant(vm(1), Demand.of(1, 1), null, true, null, Set.of(new HostId("gone")));
        ReserveJudgement judgement =
                ReserveJudge.judge(even(3, 1, 100, 1, 10).plus(nobodys), BUDGET);
        assertThat(judgement.proof().holds()).isFalse();
        Witness witness = ((ExactJudgement.Refuted) judgement.exact()).witness();
        assertThat(witness.failed()).isEmpty();
        assertThat(witness.stranded()).isEqualTo(vm(1));
        assertThat(witness.reasons()).allMatch(Witness.Reason.NotAdmitted.class::isInstance);
    }

    /** Twelve VMs that need a node each, and eleven nodes with room for one beside much else. */
    @Test
    void whatNoAddingUpShowsIsRefutedWithoutTryingAll() {
        List<Node> nodes = new ArrayList<>();
        List<Tenant> vms = new ArrayList<>();
        for (int n = 1; n <= 12; n++) {
            nodes.add(new Node(node(n), Amounts.of(1500, 1000)));
        }
        for (int v = 1; v <= 12; v++) {
            vms.add(Tenant.plain(vm(v), Demand.of(800 + v, 1), node(1)));
        }
        for (int v = 13; v <= 24; v++) {
            vms.add(Tenant.plain(vm(v), Demand.of(5 + v, 1), node(1)));
        }
        ExactJudgement exact =
                ReserveJudge.judge(new ClusterPicture(12, 1, nodes, vms), BUDGET).exact();
        assertThat(exact).isInstanceOf(ExactJudgement.Refuted.class);
        assertThat(exact.steps()).isLessThan(100_000);
    }

    @Test
    void anEvacuatedNodeHoldsWhatItHasAndTakesNothingMore() {
        ClusterPicture tight = even(3, 1, 100, 1, 50);
        List<Node> nodes = new ArrayList<>(tight.nodes());
        assertThat(ReserveJudge.judge(tight, BUDGET).overCommitted()).isFalse();
        nodes.set(2, new Node(node(3), nodes.get(2).usable(), false));
        ClusterPicture evacuated = new ClusterPicture(3, 1, nodes, tight.tenants());
        assertThat(ReserveJudge.judge(evacuated, BUDGET).overCommitted()).isFalse();
        nodes.set(1, new Node(node(2), nodes.get(1).usable(), false));
        ClusterPicture both = new ClusterPicture(3, 1, nodes, tight.tenants());
        Witness witness =
                ((ExactJudgement.Refuted) ReserveJudge.judge(both, BUDGET).exact()).witness();
        assertThat(witness.failed()).containsExactly(node(1));
    }

    @Test
    void aVmLargerThanAnyNodeIsStrandedWithoutAnyFailure() {
        ClusterPicture cluster =
                even(4, 0, 100, 1, 10).plus(Tenant.plain(vm(1), Demand.of(101, 1), null));
        ReserveJudgement judgement = ReserveJudge.judge(cluster, BUDGET);
        Witness witness = ((ExactJudgement.Refuted) judgement.exact()).witness();
        assertThat(witness.failed()).isEmpty();
        assertThat(witness.stranded()).isEqualTo(vm(1));
        assertThat(ReserveJudge.tolerance(cluster, BUDGET).mayFail()).isEqualTo(-1);
    }

    @Test
    void aStoppedVmTakesRoomInEveryCombinationAndOneThatWaitsForItsNodeDoesNot() {
        ClusterPicture tight = even(4, 1, 100, 1, 50);
        assertThat(ReserveJudge.judge(tight, BUDGET).overCommitted()).isFalse();
        for (int more = 1; more <= 2; more++) {
            tight = tight.plus(Tenant.plain(vm(more), Demand.of(50, 1), null));
            assertThat(ReserveJudge.judge(tight, BUDGET).overCommitted()).isFalse();
        }
        ClusterPicture full = tight.plus(Tenant.plain(vm(3), Demand.of(50, 1), null));
        assertThat(ReserveJudge.judge(full, BUDGET).overCommitted()).isTrue();
        Tenant waits = new Tenant(vm(4), Demand.of(50, 1), node(1), false, null, null);
        assertThat(ReserveJudge.judge(tight.plus(waits), BUDGET).overCommitted()).isTrue();
        ClusterPicture without = tight.without(vm(2)).plus(waits);
        assertThat(ReserveJudge.judge(without, BUDGET).overCommitted()).isFalse();
    }

    @Test
    void aBudgetThatEndsIsNamedAndTheProofMethodDecides() {
        ClusterPicture cluster =
                even(9, 3, 100, 3, 24).plus(Tenant.plain(vm(1), Demand.of(10, 1), node(1)));
        SearchBudget little = new SearchBudget(1, 1, 0);
        ReserveJudgement judgement = ReserveJudge.judge(cluster, little);
        assertThat(judgement.exact()).isInstanceOf(ExactJudgement.Unknown.class);
        assertThat(((ExactJudgement.Unknown) judgement.exact()).budget()).isEqualTo(1);
        assertThat(judgement.decidedBy()).isEqualTo(ReserveJudgement.DecidedBy.PROOF);
        assertThat(judgement.overCommitted()).isEqualTo(!judgement.proof().holds());
    }

    @Test
    void howManyMayFailAndHowManyMoreFit() {
        ClusterPicture cluster = even(8, 2, 100, 3, 20);
        ReserveJudge.Tolerance tolerance = ReserveJudge.tolerance(cluster, BUDGET);
        assertThat(tolerance.mayFail()).isEqualTo(3);
        assertThat(tolerance.next()).isInstanceOf(ExactJudgement.Refuted.class);
        Tenant like = Tenant.plain(vm(1), Demand.of(20, 1), null);
        ReserveJudge.Room room = ReserveJudge.roomFor(cluster, like, 100, BUDGET);
        assertThat(room.atLeast()).isEqualTo(6);
        assertThat(room.complete()).isTrue();
        assertThat(ReserveJudge.roomFor(cluster, like, 4, BUDGET).complete()).isFalse();
    }
}
