package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.hosts.VmMigrationEnded.Outcome;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.optimise.Optimisation;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.OptimiseMode;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.policy.PlacementPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rounds that spread the load, from the request or by themselves to the last VM. */
class OptimisationScenarioTest {
    private static final VmSpec LARGE =
            new VmSpec(2, 50, MiB.ofGiB(8), true, RestartPriority.MEDIUM, null);

    private final Scenario scenario = Scenario.under(PlacementPolicy.DEFAULT);
    private final OperationSteps steps = new OperationSteps(scenario);

    private void host(String id, OptimiseMode mode) {
        scenario.describe(described(id, mode));
        scenario.ready(id, 1);
    }

    private static HostDescription described(String id, OptimiseMode mode) {
        GroupPolicy group =
                new GroupPolicy(
                        Goal.LOAD_BALANCE,
                        GroupPolicy.Weights.EQUAL,
                        new OptimisePolicy(mode, OptimisePolicy.LEAST_INTERVAL, 3, true));
        return new HostDescription(
                Scenario.hostState(id, MiB.ofGiB(64), HostReserve.NONE), null, null, group, false);
    }

    /** So many VMs on the first host, and the second one empty. */
    private void uneven(int vms, OptimiseMode mode) {
        host("h1", mode);
        IntStream.rangeClosed(1, vms).forEach(i -> scenario.running("vm" + i, LARGE));
        host("h2", mode);
        scenario.forget();
    }

    private List<String> migrations() {
        return scenario.commanded().stream().filter(c -> c.startsWith("Migrate")).toList();
    }

    private void arrives(String vm) {
        steps.ended(vm, Outcome.HANDED_OVER);
        scenario.answer(vm, STARTED);
    }

