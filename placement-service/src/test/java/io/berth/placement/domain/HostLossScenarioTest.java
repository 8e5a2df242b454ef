package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.REFUSED_WRONG_TENURE;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;
import static io.berth.contracts.telemetry.VmPower.RUNNING;
import static io.berth.contracts.telemetry.VmPower.STOPPED;
import static io.berth.placement.domain.Scenario.SMALL;
import static io.berth.placement.domain.Scenario.held;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.HoldReason;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.QuarantineEnded;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hosts that fail, fence themselves, reboot and come back, and what becomes of their VMs. */
class HostLossScenarioTest {
    private static final VmSpec ORDINARY = Scenario.spec(1, false, RestartPriority.MEDIUM);

    /** Two hosts, and the VM runs on the first. */
    private static Scenario runningOnFirst(VmSpec spec) {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", spec);
        scenario.specify(Scenario.hostState("h2", MiB.ofGiB(64), HostReserve.NONE));
        return scenario.ready("h2", 1).forget();
    }

    @Test
    void aFailedHostsVmIsLostAndPlacedAtAHigherEpoch() {
        Scenario scenario = runningOnFirst(SMALL).failed("h1", 1);

        assertThat(scenario.told())
                .containsExactly("Lost vm@h1/1 HOST_FAILED", "Placed vm@h2/2 HOST_FAILED");
        assertThat(scenario.commanded()).containsExactly("Start vm@h2/2");
        assertThat(scenario.failed("h1", 1).told()).as("the same fact again").isEmpty();
    }

    @Test
    void aQuarantinedHostTakesNothingUntilThatEnds() {
        Scenario scenario = runningOnFirst(SMALL);
        HostId second = new HostId("h2");
        Instant now = Instant.EPOCH;
        scenario.feed(
                new Input.NodeFact(
                        new HostQuarantined(
                                second,
                                Scenario.CLUSTER,
                                3,
                                Duration.ofHours(1),
                                now.plusSeconds(7200),
                                now)));

        scenario.failed("h1", 1);
        assertThat(scenario.told()).noneMatch(line -> line.startsWith("Placed"));
        assertThat(scenario.hostRow("h2").quarantined()).isTrue();

        scenario.forget()
                .feed(
                        new Input.NodeFact(
                                new QuarantineEnded(
                                        second,
                                        Scenario.CLUSTER,
                                        QuarantineEnded.Cause.TIME_PASSED,
                                        null,
                                        now)));
        assertThat(scenario.told()).anyMatch(line -> line.startsWith("Placed vm@h2"));
    }

