package io.berth.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.hosts.GrantTenure;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.telemetry.VmPower;
import io.berth.simulator.agent.AgentInput.BeatAcked;
import io.berth.simulator.agent.AgentInput.BeatFailed;
import io.berth.simulator.agent.AgentInput.Tick;
import io.berth.simulator.agent.AgentInput.VmStopped;
import io.berth.simulator.agent.AgentOutput.ArmWatchdog;
import io.berth.simulator.agent.AgentOutput.DisarmWatchdog;
import io.berth.simulator.agent.AgentOutput.StopOnHypervisor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Beats, leases, tenures, self-fencing and the watchdog. */
class AgentLeaseTest {
    private static final Tick TICK = new Tick(new HostLoad(0, MiB.ZERO));

    @Test
    void beginsFencedAndReportsWhatItHoldsUntilGranted() {
        HostDisk disk =
                new HostDisk(
                        new BootId(4),
                        Map.of(new VmId("zombie"), new Epoch(7)),
                        Map.of(
                                new VmId("zombie"),
                                new HeldVm(
                                        new VmId("zombie"), new Epoch(7), Bench.HIGHLY_AVAILABLE)));
        Bench bench = new Bench(3, true, disk).runTo(0);
        VmTableReported first = bench.tables().getFirst();
        assertThat(first.trigger()).isEqualTo(Trigger.STARTED);
        assertThat(first.boot()).isEqualTo(new BootId(4));
        assertThat(first.tenure()).isEqualTo(Tenure.NONE);
        assertThat(first.fenced()).isTrue();
        assertThat(first.vms())
                .singleElement()
                .matches(vm -> vm.power() == VmPower.STOPPED && vm.epoch().value() == 7);
        assertThat(bench.beats()).allMatch(HostBeat::fenced);
        assertThat(bench.did(AgentOutput.StartOnHypervisor.class)).isEmpty();
    }

    @Test
    void repeatsItsReportOnlyOnceTheLastOneWasDelivered() {
        Bench bench = Bench.fresh().runTo(12_000);
        assertThat(bench.tables()).hasSize(1);
        bench.input(12_100, new AgentInput.ReportDelivered(1)).runTo(19_000);
        assertThat(bench.tables()).hasSize(2);
        bench.input(19_100, new AgentInput.ReportDelivered(2)).grant(19_200, 1).runTo(40_000);
        assertThat(bench.tables()).hasSize(2);
    }

    @Test
    void beatsTwiceASecondWithOneInFlight() {
        Bench bench = Bench.fresh().runTo(2000);
        assertThat(bench.beats())
                .extracting(HostBeat::sequence)
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        Bench late = Bench.fresh().wakeUpAt(0, TICK).wakeUpAt(730, TICK).runTo(1229);
        assertThat(late.beats()).as("beat 2 is in flight until 1230").hasSize(2);
        assertThat(late.runTo(1230).beats()).hasSize(3);
        Bench failed =
                Bench.fresh()
                        .wakeUpAt(0, TICK)
                        .wakeUpAt(730, TICK)
                        .input(800, new BeatFailed(2))
                        .runTo(1230);
        assertThat(failed.beats()).hasSize(3);
    }

    @Test
    void aBeatSaysWhatTheBrokerHasAcknowledgedSoFar() {
        Bench bench = Bench.fresh().runTo(0).acked(10, 1).runTo(1000).acked(1010, 2).runTo(1500);
        assertThat(bench.beats())
                .extracting(HostBeat::acknowledged)
                .containsExactly(0L, 1L, 1L, 2L);
    }

    @Test
    void theTableGoesWithABeatUntilOneIsAcknowledgedAndThenEveryTwentieth() {
        Bench bench = Bench.fresh().runTo(500).acked(510, 2).servedTo(21_000);
        List<Long> withTable =
                bench.beats().stream()
                        .filter(beat -> beat.vms() != null)
                        .map(HostBeat::sequence)
                        .toList();
        assertThat(withTable).containsExactly(1L, 2L, 21L, 41L);
        assertThat(bench.beats()).extracting(HostBeat::vmDigest).containsOnly("cbf29ce484222325");
    }