    @Test
    void aRoundMovesTwoAtATimeToOneHostAndEnds() {
        uneven(6, OptimiseMode.MANUAL);
        steps.optimise("op");
        assertThat(migrations())
                .containsExactly("Migrate vm1@h1/1 to h2 LIVE", "Migrate vm2@h1/1 to h2 LIVE");
        assertThat(steps.operation("op").moves()).hasSize(3);
        arrives("vm1");
        assertThat(migrations()).containsExactly("Migrate vm3@h1/1 to h2 LIVE");
        arrives("vm2");
        arrives("vm3");
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.DONE);
        assertThat(steps.operation("op").moves())
                .allMatch(move -> move.state() == MoveState.DONE)
                .allMatch(move -> Objects.requireNonNull(move.gain()).gain() > 0);
    }

    @Test
    void whatGainsNoMoreWhenItsTurnComesStays() {
        uneven(6, OptimiseMode.MANUAL);
        steps.optimise("op");
        scenario.stop("vm4").stop("vm5");
        scenario.answer("h1", "vm4", 1, io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED);
        scenario.answer("h1", "vm5", 1, io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED);
        arrives("vm1");
        Move third = steps.move("op", "vm3");
        assertThat(third.state()).isEqualTo(MoveState.REFUSED);
        assertThat(third.reason()).isEqualTo(MoveReason.NO_GAIN);
        assertThat(third.detail()).contains("0.015");
        arrives("vm2");
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.DONE);
    }

    @Test
    void cancellingLeavesWhatHasNotBegunAndBreaksOffTheRest() {
        uneven(6, OptimiseMode.MANUAL);
        steps.optimise("op");
        steps.cancel("op");
        assertThat(scenario.commanded()).contains("Abort vm1@h1/1", "Abort vm2@h1/1");
        assertThat(steps.move("op", "vm3").state()).isEqualTo(MoveState.CANCELLED);
        steps.ended("vm1", Outcome.ABORTED);
        arrives("vm2");
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.CANCELLED);
        steps.cancel("op");
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.CANCELLED);
        steps.optimise("next");
        assertThat(leftOut("next"))
                .as("what has moved all the same cools down")
                .anyMatch(left -> left.startsWith("vm2 it was moved not long ago"));
    }

    private List<String> leftOut(String operation) {
        return Objects.requireNonNull(steps.operation(operation).spread()).leftOut().stream()
                .map(left -> left.vm() + " " + left.why())
                .toList();
    }

    @Test
    void aFailedMoveFailsTheRoundAndIsNotRepeated() {
        uneven(2, OptimiseMode.MANUAL);
        steps.optimise("op");
        steps.ended("vm1", Outcome.FAILED_BY_HYPERVISOR);
        assertThat(steps.move("op").state()).isEqualTo(MoveState.FAILED);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.FAILED);
        assertThat(scenario.hostOf("vm1")).isEqualTo("h1");
    }

    @Test
    void oneRoundAtATime() {
        uneven(6, OptimiseMode.MANUAL);
        steps.optimise("op").optimise("op2");
        assertThat(steps.operation("op2").reason()).isEqualTo(MoveReason.ALREADY_OPTIMISING);
        steps.optimise("op");
        assertThat(steps.operation("op").moves()).as("what comes twice is one").hasSize(3);
    }

    @Test
    void aBusyVmStays() {
        uneven(2, OptimiseMode.MANUAL);
        scenario.operate("snap", "vm1", VmAction.SNAPSHOT);
        steps.optimise("op");
        assertThat(steps.move("op").vm().value()).isEqualTo("vm2");
        assertThat(leftOut("op")).containsExactly("vm1 SNAPSHOT is under way");
    }

    @Test
    void itBeginsByItselfWhenTheIntervalHasPassed() {
        uneven(2, OptimiseMode.AUTOMATIC);
        scenario.after(Duration.ofSeconds(1));
        assertThat(migrations()).as("the first round").hasSize(1);
        assertThat(steps.newest().requestedBy()).isEqualTo(Optimisation.ITSELF);
        arrives("vm1");
        assertThat(steps.newest().state()).isEqualTo(OperationState.DONE);

        IntStream.rangeClosed(3, 4).forEach(i -> scenario.running("vm" + i, LARGE));
        scenario.specify(Scenario.hostState("h9", MiB.ofGiB(64), HostReserve.NONE));
        scenario.describe(described("h9", OptimiseMode.AUTOMATIC));
        scenario.ready("h9", 1).forget();
        scenario.after(Duration.ofMinutes(9));
        assertThat(migrations()).as("not before its time").isEmpty();
        scenario.after(Duration.ofMinutes(1));
        assertThat(migrations()).hasSize(1).allMatch(order -> order.contains(" to h9 "));
    }

    @Test
    void roundsThatFindNothingAreOneRow() {
        uneven(0, OptimiseMode.AUTOMATIC);
        scenario.after(Duration.ofSeconds(1));
        OperationRow first = steps.newest();
        assertThat(first.state()).isEqualTo(OperationState.DONE);
        scenario.after(Duration.ofMinutes(5));
        assertThat(steps.newest()).isEqualTo(first);
        scenario.after(Duration.ofMinutes(6));
        assertThat(steps.newest().id()).isEqualTo(first.id());
        assertThat(steps.newest().requestedAt()).isAfter(first.requestedAt());
        assertThat(scenario.state.operations()).hasSize(1);
    }

    @Test
    void whatIsNotNeededAnyMoreIsForgotten() {
        uneven(2, OptimiseMode.MANUAL);
        steps.optimise("op");
        arrives("vm1");
        assertThat(scenario.state.operations()).hasSize(1);
        scenario.after(Duration.ofMinutes(59));
        assertThat(scenario.state.operations()).as("vm1 cools down").hasSize(1);
        scenario.after(Duration.ofMinutes(2));
        assertThat(scenario.state.operations()).isEmpty();
        assertThat(scenario.state.operationsDue(scenario.moment().now())).isFalse();
    }

    @Test
    void theReserveOfTheClusterDoesNotSuffer() {
        ClusterState cluster =
                new ClusterState(
                        new ClusterId("cluster-1"),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        List.of(new HostId("h1"), new HostId("h2")),
                        1,
                        1);
        VmSpec fixed = new VmSpec(1, 50, MiB.ofGiB(20), false, RestartPriority.LOW, null);
        VmSpec movable = new VmSpec(1, 50, MiB.ofGiB(44), true, RestartPriority.LOW, null);
        HostDescription small =
                new HostDescription(
                        Scenario.hostState("h2", MiB.ofGiB(48), HostReserve.NONE),
                        null,
                        null,
                        GroupPolicy.DEFAULT,
                        false);
        scenario.describe(described("h1", OptimiseMode.MANUAL).in(cluster));
        scenario.ready("h1", 1);
        scenario.running("fixed", fixed).running("movable", movable);
        scenario.describe(small.in(cluster));
        scenario.ready("h2", 1);
        steps.optimise("op");
        assertThat(steps.operation("op").moves())
                .as("with the fixed one on h2, the movable one would find no room when h1 fails")
                .extracting(move -> move.vm().value())
                .containsExactly("movable");
    }
}
