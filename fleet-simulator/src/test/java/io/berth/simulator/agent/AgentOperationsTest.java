package io.berth.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.StopReason;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmPower;
import io.berth.simulator.agent.AgentInput.VmOperationRefused;
import io.berth.simulator.agent.AgentInput.VmStarted;
import io.berth.simulator.agent.AgentInput.VmStopped;
import io.berth.simulator.agent.AgentOutput.OperateOnHypervisor;
import io.berth.simulator.agent.AgentOutput.SaveDisk;
import io.berth.simulator.agent.AgentOutput.StartOnHypervisor;
import io.berth.simulator.agent.AgentOutput.StopOnHypervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done with VMs that stay where they are: by epoch, tenure, lease and state. */
class AgentOperationsTest {
    private static final VmId VM = new VmId("vm");

    @Test
    void answersWhenTheHypervisorIsDone() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.HIGHLY_AVAILABLE).forget();
        OperateVm pause = bench.operate("vm", 3, 1, VmAction.PAUSE);

        bench.command(700, pause);
        assertThat(bench.did(OperateOnHypervisor.class)).hasSize(1);
        assertThat(bench.ends()).isEmpty();
        bench.input(720, Bench.done(pause));
        assertThat(bench.ends()).containsExactly("DONE PAUSED");
        assertThat(power(bench)).isEqualTo(VmPower.PAUSED);

        bench.forget().command(730, pause);
        assertThat(bench.ends()).as("alike").containsExactly("DONE PAUSED");
        assertThat(bench.did(OperateOnHypervisor.class)).as("and not again").isEmpty();
    }

    @Test
    void aHungGuestIsSeenAndAnswersAgainAfterAReset() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.HIGHLY_AVAILABLE).forget();
        assertThat(heartbeat(bench)).isEqualTo(IntegrationHeartbeat.OK);
        bench.input(650, new AgentInput.GuestHung(new VmId("vm")));
        assertThat(heartbeat(bench)).isEqualTo(IntegrationHeartbeat.LOST_COMMUNICATION);

        OperateVm reset = bench.operate("vm", 3, 1, VmAction.RESET);
        bench.command(700, reset).input(800, Bench.done(reset));
        assertThat(bench.ends()).containsExactly("DONE RUNNING");
        assertThat(heartbeat(bench)).isEqualTo(IntegrationHeartbeat.OK);
    }

    private static IntegrationHeartbeat heartbeat(Bench bench) {
        return bench.core.view().vms().getFirst().heartbeat();
    }

    @ParameterizedTest
    @CsvSource({
        "PAUSE,           DONE PAUSED,  REFUSED_WRONG_STATE PAUSED, REFUSED_WRONG_STATE SAVED",
        "RESUME,          REFUSED_WRONG_STATE RUNNING, DONE RUNNING, REFUSED_WRONG_STATE SAVED",
        "SAVE,            DONE SAVED,   DONE SAVED,   REFUSED_WRONG_STATE SAVED",
        "RESTORE,         REFUSED_WRONG_STATE RUNNING, REFUSED_WRONG_STATE PAUSED, DONE RUNNING",
        "RESET,           DONE RUNNING, REFUSED_WRONG_STATE PAUSED, REFUSED_WRONG_STATE SAVED",
        "SNAPSHOT,        DONE RUNNING, DONE PAUSED,  DONE SAVED",
        "REVERT,          DONE RUNNING, DONE RUNNING, DONE RUNNING",
        "DELETE_SNAPSHOT, DONE RUNNING, DONE PAUSED,  DONE SAVED"
    })
    void whatIsPossibleFollowsFromTheState(
            VmAction action, String running, String paused, String saved) {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY).forget();
        assertThat(bench.operated(700, "vm", 3, action).ends()).containsExactly(running);

        bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY);
        bench.operated(700, "vm", 3, VmAction.PAUSE).forget();
        assertThat(bench.operated(800, "vm", 3, action).ends()).containsExactly(paused);

        bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY);
        bench.operated(700, "vm", 3, VmAction.SAVE).forget();
        assertThat(bench.operated(800, "vm", 3, action).ends()).containsExactly(saved);
    }

    @Test
    void onlyTheEpochThatIsHeldIsOperatedOn() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY).forget();
        bench.command(700, bench.operate("vm", 2, 1, VmAction.PAUSE));
        bench.command(710, bench.operate("vm", 4, 1, VmAction.PAUSE));
        bench.command(720, bench.operate("other", 1, 1, VmAction.PAUSE));
        assertThat(bench.ends())
                .containsExactly("REFUSED_STALE_EPOCH", "REFUSED_NOT_HERE", "REFUSED_NOT_HERE");

        bench.forget().command(730, bench.stop("vm", 3)).input(760, new VmStopped(VM));
        bench.command(770, bench.operate("vm", 3, 1, VmAction.RESUME));
        assertThat(bench.ends()).as("once it was stopped").containsExactly("REFUSED_STALE_EPOCH");
    }

    @Test
    void itTakesTheTenureThatIsHeldAndForHighlyAvailableOnesALease() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.HIGHLY_AVAILABLE).forget();
        bench.command(700, bench.operate("vm", 3, 2, VmAction.PAUSE));
        assertThat(bench.ends()).containsExactly("REFUSED_WRONG_TENURE RUNNING");

        bench.forget().runTo(4100).input(4150, new VmStopped(VM));
        bench.command(4200, bench.operate("vm", 3, 1, VmAction.RESUME));
        assertThat(bench.ends()).containsExactly("REFUSED_FENCED STOPPED");
    }

    @Test
    void oneOperationAtATime() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY).forget();
        bench.command(700, bench.operate("vm", 3, 1, VmAction.SNAPSHOT));
        bench.command(710, bench.operate("vm", 3, 1, VmAction.PAUSE));
        assertThat(bench.ends()).containsExactly("REFUSED_BUSY RUNNING");
    }

    @Test
    void whatTheHypervisorCannotDoLeavesTheVmAsItWas() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY);
        bench.operated(700, "vm", 3, VmAction.SAVE).forget();
        OperateVm restore = bench.operate("vm", 3, 1, VmAction.RESTORE);

        bench.command(800, restore)
                .input(820, new VmOperationRefused(VM, restore.command(), "no memory"));

        assertThat(bench.ends()).containsExactly("REFUSED_BY_HYPERVISOR SAVED");
        assertThat(bench.operations().getFirst().detail()).isEqualTo("no memory");
    }

    @Test
    void aStopInterruptsWhatIsUnderWayAndIsNotDeceivedByItsEnd() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY).forget();
        OperateVm save = bench.operate("vm", 3, 1, VmAction.SAVE);
        bench.command(700, save).command(710, bench.stop("vm", 3));
        assertThat(bench.ends()).containsExactly("INTERRUPTED RUNNING");

        bench.input(720, Bench.done(save)).input(750, new VmStopped(VM));
        assertThat(bench.ends()).hasSize(1);
        assertThat(bench.outcomes()).containsExactly(Outcome.STOPPED);
        assertThat(bench.core.view().vms()).isEmpty();
    }

    @Test
    void fencingTurnsOffWhatIsPausedAndGivesUpWhatIsSaved() {
        for (VmAction action : new VmAction[] {VmAction.PAUSE, VmAction.SAVE}) {
            Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.HIGHLY_AVAILABLE);
            bench.operated(700, "vm", 3, action).forget();

            bench.runTo(4100);
            assertThat(bench.did(StopOnHypervisor.class))
                    .containsExactly(new StopOnHypervisor(VM, StopWay.TURN_OFF));
            assertThat(bench.tables()).as("not before it is off").isEmpty();
            bench.input(4150, new VmStopped(VM));
            assertThat(power(bench)).isEqualTo(VmPower.STOPPED);
            assertThat(bench.tables()).isNotEmpty();
        }
    }

    @Test
    void fencingDoesNotWaitForAGuestToShutDown() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.HIGHLY_AVAILABLE).forget();
        bench.command(3900, stop("slow", StopWay.SHUT_DOWN)).runTo(4100);

        assertThat(bench.did(StopOnHypervisor.class))
                .extracting(StopOnHypervisor::way)
                .containsExactly(StopWay.SHUT_DOWN, StopWay.TURN_OFF);
    }

    @Test
    void turningOffHastensAShutdown() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY).forget();
        bench.command(700, stop("slow", StopWay.SHUT_DOWN));
        bench.command(710, stop("fast", StopWay.TURN_OFF)).input(730, new VmStopped(VM));

        assertThat(bench.did(StopOnHypervisor.class))
                .extracting(StopOnHypervisor::way)
                .containsExactly(StopWay.SHUT_DOWN, StopWay.TURN_OFF);
        assertThat(bench.outcomes()).containsExactly(Outcome.STOPPED, Outcome.STOPPED);
    }

    @Test
    void whatIsPausedCannotShutDown() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY);
        bench.operated(700, "vm", 3, VmAction.PAUSE).forget();

        bench.command(800, stop("stop", StopWay.SHUT_DOWN));

        assertThat(bench.did(StopOnHypervisor.class))
                .containsExactly(new StopOnHypervisor(VM, StopWay.TURN_OFF));
    }

    @Test
    void whatIsSavedOutlivesTheHostUnlessItIsHighlyAvailable() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY);
        bench.operated(700, "vm", 3, VmAction.SAVE);
        assertThat(bench.did(SaveDisk.class).getLast().disk().saved()).containsExactly(VM);
        Bench again = new Bench(3, true, bench.core.disk().nextLife());
        assertThat(power(again)).isEqualTo(VmPower.SAVED);

        bench = Bench.opened(3).running(600, "vm", 3, Bench.HIGHLY_AVAILABLE);
        bench.operated(700, "vm", 3, VmAction.SAVE);
        again = new Bench(3, true, bench.core.disk().nextLife());
        assertThat(power(again)).isEqualTo(VmPower.STOPPED);
    }

    @Test
    void whatIsPausedDoesNotOutliveTheHost() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY);
        bench.operated(700, "vm", 3, VmAction.PAUSE);

        assertThat(power(new Bench(3, true, bench.core.disk().nextLife())))
                .isEqualTo(VmPower.STOPPED);
    }

    @Test
    void aStartAtAHigherEpochBootsAPausedVmAnew() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY);
        bench.operated(700, "vm", 3, VmAction.PAUSE).forget();

        bench.command(800, bench.start("vm", 4, 1, Bench.ORDINARY));
        assertThat(bench.did(StopOnHypervisor.class)).hasSize(1);
        assertThat(bench.did(StartOnHypervisor.class)).isEmpty();
        bench.input(830, new VmStopped(VM)).input(900, new VmStarted(VM));

        assertThat(bench.did(StartOnHypervisor.class)).hasSize(1);
        assertThat(bench.outcomes()).containsExactly(Outcome.STARTED);
        assertThat(bench.core.view().vms())
                .singleElement()
                .matches(vm -> vm.power() == VmPower.RUNNING && vm.epoch().value() == 4);
    }

    @Test
    void aStartAtItsOwnEpochLeavesASavedVmSaved() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY);
        bench.operated(700, "vm", 3, VmAction.SAVE).forget();

        bench.command(800, bench.start("vm", 3, 1, Bench.ORDINARY));

        assertThat(bench.outcomes()).containsExactly(Outcome.STARTED);
        assertThat(power(bench)).isEqualTo(VmPower.SAVED);
    }

    private static StopVm stop(String command, StopWay way) {
        return new StopVm(
                Bench.SELF, new CommandId(command), VM, new Epoch(3), StopReason.REQUESTED, way);
    }

    private static VmPower power(Bench bench) {
        assertThat(bench.core.view().vms()).hasSize(1);
        return bench.core.view().vms().getFirst().power();
    }
}
