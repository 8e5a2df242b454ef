package io.berth.placement.domain;

import static io.berth.placement.domain.Scenario.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.VmMigrationEnded.Outcome;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.BlockedVms;
import io.berth.contracts.placement.PatchAnswered;
import io.berth.contracts.placement.PatchStepState;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.operation.PatchRun;
import io.berth.placement.domain.operation.PatchStep;
import io.berth.placement.domain.policy.OperationPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes are emptied, patched and opened again, one after the other, with the reserve kept. */
class PatchingScenarioTest {
    private static final String[] NODES = {"h1", "h2", "h3", "h4"};

    private final Scenario scenario = Scenario.ofHosts(NODES);
    private final OperationSteps steps = new OperationSteps(scenario);
    private final PatchSteps patch = new PatchSteps(scenario, steps, 1, NODES);

    private void vms(int count, int gib) {
        for (int i = 1; i <= count; i++) {
            scenario.running("vm" + i, Scenario.spec(gib, true, RestartPriority.MEDIUM));
        }
    }

    private boolean reserveHolds() {
        return patch.reserveHolds(
                List.of(NODES).stream()
                        .map(id ->
                                new HostDescription(
                                        Scenario.hostState(id, MiB.ofGiB(64), HostReserve.NONE),
                                        null))
                        .toList());
    }

    private void patched(String host) {
        patch.arrive();
        assertThat(patch.state("op", host)).isEqualTo(PatchStepState.PATCHING);
        patch.answer("op", host, PatchAnswered.Outcome.PATCHED);
        assertThat(patch.state("op", host)).isEqualTo(PatchStepState.RETURNED);
    }

