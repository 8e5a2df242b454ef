package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.REFUSED_BY_HYPERVISOR;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED;
import static io.berth.placement.domain.Scenario.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.VmMigrationEnded.Outcome;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.telemetry.VmPower;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.vm.Resource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One VM goes from h1 to h2; whatever can go wrong on the way does. */
class MigrationScenarioTest {
    private static final VmSpec ORDINARY = Scenario.spec(1, false, RestartPriority.MEDIUM);

    private final Scenario scenario = Scenario.ofHosts("h1");
    private final OperationSteps steps = new OperationSteps(scenario);

    /** A VM runs on h1, and h2 is empty. */
    private void runningOnH1(VmSpec spec) {
        scenario.running("vm", spec);
        scenario.specify(Scenario.hostState("h2", MiB.ofGiB(64), HostReserve.NONE));
        scenario.ready("h2", 1).forget();
    }

    private void migrating() {
        runningOnH1(SMALL);
        steps.migrate("op", "vm", "h2");
        scenario.forget();
    }

    private long memoryOn(String host) {
        return scenario.state.ledger().allocated(Resource.MEMORY, new HostId(host));
    }

    @Test
    void goesOverByTheWordOfItsHost() {
        runningOnH1(SMALL);
        steps.migrate("op", "vm", "h2");
        assertThat(scenario.commanded()).containsExactly("Migrate vm@h1/1 to h2 LIVE");
        assertThat(scenario.told()).containsExactly("Migrating vm@h1/1 to h2 LIVE");
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.MIGRATING);
        assertThat(scenario.hostOf("vm")).isEqualTo("h1");
        assertThat(memoryOn("h1")).isEqualTo(1024);
        assertThat(memoryOn("h2")).as("room is kept").isEqualTo(1024);

        steps.ended("vm", Outcome.HANDED_OVER);
        assertThat(scenario.commanded()).containsExactly("Resume vm@h2/2");
        assertThat(scenario.told()).containsExactly("Placed vm@h2/2 MIGRATED");
        assertThat(memoryOn("h1")).isZero();
        assertThat(memoryOn("h2")).isEqualTo(1024);
        assertThat(steps.move("op").state()).isEqualTo(MoveState.RESUMING);

