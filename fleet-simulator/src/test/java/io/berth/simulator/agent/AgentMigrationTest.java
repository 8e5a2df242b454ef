package io.berth.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.AbortMigration;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.hosts.VmMigrationEnded.Outcome;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.simulator.agent.AgentInput.VmMoveFailed;
import io.berth.simulator.agent.AgentInput.VmStateMoved;
import io.berth.simulator.agent.AgentInput.VmStopped;
import io.berth.simulator.agent.AgentOutput.AbortMoveOnHypervisor;
import io.berth.simulator.agent.AgentOutput.MoveOnHypervisor;
import io.berth.simulator.agent.AgentOutput.Report;
import io.berth.simulator.agent.AgentOutput.SaveDisk;
import io.berth.simulator.agent.AgentOutput.StartOnHypervisor;
import io.berth.simulator.agent.AgentOutput.StopOnHypervisor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A VM leaves its host: when it is handed over for good, and when it is not. */
class AgentMigrationTest {
    private static final VmId VM = new VmId("vm");
    private static final HostId TARGET = new HostId("node-2");

    private static Bench leaving() {
        return Bench.opened(3)
                .running(600, "vm", 3, Bench.HIGHLY_AVAILABLE)
                .forget()
                .command(700, order("first", 3));
    }

    private static MigrateVm order(String command, long epoch) {
        return new MigrateVm(
                Bench.SELF,
                new CommandId(command),
                VM,
                new Epoch(epoch),
                TARGET,
                MigrationMode.LIVE,
                10_000L);
    }

    private static AbortMigration abort(String migration) {
        return new AbortMigration(
                Bench.SELF,
                new CommandId("abort-" + migration),
                VM,
                new Epoch(3),
                new CommandId(migration));
    }

    private static List<Outcome> outcomes(Bench bench) {
        return bench.did(Report.class).stream()
                .map(Report::report)
                .filter(VmMigrationEnded.class::isInstance)
                .map(report -> ((VmMigrationEnded) report).outcome())
                .toList();
    }

    private static VmObservation seen(Bench bench) {
        return bench.core.view().vms().getFirst();
    }

    @Test
    void itExecutesUntilTheHypervisorSaysThatItMoved() {
        Bench bench = leaving();
        assertThat(bench.did(MoveOnHypervisor.class))
                .singleElement()
                .matches(move -> move.target().equals(TARGET));
        assertThat(outcomes(bench)).isEmpty();
        assertThat(seen(bench).power()).isEqualTo(VmPower.RUNNING);

        bench.input(900, new VmStateMoved(VM));
        assertThat(outcomes(bench)).containsExactly(Outcome.HANDED_OVER);
        assertThat(seen(bench).power()).isEqualTo(VmPower.HANDED_OVER);
        assertThat(seen(bench).epoch().value()).isEqualTo(3);
    }

    @Test
    void disksThatGoAlongAreToldToTheHypervisor() {
        MigrateVm order =
                new MigrateVm(
                        Bench.SELF,
                        new CommandId("with-disks"),
                        VM,
                        new Epoch(3),
                        TARGET,
                        MigrationMode.LIVE,
                        1000L,
                        new MiB(204_800));
        Bench bench =
                Bench.opened(3).running(600, "vm", 3, Bench.HIGHLY_AVAILABLE).command(700, order);
        assertThat(bench.did(MoveOnHypervisor.class))
                .singleElement()
                .satisfies(move -> {
                    assertThat(move.withStorage()).isEqualTo(new MiB(204_800));
                    assertThat(move.linkMbit()).isEqualTo(1000);
                });
    }

    @Test
    void theDiskSaysThatItNeverRunsAgainBeforeItIsReported() {
        Bench bench = leaving().forget().input(900, new VmStateMoved(VM));
        List<AgentOutput> outputs = bench.did(AgentOutput.class);
        SaveDisk saved = bench.did(SaveDisk.class).getFirst();
        assertThat(saved.disk().lowestAccepted()).containsEntry(VM, new Epoch(4));
        assertThat(saved.disk().held()).doesNotContainKey(VM);
        assertThat(outputs.indexOf(saved))
                .isLessThan(outputs.indexOf(bench.did(Report.class).getFirst()));
        bench.command(1000, bench.start("vm", 3, 1, Bench.HIGHLY_AVAILABLE));
        assertThat(bench.outcomes()).containsExactly(CommandCompleted.Outcome.REFUSED_STALE_EPOCH);
    }

    @Test
    void aRepeatedOrderIsAnsweredAlikeAndCarriedOutOnce() {
        Bench bench = leaving().command(710, order("first", 3));
        bench.input(900, new VmStateMoved(VM)).command(1000, order("first", 3));
        bench.command(1010, order("second", 3));
        assertThat(bench.did(MoveOnHypervisor.class)).hasSize(1);
        assertThat(outcomes(bench))
                .containsExactly(Outcome.HANDED_OVER, Outcome.HANDED_OVER, Outcome.HANDED_OVER);
    }