    @Test
    void aChangeOfTheTableChangesTheDigestAndGoesWithTheNextBeat() {
        Bench bench = Bench.opened(3).running(600, "vm", 1, Bench.ORDINARY).runTo(1000);
        HostBeat beat = bench.beats().getLast();
        assertThat(beat.vmDigest()).isNotEqualTo("cbf29ce484222325");
        assertThat(beat.vms()).hasSize(1);
    }

    @Test
    void aGrantIsInForceOnlyOnceABeatWithItIsAcknowledged() {
        Bench bench = Bench.fresh().runTo(0).grant(5, 1);
        assertThat(bench.fenced()).isTrue();
        bench.acked(300, 1);
        assertThat(bench.fenced()).as("beat 1 did not carry the tenure").isTrue();
        bench.runTo(500);
        HostBeat carrying = bench.beats().getLast();
        assertThat(carrying.tenure()).isEqualTo(new Tenure(1));
        assertThat(carrying.fenced()).isTrue();
        bench.acked(700, 2);
        assertThat(bench.fenced()).isFalse();
        assertThat(bench.leaseEnd()).as("from the sending of beat 2").isEqualTo(500 + 3500);
        assertThat(bench.tables().getLast().trigger()).isEqualTo(Trigger.TENURE_OPENED);
        assertThat(bench.tables().getLast().tenure()).isEqualTo(new Tenure(1));
    }

    @Test
    void anAckThatComesAfterItsLeaseWouldHaveEndedOpensNothing() {
        Bench bench = Bench.fresh().runTo(0).grant(5, 1).runTo(500).acked(4000, 2);
        assertThat(bench.fenced()).isTrue();
    }

    @Test
    void aGrantForAnotherBootOrNotHigherIsIgnored() {
        Bench bench = Bench.opened(3);
        bench.command(
                600, new GrantTenure(Bench.SELF, new CommandId("g"), new BootId(2), new Tenure(9)));
        bench.grant(610, 1);
        assertThat(bench.fenced()).isFalse();
        assertThat(bench.core.view().tenure()).isEqualTo(new Tenure(1));
    }

    @Test
    void theLeaseRunsFromSendingAndALateAckDoesNotReachBeyond() {
        Bench bench = Bench.opened(3).runTo(1000).acked(1490, 3);
        assertThat(bench.leaseEnd()).isEqualTo(4500);
        bench.runTo(1500).runTo(2000).acked(2100, 4);
        assertThat(bench.leaseEnd()).as("beat 4 was sent at 1500").isEqualTo(5000);
        bench.acked(2200, 3);
        assertThat(bench.leaseEnd()).as("an older ack takes nothing away").isEqualTo(5000);
    }

    @Test
    void anAckOfAnotherLifeIsWorthNothing() {
        Bench bench = Bench.opened(3).runTo(1000);
        bench.input(1010, new BeatAcked(new BootId(9), 3, false));
        assertThat(bench.leaseEnd()).isEqualTo(4000);
    }

    @Test
    void fencesItselfWhenTheLeaseRunsOutAndSaysSoOnceItsVmsAreStopped() {
        Bench bench =
                Bench.opened(3)
                        .running(600, "ha", 1, Bench.HIGHLY_AVAILABLE)
                        .running(700, "plain", 1, Bench.ORDINARY)
                        .forget()
                        .runTo(3999);
        assertThat(bench.fenced()).isFalse();
        bench.runTo(4000);
        assertThat(bench.fenced()).isTrue();
        assertThat(bench.did(StopOnHypervisor.class))
                .containsExactly(new StopOnHypervisor(new VmId("ha"), StopWay.TURN_OFF));
        assertThat(bench.tables()).as("not before it is true").isEmpty();
        assertThat(bench.did(DisarmWatchdog.class)).isEmpty();
        bench.input(4080, new VmStopped(new VmId("ha")));
        assertThat(bench.did(DisarmWatchdog.class)).hasSize(1);
        VmTableReported table = bench.tables().getFirst();
        assertThat(table.trigger()).isEqualTo(Trigger.FENCED_ITSELF);
        assertThat(table.tenure()).isEqualTo(new Tenure(1));
        assertThat(table.vms())
                .extracting(vm -> vm.vm().value() + " " + vm.power())
                .containsExactly("ha STOPPED", "plain RUNNING");
        assertThat(bench.runTo(4500).beats().getLast().fenced()).isTrue();
    }

