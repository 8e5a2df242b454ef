package io.berth.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.AdoptVm;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.ReportVms;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.VmPower;
import io.berth.simulator.agent.AgentInput.VmStartRefused;
import io.berth.simulator.agent.AgentInput.VmStarted;
import io.berth.simulator.agent.AgentInput.VmStopped;
import io.berth.simulator.agent.AgentOutput.SaveDisk;
import io.berth.simulator.agent.AgentOutput.StartOnHypervisor;
import io.berth.simulator.agent.AgentOutput.StopOnHypervisor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starts and stops: epochs, tenures, fencing, repetition and what survives a reboot. */
class AgentGuestsTest {
    private static final VmId VM = new VmId("vm");

    @Test
    void startsAndAnswersWhenTheHypervisorRunsIt() {
        Bench bench = Bench.opened(3);
        bench.command(600, bench.start("vm", 3, 1, Bench.HIGHLY_AVAILABLE));
        assertThat(bench.did(StartOnHypervisor.class)).hasSize(1);
        assertThat(bench.outcomes()).as("not before it runs").isEmpty();
        bench.input(700, new VmStarted(VM));
        assertThat(bench.outcomes()).containsExactly(Outcome.STARTED);
        assertThat(bench.core.view().vms())
                .singleElement()
                .matches(vm -> vm.power() == VmPower.RUNNING && vm.epoch().value() == 3);
    }

    @Test
    void theEpochIsOnDiskBeforeTheVmIsStarted() {
        Bench bench = Bench.opened(3);
        bench.command(600, bench.start("vm", 3, 1, Bench.HIGHLY_AVAILABLE));
        List<AgentOutput> outputs = bench.did(AgentOutput.class);
        int saved = outputs.indexOf(bench.did(SaveDisk.class).getFirst());
        int started = outputs.indexOf(bench.did(StartOnHypervisor.class).getFirst());
        assertThat(saved).isLessThan(started);
        assertThat(bench.did(SaveDisk.class).getFirst().disk().lowestAccepted())
                .containsEntry(VM, new Epoch(3));
    }