    @Test
    void silenceWithoutEvidenceMovesNothing() {
        Scenario scenario = runningOnFirst(SMALL);
        HostId host = new HostId("h1");
        Instant now = Instant.EPOCH;

        scenario.feed(
                new Input.NodeFact(
                        new HostSuspect(
                                host, Scenario.CLUSTER, new BootId(1), new Tenure(1), now)));
        scenario.feed(
                new Input.NodeFact(
                        new FailuresHeld(
                                Scenario.CLUSTER, 2, 0, 2, HoldReason.MAJORITY_SILENT, now)));
        scenario.feed(
                new Input.NodeFact(
                        new HostUnreachable(
                                host, Scenario.CLUSTER, new BootId(1), new Tenure(1), now)));

        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded()).isEmpty();
        assertThat(scenario.hostRow("h1").status()).isEqualTo(HostStatus.UNREACHABLE);
    }

    @Test
    void lostVmsGoByPriorityThenSizeAndOneThatWantsAPersonWaits() {
        Scenario scenario = Scenario.ofHosts("h1");
        scenario.running("low", Scenario.spec(4, true, RestartPriority.LOW));
        scenario.running("manual", Scenario.spec(1, true, RestartPriority.NO_AUTO_START));
        scenario.running("small", Scenario.spec(1, true, RestartPriority.MEDIUM));
        scenario.running("large", Scenario.spec(2, true, RestartPriority.MEDIUM));
        scenario.running("high", Scenario.spec(1, true, RestartPriority.HIGH));

        scenario.forget().failed("h1", 1);

        assertThat(scenario.told())
                .containsExactly(
                        "Lost high@h1/1 HOST_FAILED",
                        "Unplaceable high/1 HOST_FAILED",
                        "Lost large@h1/1 HOST_FAILED",
                        "Unplaceable large/1 HOST_FAILED",
                        "Lost small@h1/1 HOST_FAILED",
                        "Unplaceable small/1 HOST_FAILED",
                        "Lost low@h1/1 HOST_FAILED",
                        "Unplaceable low/1 HOST_FAILED",
                        "Lost manual@h1/1 HOST_FAILED");
        assertThat(scenario.vm("manual").state()).isEqualTo(AssignmentState.WAITING_FOR_OPERATOR);

        scenario.forget().ready("h1", 2);
        assertThat(scenario.told()).hasSize(4).noneMatch(told -> told.contains("manual"));
        scenario.request("manual", SMALL);
        assertThat(scenario.told()).containsExactly("Placed manual@h1/2 REQUESTED");
    }

    @Test
    void anOrdinaryVmWaitsForItsHostAndReturnsWithIt() {
        Scenario scenario = runningOnFirst(ORDINARY).failed("h1", 1);
        assertThat(scenario.told()).containsExactly("Waiting vm@h1/1");
        assertThat(scenario.commanded()).isEmpty();

        scenario.table("h1", 2, 0, Trigger.STARTED, held("vm", 1, STOPPED));
        scenario.opened("h1", 2, 2);
        assertThat(scenario.commanded())
                .as("granted, but the monitor has not said that it is up")
                .containsExactly("Grant h1/2@2");

        scenario.up("h1", 2);
        assertThat(scenario.told()).containsExactly("Placed vm@h1/2 HOST_REBOOTED");
        assertThat(scenario.commanded()).containsExactly("Start vm@h1/2");
    }

    @Test
    void anOrdinaryVmThatNeverStoppedIsTakenAsRunning() {
        Scenario scenario = runningOnFirst(ORDINARY).failed("h1", 1).forget();

        scenario.up("h1", 1);
        scenario.table("h1", 1, 1, Trigger.FENCED_ITSELF, held("vm", 1, RUNNING));

        assertThat(scenario.told()).containsExactly("Confirmed vm@h1/1");
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.RUNNING);
        scenario.forget().opened("h1", 1, 2, held("vm", 1, RUNNING));
        assertThat(scenario.commanded()).as("it is not started twice").isEmpty();
    }

    @Test
    void aHostThatFencedItselfLosesItsVmsAndIsGrantedTheNextTenure() {
        Scenario scenario = runningOnFirst(SMALL);

        scenario.table("h1", 1, 1, Trigger.FENCED_ITSELF, held("vm", 1, STOPPED));

        assertThat(scenario.told())
                .containsExactly(
                        "Lost vm@h1/1 HOST_FENCED_ITSELF", "Placed vm@h2/2 HOST_FENCED_ITSELF");
        assertThat(scenario.commanded())
                .containsExactly("Start vm@h2/2", "Stop vm@h1/1 STALE_EPOCH", "Grant h1/2@1");

        scenario.table("h1", 1, 1, Trigger.FENCED_ITSELF, held("vm", 1, STOPPED));
        assertThat(scenario.told()).as("the same report again").isEmpty();
        assertThat(scenario.commanded())
                .containsExactly("Stop vm@h1/1 STALE_EPOCH", "Grant h1/2@1");
    }

    @Test
    void fencingItselfDoesNotTouchOrdinaryVms() {
        Scenario scenario = runningOnFirst(ORDINARY);

        scenario.table("h1", 1, 1, Trigger.FENCED_ITSELF, held("vm", 1, RUNNING));

        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded()).containsExactly("Grant h1/2@1");
    }

    @Test
    void aRebootedHostStopsItsZombiesBeforeAnythingElse() {
        Scenario scenario = runningOnFirst(SMALL).failed("h1", 1).answer("vm", STARTED).forget();

        scenario.up("h1", 2).table("h1", 2, 0, Trigger.STARTED, held("vm", 1, STOPPED));

        assertThat(scenario.commanded())
                .containsExactly("Stop vm@h1/1 STALE_EPOCH", "Grant h1/2@2");
        assertThat(scenario.told()).isEmpty();
    }

    @Test
    void aRebootBeforeTheThresholdLosesTheVmsAtTheHostsOwnWord() {
        Scenario scenario = runningOnFirst(SMALL);

        scenario.table("h1", 2, 0, Trigger.STARTED, held("vm", 1, STOPPED));

        assertThat(scenario.told())
                .containsExactly("Lost vm@h1/1 HOST_REBOOTED", "Placed vm@h2/2 HOST_REBOOTED");
        assertThat(scenario.commanded())
                .containsExactly("Start vm@h2/2", "Stop vm@h1/1 STALE_EPOCH", "Grant h1/2@2");

        scenario.table("h1", 2, 0, Trigger.STARTED);
        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded())
                .as("repeated until it arrives: the same grant")
                .containsExactly("Grant h1/2@2");
    }

    @Test
    void aVmThatTheRebootedAgentStillRunsIsStoppedFirst() {
        Scenario scenario = runningOnFirst(SMALL);

        scenario.table("h1", 2, 0, Trigger.STARTED, held("vm", 1, RUNNING));
        assertThat(scenario.told()).as("no evidence that it has stopped").isEmpty();
        assertThat(scenario.commanded())
                .containsExactly("Stop vm@h1/1 STALE_EPOCH", "Grant h1/2@2");

        scenario.answer("vm", CommandCompleted.Outcome.STOPPED);
        assertThat(scenario.told()).containsExactly("Placed vm@h2/2 REQUESTED");
    }

    @Test
    void theLateWordOfAnOldDeathDoesNotTouchALaterTenure() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL);
        scenario.table("h1", 2, 0, Trigger.STARTED).up("h1", 2).opened("h1", 2, 2);
        scenario.answer("vm", STARTED).forget();
        VmRow before = scenario.vm("vm");

        scenario.failed("h1", 1);

        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.vm("vm")).isEqualTo(before);
        assertThat(scenario.hostRow("h1").tenureOpen()).isTrue();
        assertThat(scenario.up("h1", 2).hostRow("h1").mayReceive()).isTrue();
    }

    @Test
    void theLateWordOfAnOldDeathDoesNotTouchWhatTheHostNeverStopped() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", ORDINARY);
        scenario.table("h1", 1, 1, Trigger.FENCED_ITSELF, held("vm", 1, RUNNING));
        scenario.opened("h1", 1, 2, held("vm", 1, RUNNING)).forget();

        scenario.failed("h1", 1).up("h1", 1);

        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded()).isEmpty();
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.RUNNING);
    }

    @Test
    void aGrantIsInForceOnlyWhenTheAgentSaysSo() {
        Scenario scenario = Scenario.ofHosts();
        scenario.specify(Scenario.hostState("h1", MiB.ofGiB(64), HostReserve.NONE));
        scenario.up("h1", 1).table("h1", 1, 0, Trigger.STARTED);
        scenario.request("vm", SMALL);
        assertThat(scenario.told()).containsExactly("Unplaceable vm/0 REQUESTED");

        scenario.opened("h1", 1, 7);
        assertThat(scenario.told()).as("not the tenure that was granted").isEmpty();

        scenario.opened("h1", 1, 1);
        assertThat(scenario.told()).containsExactly("Placed vm@h1/1 CAPACITY_APPEARED");
    }

    @Test
    void aTenureThatHasEndedIsNeverGrantedAgain() {
        Scenario scenario = runningOnFirst(SMALL).failed("h1", 1).forget();

        scenario.up("h1", 1).table("h1", 1, 1, Trigger.REQUESTED, held("vm", 1, RUNNING));

        assertThat(scenario.commanded())
                .containsExactly("Report h1", "Stop vm@h1/1 STALE_EPOCH", "Grant h1/2@1");
    }

    @Test
    void aStartUnderAnEndedTenureIsRefusedByTheHostAndGoesElsewhere() {
        Scenario scenario = runningOnFirst(SMALL);
        scenario.table("h1", 2, 0, Trigger.STARTED).up("h1", 2).opened("h1", 2, 2).forget();

        scenario.answer("vm", REFUSED_WRONG_TENURE);

        assertThat(scenario.told()).containsExactly("Placed vm@h1/3 START_REFUSED");
    }

    @Test
    void aVmThatIsBeingWithdrawnIsLostLikeAnyOther() {
        Scenario scenario = runningOnFirst(SMALL).failed("h1", 1);
        scenario.after(PlacementPolicy.DEFAULT.startDeadline()).forget();
        scenario.ready("h1", 2).forget();

        scenario.failed("h2", 1);

        assertThat(scenario.told())
                .containsExactly("Lost vm@h2/2 HOST_FAILED", "Placed vm@h1/3 HOST_FAILED");
    }

    @Test
    void anotherLifesReportIsIgnoredUntilThatLifeHasStarted() {
        Scenario scenario = runningOnFirst(SMALL);

        scenario.table("h1", 2, 1, Trigger.FENCED_ITSELF);
        scenario.up("h1", 2).table("h1", 2, 0, Trigger.STARTED).forget();
        scenario.table("h1", 1, 1, Trigger.FENCED_ITSELF);

        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded()).isEmpty();
    }

    @Test
    void aReportOfAHostThatInventoryDoesNotHaveIsRefusedForGood() {
        Scenario scenario = Scenario.ofHosts("h1");

        Verdict verdict =
                scenario.verdict(
                        new Input.Reported(
                                new VmTableReported(
                                        new HostId("ghost"),
                                        Scenario.CLUSTER,
                                        new BootId(1),
                                        Tenure.NONE,
                                        true,
                                        Trigger.STARTED,
                                        List.of(),
                                        Instant.EPOCH)));

        assertThat(((Verdict.Refused) verdict).reason()).contains("ghost", "cluster-1");
    }
}