    @Test
    void aTenureThatIsOverIsNotRevivedByAnAckNorByTheSameGrant() {
        Bench bench = Bench.opened(3).runTo(4500).acked(4510, 9).grant(4600, 1).runTo(5000);
        bench.acked(5010, 10);
        assertThat(bench.fenced()).isTrue();
        bench.grant(5100, 2).runTo(5500).acked(5510, 12);
        assertThat(bench.fenced()).isFalse();
        assertThat(bench.core.view().tenure()).isEqualTo(new Tenure(2));
    }

    @Test
    void theLeaseIsLookedAtBeforeWhateverWaitedWhileTheHostWasSuspended() {
        Bench ack = Bench.opened(3).runTo(1000);
        ack.wakeUpAt(4001, new BeatAcked(new BootId(1), 3, false));
        assertThat(ack.fenced()).as("an ack that waited comes too late").isTrue();
        Bench command = Bench.opened(3).runTo(1000);
        command.wakeUpAt(
                4001,
                new AgentInput.CommandReceived(command.start("vm", 1, 1, Bench.HIGHLY_AVAILABLE)));
        assertThat(command.did(AgentOutput.StartOnHypervisor.class)).isEmpty();
    }

    @Test
    void aHigherGrantWhileInForceFencesFirstAndOpensOnceTheVmsAreStopped() {
        Bench bench = Bench.opened(3).running(600, "ha", 1, Bench.HIGHLY_AVAILABLE).forget();
        bench.grant(800, 2);
        assertThat(bench.fenced()).isTrue();
        assertThat(bench.did(StopOnHypervisor.class)).hasSize(1);
        bench.runTo(1000).acked(1010, 3);
        assertThat(bench.fenced()).as("the VM of tenure 1 may still execute").isTrue();
        bench.input(1050, new VmStopped(new VmId("ha")));
        assertThat(bench.tables().getFirst().trigger()).isEqualTo(Trigger.FENCED_ITSELF);
        assertThat(bench.tables().getFirst().tenure()).isEqualTo(new Tenure(1));
        bench.runTo(1500).acked(1510, 4);
        assertThat(bench.fenced()).isFalse();
    }

    @Test
    void theWatchdogIsArmedToLeaseAndKillAndNotAtAllWithoutOne() {
        Bench bench = Bench.opened(3).runTo(1000).acked(1010, 3);
        assertThat(bench.did(ArmWatchdog.class))
                .containsExactly(new ArmWatchdog(Duration.ofMillis(1000 + 3500 + 400)));
        assertThat(bench.beats()).allMatch(HostBeat::watchdog);
        Bench without = new Bench(3, false, HostDisk.blank());
        without.runTo(0).grant(10, 1).runTo(500).acked(510, 2).runTo(6000);
        assertThat(without.did(ArmWatchdog.class)).isEmpty();
        assertThat(without.did(DisarmWatchdog.class)).isEmpty();
        assertThat(without.beats()).noneMatch(HostBeat::watchdog);
    }

    @Test
    void reportsItsTableWhenItReachesTheBrokerAgain() {
        Bench bench = Bench.opened(3).runTo(2510).forget().acked(2520, 6);
        assertThat(bench.tables())
                .singleElement()
                .matches(table -> table.trigger() == Trigger.RECONNECTED);
        Bench brief = Bench.opened(3).runTo(2400).forget().acked(2450, 5);
        assertThat(brief.tables()).isEmpty();
    }

    @Test
    void refusesAClockThatRunsBackwards() {
        Bench bench = Bench.opened(3);
        assertThatThrownBy(() -> bench.core.step(Duration.ofMillis(509), Instant.EPOCH, TICK))
                .hasMessageContaining("PT0.51S")
                .hasMessageContaining("PT0.509S");
    }
}