    @Test
    void aMoveThatFailedLeavesItRunning() {
        Bench bench =
                leaving()
                        .input(
                                900,
                                new VmMoveFailed(VM, Outcome.FAILED_TARGET_UNREACHABLE, "silent"));
        assertThat(outcomes(bench)).containsExactly(Outcome.FAILED_TARGET_UNREACHABLE);
        assertThat(seen(bench).power()).isEqualTo(VmPower.RUNNING);
        bench.command(1000, order("second", 3));
        assertThat(bench.did(MoveOnHypervisor.class)).hasSize(2);
    }

    @Test
    void anAbortIsTheHypervisorsToAnswer() {
        Bench bench = leaving().command(800, abort("first"));
        assertThat(bench.did(AbortMoveOnHypervisor.class)).hasSize(1);
        assertThat(outcomes(bench)).isEmpty();
        bench.input(810, new VmMoveFailed(VM, Outcome.ABORTED, ""));
        assertThat(outcomes(bench)).containsExactly(Outcome.ABORTED);
    }

    @Test
    void anAbortThatComesTooLateSaysSo() {
        Bench bench = leaving().input(800, new VmStateMoved(VM)).command(810, abort("first"));
        assertThat(outcomes(bench)).containsExactly(Outcome.HANDED_OVER, Outcome.HANDED_OVER);
    }

    @Test
    void whatWasAbortedBeforeItCameIsNotBegun() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.HIGHLY_AVAILABLE).forget();
        bench.command(700, abort("first")).command(710, order("first", 3));
        assertThat(bench.did(MoveOnHypervisor.class)).isEmpty();
        assertThat(outcomes(bench)).containsExactly(Outcome.ABORTED, Outcome.ABORTED);
    }

    @Test
    void whatDoesNotRunHereAtThatEpochIsRefused() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.HIGHLY_AVAILABLE).forget();
        bench.command(700, order("low", 2)).command(710, order("high", 4));
        Bench.opened(3).command(600, order("none", 3));
        assertThat(bench.did(MoveOnHypervisor.class)).isEmpty();
        assertThat(outcomes(bench))
                .containsExactly(Outcome.REFUSED_VM_NOT_HERE, Outcome.REFUSED_VM_NOT_HERE);
    }

    @Test
    void aStopOnTheWayStopsItHere() {
        Bench bench = leaving();
        bench.command(800, bench.stop("vm", 3));
        assertThat(bench.did(StopOnHypervisor.class)).hasSize(1);
        bench.input(810, new VmStateMoved(VM));
        assertThat(outcomes(bench)).as("it is being stopped").isEmpty();
        bench.input(850, new VmStopped(VM));
        assertThat(outcomes(bench)).containsExactly(Outcome.STOPPED);
        assertThat(bench.outcomes()).containsExactly(CommandCompleted.Outcome.STOPPED);
    }

    @Test
    void aLeaseThatRunsOutOnTheWayStopsIt() {
        Bench bench = leaving().runTo(4000);
        assertThat(bench.did(StopOnHypervisor.class)).hasSize(1);
        bench.input(4050, new VmStopped(VM));
        assertThat(outcomes(bench)).containsExactly(Outcome.STOPPED);
        assertThat(bench.tables()).last().matches(table -> table.fenced());
    }

    @Test
    void whatWasHandedOverIsForgottenWhenPlacementSaysSo() {
        Bench bench = leaving().input(900, new VmStateMoved(VM));
        bench.command(1000, bench.stop("vm", 3));
        assertThat(bench.outcomes()).containsExactly(CommandCompleted.Outcome.STOPPED);
        assertThat(bench.core.view().vms()).isEmpty();
    }

    @Test
    void itMayComeBackAtAHigherEpoch() {
        Bench bench = leaving().input(900, new VmStateMoved(VM)).forget();
        bench.command(1000, bench.start("vm", 4, 1, Bench.HIGHLY_AVAILABLE));
        assertThat(bench.did(StartOnHypervisor.class))
                .singleElement()
                .matches(start -> start.stateFrom() == null);
        assertThat(seen(bench).epoch().value()).isEqualTo(4);
    }

    @Test
    void aTargetIsToldWhereTheStateCameFrom() {
        Bench bench = Bench.opened(3);
        bench.command(
                600,
                new StartVm(
                        Bench.SELF,
                        new CommandId("resume"),
                        new Tenure(1),
                        VM,
                        new Epoch(4),
                        Bench.HIGHLY_AVAILABLE,
                        TARGET));
        assertThat(bench.did(StartOnHypervisor.class))
                .singleElement()
                .matches(start -> TARGET.equals(start.stateFrom()));
    }
}