    @Test
    void refusesALowerEpochThanItHasSeen() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY).forget();
        bench.command(700, bench.start("vm", 2, 1, Bench.ORDINARY));
        assertThat(bench.outcomes()).containsExactly(Outcome.REFUSED_STALE_EPOCH);
        assertThat(bench.did(StartOnHypervisor.class)).isEmpty();
    }

    @Test
    void refusesAWrongTenureForWhateverVm() {
        Bench bench = Bench.opened(3);
        bench.command(600, bench.start("ha", 1, 2, Bench.HIGHLY_AVAILABLE));
        bench.command(610, bench.start("plain", 1, 0, Bench.ORDINARY));
        Bench ungranted = Bench.fresh().runTo(0);
        ungranted.command(10, ungranted.start("plain", 1, 0, Bench.ORDINARY));
        assertThat(bench.outcomes())
                .containsExactly(Outcome.REFUSED_WRONG_TENURE, Outcome.REFUSED_WRONG_TENURE);
        assertThat(ungranted.outcomes()).containsExactly(Outcome.REFUSED_WRONG_TENURE);
    }

    @Test
    void refusesHighlyAvailableVmsWhileFencedAndOnlyThose() {
        Bench bench = Bench.opened(3).runTo(4000).forget();
        bench.command(4100, bench.start("ha", 1, 1, Bench.HIGHLY_AVAILABLE));
        bench.command(4110, bench.start("plain", 1, 1, Bench.ORDINARY));
        assertThat(bench.outcomes()).containsExactly(Outcome.REFUSED_FENCED);
        assertThat(bench.did(StartOnHypervisor.class))
                .singleElement()
                .matches(start -> start.vm().vm().value().equals("plain"));
    }

    @Test
    void holdsAStartThatComesBetweenTheGrantAndItsOpening() {
        Bench bench = Bench.fresh().runTo(0).grant(10, 1).forget();
        bench.command(20, bench.start("vm", 1, 1, Bench.HIGHLY_AVAILABLE));
        assertThat(bench.did(StartOnHypervisor.class)).isEmpty();
        assertThat(bench.outcomes()).isEmpty();
        bench.runTo(500).acked(510, 2);
        assertThat(bench.did(StartOnHypervisor.class)).hasSize(1);
    }

    @Test
    void refusesAHeldStartAfterTwoSecondsForGood() {
        Bench bench = Bench.fresh().runTo(0).grant(10, 1).forget();
        StartVm start = bench.start("vm", 1, 1, Bench.HIGHLY_AVAILABLE);
        bench.command(20, start).runTo(2019);
        assertThat(bench.outcomes()).isEmpty();
        bench.runTo(2020);
        assertThat(bench.outcomes()).containsExactly(Outcome.REFUSED_FENCED);
        bench.runTo(2500).acked(2510, 6);
        assertThat(bench.fenced()).isFalse();
        bench.command(2600, start);
        assertThat(bench.outcomes())
                .containsExactly(Outcome.REFUSED_FENCED, Outcome.REFUSED_FENCED);
        assertThat(bench.did(StartOnHypervisor.class)).isEmpty();
    }

    @Test
    void aHeldStartDoesNotOutliveItsGrantNorAStop() {
        Bench replaced = Bench.fresh().runTo(0).grant(10, 1);
        replaced.command(20, replaced.start("vm", 1, 1, Bench.HIGHLY_AVAILABLE)).grant(30, 2);
        assertThat(replaced.outcomes()).containsExactly(Outcome.REFUSED_WRONG_TENURE);
        Bench withdrawn = Bench.fresh().runTo(0).grant(10, 1);
        withdrawn.command(20, withdrawn.start("vm", 1, 1, Bench.HIGHLY_AVAILABLE));
        withdrawn.command(30, withdrawn.stop("vm", 1)).runTo(500).acked(510, 2);
        assertThat(withdrawn.outcomes()).containsExactly(Outcome.STOPPED, Outcome.STOPPED);
        assertThat(withdrawn.did(StartOnHypervisor.class)).isEmpty();
    }

    @Test
    void stopsWhatItHoldsAtThisEpochOrALowerOneAndRefusesItFromThenOn() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY).forget();
        bench.command(700, bench.stop("vm", 4));
        assertThat(bench.outcomes()).as("not before it is stopped").isEmpty();
        bench.input(760, new VmStopped(VM));
        assertThat(bench.outcomes()).containsExactly(Outcome.STOPPED);
        assertThat(bench.core.view().vms()).isEmpty();
        bench.command(800, bench.start("vm", 4, 1, Bench.ORDINARY));
        assertThat(bench.outcomes()).endsWith(Outcome.REFUSED_STALE_EPOCH);
        bench.command(810, bench.start("vm", 5, 1, Bench.ORDINARY));
        assertThat(bench.did(StartOnHypervisor.class)).hasSize(1);
    }

    @Test
    void aStopOfALowerEpochIsAnsweredAndTouchesNothing() {
        Bench bench = Bench.opened(3).running(600, "vm", 3, Bench.ORDINARY).forget();
        bench.command(700, bench.stop("vm", 2)).command(710, bench.stop("other", 9));
        assertThat(bench.outcomes()).containsExactly(Outcome.STOPPED, Outcome.STOPPED);
        assertThat(bench.did(StopOnHypervisor.class)).isEmpty();
        assertThat(bench.core.disk().lowestAccepted()).containsEntry(VM, new Epoch(3));
    }

    @Test
    void aStopInTheMiddleOfAStartWithdrawsIt() {
        Bench bench = Bench.opened(3);
        bench.command(600, bench.start("vm", 1, 1, Bench.HIGHLY_AVAILABLE));
        bench.command(610, bench.stop("vm", 1)).input(650, new VmStarted(VM));
        assertThat(bench.outcomes()).isEmpty();
        bench.input(700, new VmStopped(VM));
        assertThat(bench.outcomes()).containsExactly(Outcome.STOPPED, Outcome.STOPPED);
        assertThat(bench.core.view().vms()).isEmpty();
    }

    @Test
    void fencingInTheMiddleOfAStartStopsAndRefusesIt() {
        Bench bench = Bench.opened(3).runTo(3950).forget();
        bench.command(3960, bench.start("vm", 1, 1, Bench.HIGHLY_AVAILABLE)).runTo(4000);
        assertThat(bench.did(StopOnHypervisor.class)).hasSize(1);
        assertThat(bench.tables()).isEmpty();
        bench.input(4050, new VmStopped(VM));
        assertThat(bench.outcomes()).containsExactly(Outcome.REFUSED_FENCED);
        assertThat(bench.tables())
                .singleElement()
                .matches(t -> t.trigger() == Trigger.FENCED_ITSELF);
    }

    @Test
    void aStartWhileTheVmIsStoppingWaitsForItsEnd() {
        Bench bench = Bench.opened(3).running(600, "vm", 1, Bench.HIGHLY_AVAILABLE).forget();
        bench.command(700, bench.stop("vm", 1));
        bench.command(710, bench.start("vm", 2, 1, Bench.HIGHLY_AVAILABLE));
        assertThat(bench.did(StartOnHypervisor.class)).isEmpty();
        bench.input(760, new VmStopped(VM));
        assertThat(bench.did(StartOnHypervisor.class)).hasSize(1);
        bench.input(800, new VmStarted(VM));
        assertThat(bench.outcomes()).containsExactly(Outcome.STOPPED, Outcome.STARTED);
    }

    @Test
    void aStartAtAHigherEpochWhereItRunsAlreadyTakesOverTheEpoch() {
        Bench bench = Bench.opened(3).running(600, "vm", 1, Bench.HIGHLY_AVAILABLE).forget();
        bench.command(700, bench.start("vm", 2, 1, Bench.HIGHLY_AVAILABLE));
        assertThat(bench.did(StartOnHypervisor.class)).isEmpty();
        assertThat(bench.outcomes()).containsExactly(Outcome.STARTED);
        assertThat(bench.core.view().vms().getFirst().epoch()).isEqualTo(new Epoch(2));
    }

    @Test
    void aRepeatedCommandIsAnsweredAlikeAndNotCarriedOutAgain() {
        Bench bench = Bench.opened(3);
        StartVm start = bench.start("vm", 1, 1, Bench.HIGHLY_AVAILABLE);
        bench.command(600, start).command(610, start);
        assertThat(bench.did(StartOnHypervisor.class)).hasSize(1);
        bench.input(650, new VmStarted(VM)).command(660, start);
        assertThat(bench.outcomes()).containsExactly(Outcome.STARTED, Outcome.STARTED);
        StopVm stop = bench.stop("vm", 1);
        bench.command(700, stop)
                .input(750, new VmStopped(VM))
                .command(760, start)
                .command(770, stop);
        assertThat(bench.did(StartOnHypervisor.class)).hasSize(1);
        assertThat(bench.outcomes().subList(2, 5))
                .containsExactly(Outcome.STOPPED, Outcome.STARTED, Outcome.STOPPED);
    }

    @Test
    void whatTheHypervisorRefusesIsNotHeldAndNotTriedAgainAtThatEpoch() {
        Bench bench = Bench.opened(3);
        bench.command(600, bench.start("vm", 1, 1, Bench.HIGHLY_AVAILABLE));
        bench.input(620, new VmStartRefused(VM, "no memory"));
        bench.command(700, bench.start("vm", 1, 1, Bench.HIGHLY_AVAILABLE));
        assertThat(bench.outcomes())
                .containsExactly(Outcome.REFUSED_BY_HYPERVISOR, Outcome.REFUSED_STALE_EPOCH);
        assertThat(bench.core.view().vms()).isEmpty();
    }

    @Test
    void afterARebootItHoldsItsVmsStoppedAndRemembersTheirEpochs() {
        Bench before = Bench.opened(3).running(600, "vm", 5, Bench.HIGHLY_AVAILABLE);
        HostDisk disk = before.core.disk().nextLife();
        assertThat(disk.boot().value()).isEqualTo(2);
        Bench after = new Bench(3, true, disk).runTo(0).grant(10, 2).runTo(500).acked(510, 2);
        assertThat(after.tables().getFirst().vms())
                .singleElement()
                .matches(vm -> vm.power() == VmPower.STOPPED && vm.epoch().value() == 5);
        assertThat(after.did(StartOnHypervisor.class)).as("by itself").isEmpty();
        after.command(600, after.start("vm", 4, 2, Bench.HIGHLY_AVAILABLE));
        assertThat(after.outcomes()).containsExactly(Outcome.REFUSED_STALE_EPOCH);
        after.command(700, after.stop("vm", 5));
        assertThat(after.outcomes()).endsWith(Outcome.STOPPED);
        assertThat(after.core.view().vms()).isEmpty();
    }

    @Test
    void whatWasBerthsAndIsStartedByHandIsFencedLikeAnyOther() {
        HeldVm rogue = new HeldVm(VM, Epoch.NONE, Bench.HIGHLY_AVAILABLE);
        Bench bench = Bench.opened(3);
        bench.command(600, bench.stop("vm", 7));
        bench.input(700, new AgentInput.VmFound(rogue, null)).runTo(1000);
        assertThat(bench.beats().getLast().vms())
                .singleElement()
                .matches(vm -> vm.power() == VmPower.RUNNING && vm.epoch().equals(Epoch.NONE));
        bench.runTo(4000);
        assertThat(bench.did(StopOnHypervisor.class)).hasSize(1);
        Bench fenced = Bench.fresh().runTo(0);
        fenced.command(50, fenced.stop("vm", 7));
        fenced.input(100, new AgentInput.VmFound(rogue, null));
        assertThat(fenced.did(StopOnHypervisor.class)).hasSize(1);
    }

    @Test
    void whatNeverWasBerthsIsReportedWithItsSizeAndLeftAlone() {
        HeldVm legacy = new HeldVm(VM, Epoch.NONE, Bench.HIGHLY_AVAILABLE);
        Bench bench = Bench.opened(3).input(600, new AgentInput.VmFound(legacy, "Windows NT 4.0"));

        assertThat(bench.tables())
                .last()
                .matches(table -> table.trigger() == Trigger.UNMANAGED_CHANGED)
                .extracting(VmTableReported::unmanaged)
                .isEqualTo(
                        List.of(
                                new UnmanagedVm(
                                        VM,
                                        Bench.HIGHLY_AVAILABLE.vcpus(),
                                        Bench.HIGHLY_AVAILABLE.memory(),
                                        "Windows NT 4.0")));
        bench.runTo(10_000);
        assertThat(bench.core.view().state()).isEqualTo(TenureState.OVER);
        assertThat(bench.did(StopOnHypervisor.class)).as("it fenced itself, not the VM").isEmpty();

        bench.input(10_100, new AgentInput.VmStopped(VM));
        assertThat(bench.tables())
                .last()
                .matches(table -> table.trigger() == Trigger.UNMANAGED_CHANGED)
                .matches(table -> table.vms().isEmpty() && table.unmanaged() == null);
        assertThat(bench.core.disk().held()).isEmpty();
    }

    @Test
    void aVmIsTakenUpWhereItRunsAndFencedFromThenOn() {
        HeldVm legacy = new HeldVm(VM, Epoch.NONE, Bench.ORDINARY);
        Bench bench = Bench.opened(3).input(600, new AgentInput.VmFound(legacy, null));

        AdoptVm adopt = bench.adopt("vm", 1, 1, Bench.HIGHLY_AVAILABLE);
        bench.command(700, adopt).command(800, adopt);

        assertThat(bench.outcomes()).containsExactly(Outcome.STARTED, Outcome.STARTED);
        assertThat(bench.did(StartOnHypervisor.class)).as("it runs already").isEmpty();
        assertThat(bench.core.disk().held())
                .containsValue(new HeldVm(VM, new Epoch(1), Bench.HIGHLY_AVAILABLE));
        bench.runTo(10_000);
        assertThat(bench.did(StopOnHypervisor.class)).as("its lease ran out").hasSize(1);
    }

    @Test
    void anAdoptionIsRefusedAndTheVmLeftAsItIs() {
        Bench bench = Bench.opened(3);
        bench.command(600, bench.adopt("vm", 1, 1, Bench.ORDINARY));
        assertThat(bench.outcomes()).as("not here").containsExactly(Outcome.REFUSED_NOT_HERE);
        bench.input(700, new AgentInput.VmFound(new HeldVm(VM, Epoch.NONE, Bench.ORDINARY), null));
        bench.command(800, bench.adopt("vm", 1, 1, Bench.ORDINARY));
        assertThat(bench.outcomes()).as("its epoch is spent").endsWith(Outcome.REFUSED_STALE_EPOCH);
        bench.command(900, bench.adopt("vm", 2, 9, Bench.ORDINARY));
        assertThat(bench.outcomes()).endsWith(Outcome.REFUSED_WRONG_TENURE);
        bench.runTo(10_000);
        bench.command(10_100, bench.adopt("vm", 3, 1, Bench.HIGHLY_AVAILABLE));
        assertThat(bench.outcomes()).endsWith(Outcome.REFUSED_FENCED);

        assertThat(bench.core.view().vms())
                .singleElement()
                .matches(vm -> vm.power() == VmPower.RUNNING && vm.epoch().equals(Epoch.NONE));
        assertThat(bench.did(StartOnHypervisor.class)).isEmpty();
        assertThat(bench.did(StopOnHypervisor.class)).isEmpty();
    }

    @Test
    void reportsItsTableWhenAsked() {
        Bench bench = Bench.opened(3);
        bench.command(600, new ReportVms(Bench.SELF, new CommandId("ask")));
        assertThat(bench.tables()).singleElement().matches(t -> t.trigger() == Trigger.REQUESTED);
    }
}