        scenario.answer("vm", STARTED);
        assertThat(scenario.told()).containsExactly("Confirmed vm@h2/2");
        assertThat(scenario.commanded())
                .as("the source may forget it")
                .containsExactly("Stop vm@h1/1 STALE_EPOCH");
        assertThat(steps.move("op").state()).isEqualTo(MoveState.DONE);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.DONE);
    }

    @Test
    void withoutTargetTheBestOtherHostIsTaken() {
        runningOnH1(SMALL);
        steps.migrate("op", "vm", null);
        assertThat(scenario.commanded()).containsExactly("Migrate vm@h1/1 to h2 LIVE");
    }

    @Test
    void theHandOverIsTakenFromTheTableWhenItsReportWasLost() {
        migrating();
        scenario.table(
                "h1", 1, 1, Trigger.RECONNECTED, Scenario.held("vm", 1, VmPower.HANDED_OVER));
        assertThat(scenario.commanded())
                .containsExactly("Resume vm@h2/2", "Stop vm@h1/1 STALE_EPOCH");
        steps.ended("h1", "vm", 1, steps.command("op"), Outcome.HANDED_OVER);
        assertThat(scenario.commanded())
                .as("the late report says nothing new")
                .containsExactly("Stop vm@h1/1 STALE_EPOCH");
        assertThat(scenario.vm("vm").epoch().value()).isEqualTo(2);
    }

    @Test
    void anOrderWithoutAnswerIsRepeatedAsTheSame() {
        migrating();
        String first = steps.command("op");
        scenario.after(OperationPolicy.DEFAULT.repeat());
        assertThat(scenario.commanded()).containsExactly("Migrate vm@h1/1 to h2 LIVE");
        assertThat(steps.command("op")).isEqualTo(first);
    }

    @Test
    void aFailureLeavesItWhereItIs() {
        migrating();
        steps.ended("vm", Outcome.FAILED_TARGET_UNREACHABLE);
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.RUNNING);
        assertThat(scenario.vm("vm").epoch().value()).isEqualTo(1);
        assertThat(memoryOn("h2")).isZero();
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.FAILED);
        assertThat(steps.move("op").reason()).isEqualTo(MoveReason.SOURCE_REPORTED_FAILURE);
    }

    @Test
    void aSourceThatFencesItselfOnTheWayLosesIt() {
        migrating();
        steps.ended("vm", Outcome.STOPPED);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.FAILED);
        scenario.table("h1", 1, 1, Trigger.FENCED_ITSELF, Scenario.held("vm", 1, VmPower.STOPPED));
        assertThat(scenario.told())
                .containsExactly(
                        "Lost vm@h1/1 HOST_FENCED_ITSELF", "Placed vm@h2/2 HOST_FENCED_ITSELF");
    }

    @Test
    void theAnswerToAnEarlierOrderSaysNothingOfTheNext() {
        migrating();
        String first = steps.command("op");
        steps.ended("vm", Outcome.FAILED_BY_HYPERVISOR);
        steps.migrate("op2", "vm", "h2");
        steps.ended("h1", "vm", 1, first, Outcome.FAILED_BY_HYPERVISOR);
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.MIGRATING);
    }

    @Test
    void aTargetThatDiesBeforeTheHandOverLeavesTheSourceToGoOn() {
        migrating();
        scenario.failed("h2", 1);
        assertThat(scenario.commanded()).containsExactly("Abort vm@h1/1");
        assertThat(steps.move("op").state()).isEqualTo(MoveState.ABORTING);
        scenario.after(OperationPolicy.DEFAULT.repeat());
        assertThat(scenario.commanded()).as("asked again").containsExactly("Abort vm@h1/1");

        steps.ended("vm", Outcome.ABORTED);
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.RUNNING);
        assertThat(scenario.vm("vm").epoch().value()).isEqualTo(1);
        assertThat(steps.move("op").reason()).isEqualTo(MoveReason.TARGET_LOST);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.FAILED);
    }

    @Test
    void aHandOverThatCameBeforeTheAbortBootsAnewElsewhere() {
        migrating();
        scenario.failed("h2", 1).forget();
        steps.ended("vm", Outcome.HANDED_OVER);
        assertThat(scenario.told()).containsExactly("Placed vm@h1/2 MIGRATION_FAILED");
        assertThat(scenario.commanded()).containsExactly("Start vm@h1/2");
        scenario.answer("vm", STARTED);
        assertThat(steps.move("op").state()).isEqualTo(MoveState.BOOTED_ANEW);
    }

    @Test
    void aTargetThatRebootsHasLostWhatWasBroughtThere() {
        migrating();
        scenario.ready("h2", 2);
        assertThat(scenario.commanded()).contains("Abort vm@h1/1");
        steps.ended("vm", Outcome.HANDED_OVER);
        assertThat(scenario.commanded()).noneMatch(command -> command.startsWith("Resume"));
    }

    @Test
    void aSourceThatDiesLosesItAsAnyHostDoes() {
        migrating();
        scenario.failed("h1", 1);
        assertThat(scenario.told())
                .containsExactly("Lost vm@h1/1 HOST_FAILED", "Placed vm@h2/2 HOST_FAILED");
        assertThat(scenario.commanded()).containsExactly("Start vm@h2/2");
        assertThat(memoryOn("h2")).as("room is held once").isEqualTo(1024);
        assertThat(steps.move("op").reason()).isEqualTo(MoveReason.SOURCE_LOST);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.FAILED);
    }

    @Test
    void anOrdinaryVmOfADeadSourceWaitsForItUnlessItWasHandedOver() {
        runningOnH1(ORDINARY);
        steps.migrate("op", "vm", "h2");
        String command = steps.command("op");
        scenario.failed("h1", 1, FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG).forget();
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.WAITING_FOR_HOST);
        assertThat(memoryOn("h2")).isZero();

        steps.ended("h1", "vm", 1, command, Outcome.HANDED_OVER);
        assertThat(scenario.told()).containsExactly("Placed vm@h2/2 MIGRATION_FAILED");
    }

    @Test
    void aTargetThatRefusesIsLeftOut() {
        migrating();
        steps.ended("vm", Outcome.HANDED_OVER);
        scenario.forget().answer("vm", REFUSED_BY_HYPERVISOR);
        assertThat(scenario.told()).containsExactly("Placed vm@h1/3 START_REFUSED");
        assertThat(scenario.commanded())
                .containsExactly("Stop vm@h2/2 STALE_EPOCH", "Start vm@h1/3");
        scenario.answer("vm", STARTED);
        assertThat(steps.move("op").state()).isEqualTo(MoveState.BOOTED_ANEW);
        assertThat(steps.move("op").detail()).contains("booted anew");
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.DONE);
    }

    @Test
    void aTargetThatSaysNothingMustFirstGiveItUp() {
        migrating();
        steps.ended("vm", Outcome.HANDED_OVER);
        scenario.forget().after(PlacementPolicy.DEFAULT.startDeadline());
        assertThat(scenario.commanded()).containsExactly("Stop vm@h2/2 START_TIMED_OUT");
        scenario.answer("vm", STOPPED);
        assertThat(scenario.told()).containsExactly("Placed vm@h1/3 START_TIMED_OUT");
    }

    @Test
    void aStopOnTheWayStopsIt() {
        migrating();
        scenario.stop("vm");
        assertThat(scenario.commanded()).containsExactly("Stop vm@h1/1 REQUESTED");
        assertThat(memoryOn("h2")).isZero();
        assertThat(steps.move("op").reason()).isEqualTo(MoveReason.VM_STOPPED);
        steps.ended("h1", "vm", 1, steps.command("op"), Outcome.HANDED_OVER);
        assertThat(scenario.told())
                .as("whoever has handed it over does not run it")
                .containsExactly("Stopped vm/1");
    }

    @Test
    void cancellingLeavesItWhereItIs() {
        migrating();
        steps.cancel("op");
        assertThat(scenario.commanded()).containsExactly("Abort vm@h1/1");
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.CANCELLING);
        steps.ended("vm", Outcome.ABORTED);
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.RUNNING);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.CANCELLED);
    }

    @Test
    void whatTakesTooLongIsBrokenOff() {
        migrating();
        scenario.after(OperationPolicy.DEFAULT.limit());
        assertThat(scenario.commanded()).containsExactly("Abort vm@h1/1");
        assertThat(steps.move("op").reason()).isEqualTo(MoveReason.TIMED_OUT);
    }

    @Test
    void theSameRequestTwiceIsOneOperation() {
        migrating();
        steps.migrate("op", "vm", "h2");
        assertThat(scenario.commanded()).isEmpty();
    }

    @Test
    void refusalsAreTypedAndChangeNothing() {
        runningOnH1(SMALL);
        steps.migrate("there", "vm", "h1");
        assertThat(steps.move("there").reason()).isEqualTo(MoveReason.ALREADY_THERE);
        steps.migrate("unknown", "nobody", "h2");
        assertThat(steps.move("unknown").reason()).isEqualTo(MoveReason.UNKNOWN_VM);
        steps.migrate("elsewhere", "vm", "h9");
        assertThat(steps.move("elsewhere").reason()).isEqualTo(MoveReason.UNKNOWN_HOST);
        steps.migrate("first", "vm", "h2");
        steps.migrate("second", "vm", "h2");
        assertThat(steps.move("second").reason()).isEqualTo(MoveReason.ALREADY_MOVING);
        scenario.request("new", SMALL);
        steps.migrate("starting", "new", "h2");
        assertThat(steps.move("starting").reason()).isEqualTo(MoveReason.NOT_RUNNING);
        assertThat(scenario.commanded()).hasSize(2);
    }

    @Test
    void everythingThatKeepsItFromBeingPlacedThereKeepsItFromMovingThere() {
        scenario.running("vm", Scenario.apart("pair"));
        scenario.specify(Scenario.hostState("h2", MiB.ofGiB(64), HostReserve.NONE));
        scenario.ready("h2", 1).running("partner", Scenario.apart("pair")).forget();

        steps.migrate("op", "vm", "h2");
        assertThat(steps.move("op").reason()).isEqualTo(MoveReason.TARGET_REFUSED);
        assertThat(steps.move("op").refused())
                .singleElement()
                .satisfies(host ->
                        assertThat(host.refusals())
                                .extracting(Refusal::code)
                                .containsExactly("anti-affinity"));
        assertThat(scenario.commanded()).isEmpty();
    }

    @Test
    void roomThatIsKeptIsGivenToNobodyElse() {
        VmSpec half = Scenario.spec(40, true, RestartPriority.MEDIUM);
        runningOnH1(half);
        steps.migrate("op", "vm", "h2");
        scenario.request("other", half);
        assertThat(scenario.vm("other").state()).isEqualTo(AssignmentState.UNPLACEABLE);
        steps.ended("vm", Outcome.HANDED_OVER);
        scenario.answer("vm", STARTED).answer("h1", "vm", 1, STOPPED);
        scenario.after(Duration.ofSeconds(1)).request("other", half);
        assertThat(scenario.hostOf("other")).isEqualTo("h1");
    }
}
