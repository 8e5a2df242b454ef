package io.berth.placement.domain;

import static io.berth.contracts.hosts.VmAction.PAUSE;
import static io.berth.contracts.hosts.VmAction.RESUME;
import static io.berth.contracts.hosts.VmAction.SNAPSHOT;
import static io.berth.contracts.hosts.VmOperationEnded.Outcome.DONE;
import static io.berth.placement.domain.Scenario.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmMigrationEnded.Outcome;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.BlockedVms;
import io.berth.contracts.telemetry.VmPower;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.state.Input;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One thing is done with a VM at a time: it moves, or its host does something else with it. */
class BusyVmScenarioTest {
    private final Scenario scenario = Scenario.ofHosts("h1");
    private final OperationSteps steps = new OperationSteps(scenario);

    private void runningOnH1() {
        scenario.running("vm", SMALL);
        scenario.specify(Scenario.hostState("h2", MiB.ofGiB(64), HostReserve.NONE));
        scenario.ready("h2", 1).forget();
    }

    private List<String> migrations() {
        return scenario.commanded().stream().filter(c -> c.startsWith("Migrate")).toList();
    }

    @Test
    void whatStandsStillIsNotMoved() {
        runningOnH1();
        scenario.operate("c1", "vm", PAUSE).operated("c1", "vm", PAUSE, DONE, VmPower.PAUSED);
        steps.migrate("op", "vm", "h2");

        assertThat(steps.reason("op")).isEqualTo(MoveReason.STANDS_STILL);
        assertThat(steps.move("op").detail()).contains("PAUSED");
        assertThat(migrations()).isEmpty();
    }

    @Test
    void whatItsHostIsBusyWithIsNotMoved() {
        runningOnH1();
        scenario.operate("c1", "vm", SNAPSHOT);
        steps.migrate("op", "vm", "h2");

        assertThat(steps.reason("op")).isEqualTo(MoveReason.BUSY);
        assertThat(migrations()).isEmpty();
    }

    @Test
    void whatMovesIsToldToDoNothingElse() {
        runningOnH1();
        steps.migrate("op", "vm", "h2");
        scenario.forget();

        assertThat(scenario.operate("c1", "vm", PAUSE).told())
                .containsExactly("Refused PAUSE vm BUSY");
        assertThat(scenario.commanded()).isEmpty();
    }

    @Test
    void whatWasDoneBeforeIsRememberedWhenItDoesNotMoveAfterAll() {
        runningOnH1();
        Input wish = scenario.operateRequest("c1", "vm", SNAPSHOT);
        scenario.feed(wish).operated("c1", "vm", SNAPSHOT, DONE, VmPower.RUNNING);
        steps.migrate("op", "vm", "h2").ended("vm", Outcome.FAILED_BY_HYPERVISOR);
        scenario.forget().feed(wish);

        assertThat(scenario.commanded()).as("the same wish is not carried out twice").isEmpty();
    }

    @Test
    void anEvacuationLeavesWhatStandsStillUntilItGoesOn() {
        runningOnH1();
        scenario.operate("c1", "vm", PAUSE).operated("c1", "vm", PAUSE, DONE, VmPower.PAUSED);
        steps.evacuate("op", "h1", BlockedVms.QUEUE);
        assertThat(steps.move("op").state()).isEqualTo(MoveState.BLOCKED);
        assertThat(steps.reason("op")).isEqualTo(MoveReason.STANDS_STILL);

        scenario.operate("c2", "vm", RESUME).operated("c2", "vm", RESUME, DONE, VmPower.RUNNING);
        scenario.after(OperationPolicy.DEFAULT.retry());
        assertThat(migrations()).containsExactly("Migrate vm@h1/1 to h2 LIVE");
    }

    @Test
    void anEvacuationWaitsForWhatItsHostIsBusyWith() {
        runningOnH1();
        scenario.operate("c1", "vm", SNAPSHOT);
        steps.evacuate("op", "h1", BlockedVms.REFUSE);
        assertThat(steps.move("op").state()).isEqualTo(MoveState.QUEUED);

        scenario.operated("c1", "vm", SNAPSHOT, DONE, VmPower.RUNNING);
        assertThat(migrations()).containsExactly("Migrate vm@h1/1 to h2 LIVE");
    }

    @Test
    void whatIsJustBeingAdoptedStaysAndIsSaidTo() {
        scenario.unmanaged(
                "h1",
                1,
                List.of(new UnmanagedVm(new VmId("legacy"), 1, MiB.ofGiB(1), null)),
                Scenario.held("legacy", 0, VmPower.RUNNING));
        scenario.adopt("legacy", "h1", Scenario.spec(1, false, RestartPriority.MEDIUM)).forget();
        assertThat(scenario.vm("legacy").state()).isEqualTo(AssignmentState.ADOPTING);
        steps.migrate("move", "legacy", "h1");
        assertThat(steps.reason("move")).isEqualTo(MoveReason.NOT_RUNNING);
        steps.evacuate("op", "h1", BlockedVms.QUEUE);
        assertThat(steps.move("op").state()).isEqualTo(MoveState.BLOCKED);
        assertThat(steps.move("op").detail()).contains("taking it up");

        scenario.answer("h1", "legacy", 1, CommandCompleted.Outcome.REFUSED_NOT_HERE);
        assertThat(steps.move("op").state()).isEqualTo(MoveState.REFUSED);
        assertThat(steps.move("op").detail()).contains("outside of Berth");
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.FAILED);
    }
}