    @Test
    void oneNodeAfterTheOtherIsPatchedAndTheReserveHoldsAtEachMoment() {
        vms(12, 10);
        List<Boolean> held = new ArrayList<>();
        steps.operationWatcher(row -> held.add(reserveHolds()));
        patch.patch("op");
        List<String> order = new ArrayList<>();
        while (!patch.closed("op").isEmpty()) {
            String node = patch.closed("op");
            order.add(node);
            assertThat(reserveHolds()).as("with %s away", node).isTrue();
            patched(node);
        }
        assertThat(order).containsExactlyInAnyOrder(NODES);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.DONE);
        assertThat(held).isNotEmpty().doesNotContain(false);
        assertThat(scenario.state.vms()).allMatch(row -> row.state() == AssignmentState.RUNNING);
        assertThat(scenario.state.hostIds())
                .allMatch(host -> !scenario.hostRow(host.value()).evacuated());
        assertThat(steps.operation("op").moves()).as("kept as counts").isEmpty();
        assertThat(patch.run("op").steps().stream().mapToInt(PatchStep::moved).sum())
                .isGreaterThanOrEqualTo(12);
    }

    @Test
    void itWaitsWithFiguresWhileTheReserveWouldNotHold() {
        vms(15, 10);
        patch.patch("op");
        assertThat(patch.closed("op")).isEmpty();
        assertThat(patch.run("op").blocked())
                .contains("3 of 4 nodes function, R = 1, 15 VMs", "finds no room");
        scenario.stop("vm1")
                .answer("vm1", io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED);
        scenario.stop("vm2")
                .answer("vm2", io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED);
        scenario.stop("vm3")
                .answer("vm3", io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED);
        patch.after(OperationPolicy.DEFAULT.retry());
        assertThat(patch.closed("op")).isNotEmpty();
        assertThat(patch.run("op").blocked()).isEmpty();
    }

    @Test
    void withAReasonItGoesOnWithoutTheReserve() {
        vms(15, 10);
        patch.patch("op", 1, false, "the window closes at six");
        String node = patch.closed("op");
        assertThat(node).isNotEmpty();
        assertThat(patch.step("op", node).detail()).contains("finds no room");
        patched(node);
    }

    @Test
    void aNodeThatAVmIsOnItsWayToIsNotBegunWith() {
        vms(1, 1);
        patch.patch("op");
        String node = patch.closed("op");
        steps.cancel("op").cancel("op");
        assertThat(scenario.hostRow(node).evacuated()).isFalse();

        steps.migrate("move", "vm1", node);
        patch.patch("op2");
        assertThat(patch.closed("op2")).isEmpty();
        assertThat(patch.run("op2").blocked()).isEqualTo("VM vm1 is on its way to node " + node);
        patch.arrive();
        patch.after(OperationPolicy.DEFAULT.retry());
        assertThat(patch.closed("op2")).isEqualTo(node);
    }

    @Test
    void twoAtOnceAreAwayWhereTheReserveAllowsIt() {
        vms(6, 4);
        patch.patch("op", 2, false, null);
        assertThat(patch.closed("op").split(",")).hasSize(2);
        patch.arrive();
        assertThat(reserveHolds()).isTrue();
    }

    @Test
    void noOtherNodeIsBegunWithWhileOneIsDown() {
        vms(4, 4);
        patch.patch("op");
        String first = patch.closed("op");
        String other =
                List.of(NODES).stream().filter(n -> !n.equals(first)).findFirst().orElseThrow();
        scenario.failed(other, 1);
        for (int i = 1; i <= 4; i++) {
            if (scenario.vm("vm" + i).state() == AssignmentState.PLACED) {
                scenario.answer(
                        "vm" + i, io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED);
            }
        }
        patched(first);
        assertThat(patch.closed("op")).isEmpty();
        assertThat(patch.run("op").blocked()).contains(other + " is FAILED");
        scenario.ready(other, 2);
        patch.after(OperationPolicy.DEFAULT.retry());
        assertThat(patch.closed("op")).isNotEmpty();
    }

    @Test
    void aNodeThatDiesWhileItIsEmptiedStopsTheOperationUntilSomebodyAnswers() {
        vms(8, 4);
        patch.patch("op");
        String node = patch.closed("op");
        scenario.failed(node, 1);
        patch.turn();
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.STOPPED);
        assertThat(patch.closed("op")).isEqualTo(node);
        assertThat(patch.run("op").blocked()).contains(node, "FAILED");
        scenario.ready(node, 2);
        patch.answer("op", node, PatchAnswered.Outcome.WAIT);
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.PATCHING);
        patch.answer("op", node, PatchAnswered.Outcome.FAILED);
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.STOPPED);
        patch.answer("op", node, PatchAnswered.Outcome.SKIP);
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.SKIPPED);
        assertThat(scenario.hostRow(node).evacuated()).isFalse();
        assertThat(patch.closed("op")).as("the next").isNotEmpty();
    }

    @Test
    void aHookThatNeverComesStopsTheOperation() {
        patch.patch("op");
        String node = patch.closed("op");
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.PATCHING);
        patch.after(PatchSteps.LIMIT.minusSeconds(1));
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.PATCHING);
        patch.after(Duration.ofSeconds(1));
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.STOPPED);
        assertThat(patch.step("op", node).detail())
                .isEqualTo("no word of the patch hook within PT1H");
        assertThat(patch.closed("op")).isEqualTo(node);
        patch.answer("op", node, PatchAnswered.Outcome.PATCHED);
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.RETURNED);
        assertThat(patch.closed("op")).isNotEmpty().isNotEqualTo(node);
    }

    @Test
    void aNewLifeOfTheAgentMeansPatchedWhereThatWasAskedFor() {
        patch.patch("op", 1, true, null);
        String node = patch.closed("op");
        scenario.failed(node, 1);
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.PATCHING);
        scenario.up(node, 2);
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.PATCHING);
        scenario.ready(node, 2);
        patch.turn();
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.RETURNED);
        assertThat(patch.closed("op")).isNotEqualTo(node);
    }

    @Test
    void aPatchedNodeIsOpenedOnlyWhenItIsUpWithAGrant() {
        patch.patch("op");
        String node = patch.closed("op");
        scenario.failed(node, 1);
        patch.answer("op", node, PatchAnswered.Outcome.PATCHED);
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.VALIDATING);
        patch.after(PatchSteps.LIMIT);
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.STOPPED);
        patch.answer("op", node, PatchAnswered.Outcome.PATCHED);
        scenario.ready(node, 2);
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.RETURNED);
    }

    @Test
    void cancellingOpensWhatIsBeingEmptiedAndWaitsForTheHook() {
        vms(8, 4);
        patch.patch("op");
        String node = patch.closed("op");
        steps.cancel("op");
        assertThat(patch.state("op", node)).isEqualTo(PatchStepState.CANCELLED);
        assertThat(scenario.hostRow(node).evacuated()).isFalse();
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.CANCELLING);
        scenario.state.vms().stream()
                .filter(row -> row.state() == AssignmentState.MIGRATING)
                .map(row -> row.vm().value())
                .sorted()
                .toList()
                .forEach(vm -> steps.ended(vm, Outcome.ABORTED));
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.CANCELLED);

        patch.patch("op2");
        patch.arrive();
        String with = patch.closed("op2");
        steps.cancel("op2");
        assertThat(patch.state("op2", with)).isEqualTo(PatchStepState.PATCHING);
        assertThat(scenario.hostRow(with).evacuated()).isTrue();
        patch.answer("op2", with, PatchAnswered.Outcome.PATCHED);
        assertThat(steps.operation("op2").state()).isEqualTo(OperationState.CANCELLED);

        patch.patch("op3");
        patch.arrive();
        String again = patch.closed("op3");
        steps.cancel("op3").cancel("op3");
        assertThat(scenario.hostRow(again).evacuated()).isFalse();
        assertThat(steps.operation("op3").state()).isEqualTo(OperationState.CANCELLED);
    }

    @Test
    void aClusterIsPatchedByOneOperationAtATime() {
        patch.patch("op").patch("op2");
        assertThat(steps.operation("op2").reason()).isEqualTo(MoveReason.ALREADY_PATCHING);
        steps.cancel("op").cancel("op");
        patch.patch("op3");
        assertThat(steps.operation("op3").state()).isEqualTo(OperationState.RUNNING);
    }

    @Test
    void aNodeThatAnotherOperationEmptiesWaits() {
        vms(4, 4);
        steps.evacuate("away", "h1", BlockedVms.QUEUE);
        patch.arrive();
        scenario.state.vms().forEach(row -> assertThat(row.host()).isNotEqualTo(new HostId("h1")));
        patch.patch("op");
        assertThat(patch.run("op").blocked()).contains("another operation empties node h1");
        steps.cancel("away");
        patch.after(OperationPolicy.DEFAULT.retry());
        assertThat(patch.closed("op")).isEqualTo("h1");
    }

    @Test
    void aVmThatCannotBeMovedStopsTheOperationAndIsTriedAnewOnRequest() {
        scenario.running("vm1", SMALL);
        String host = scenario.hostOf("vm1");
        patch.patch("op");
        while (!patch.closed("op").equals(host)) {
            patched(patch.closed("op"));
        }
        for (int i = 0; i < OperationPolicy.DEFAULT.attempts(); i++) {
            steps.ended("vm1", Outcome.FAILED_TARGET_UNREACHABLE);
            patch.turn().after(OperationPolicy.DEFAULT.retry());
        }
        assertThat(patch.state("op", host)).isEqualTo(PatchStepState.STOPPED);
        assertThat(patch.step("op", host).detail()).contains("vm1", "could not be moved");
        patch.answer("op", host, PatchAnswered.Outcome.WAIT);
        assertThat(scenario.vm("vm1").state()).isEqualTo(AssignmentState.MIGRATING);
    }

    @Test
    void everyStepIsToldToThoseWhoActOnIt() {
        List<String> told = new ArrayList<>();
        OperationRow[] before = new OperationRow[1];
        steps.operationWatcher(row -> {
            PatchRun.changes(Scenario.CLUSTER, before[0], row)
                    .forEach(e -> told.add(e.host() + " " + e.state()));
            before[0] = row;
        });
        patch.patch("op");
        String node = patch.closed("op");
        patch.answer("op", node, PatchAnswered.Outcome.PATCHED);
        assertThat(told)
                .startsWith(
                        node + " DRAINING",
                        node + " PATCHING",
                        node + " VALIDATING",
                        node + " RETURNED");
    }
}
