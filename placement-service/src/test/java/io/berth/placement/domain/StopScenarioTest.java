package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED;
import static io.berth.placement.domain.Scenario.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.Resource;
import org.junit.jupiter.api.Test;

/** Stops on request: room is kept until the host says that it has let go. */
class StopScenarioTest {
    private static final VmSpec ORDINARY = Scenario.spec(1, false, RestartPriority.MEDIUM);

    @Test
    void aStoppedVmHoldsRoomUntilItsHostReports() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).forget();

        scenario.stop("vm");
        assertThat(scenario.commanded()).containsExactly("Stop vm@h1/1 REQUESTED");
        assertThat(scenario.told()).isEmpty();
        assertThat(memoryOf(scenario)).isEqualTo(1024);

        scenario.answer("vm", STOPPED);
        assertThat(scenario.told()).containsExactly("Stopped vm/1");
        assertThat(memoryOf(scenario)).isZero();
    }

    @Test
    void stoppingTwiceStopsOnceAndASilentHostIsAskedAgain() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).stop("vm").forget();

        assertThat(scenario.stop("vm").commanded()).isEmpty();
        scenario.after(PlacementPolicy.DEFAULT.stopRepeat());
        assertThat(scenario.commanded()).containsExactly("Stop vm@h1/1 REQUESTED");
    }

    @Test
    void startingAgainWhileStoppingWaitsForTheHostAndTakesTheNewSpecification() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).stop("vm").forget();
        VmSpec larger = Scenario.spec(2, true, RestartPriority.MEDIUM);

        scenario.request("vm", larger);
        assertThat(scenario.told()).isEmpty();
        assertThat(memoryOf(scenario)).isEqualTo(1024);

        scenario.answer("vm", STOPPED);
        assertThat(scenario.told()).containsExactly("Placed vm@h1/2 REQUESTED");
        assertThat(memoryOf(scenario)).isEqualTo(2048);
        scenario.answer("vm", STARTED);
        assertThat(scenario.vm("vm").spec()).isEqualTo(larger);
    }

    @Test
    void aVmWithoutHostIsStoppedAtOnce() {
        Scenario scenario = Scenario.ofHosts();
        scenario.request("vm", SMALL).forget().stop("vm");

        assertThat(scenario.told()).containsExactly("Stopped vm/0");
        assertThat(scenario.stop("vm").told()).isEmpty();
    }

    @Test
    void aStoppedVmRunsAgainAtAHigherEpoch() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).stop("vm");
        scenario.answer("vm", STOPPED).forget().request("vm", SMALL);

        assertThat(scenario.told()).containsExactly("Placed vm@h1/2 REQUESTED");
    }

    @Test
    void aFailedHostHasStoppedAHighlyAvailableVm() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).stop("vm").forget();

        scenario.failed("h1", 1);

        assertThat(scenario.told()).containsExactly("Stopped vm/1");
    }

    @Test
    void anExpiredLeaseDoesNotProveThatAnOrdinaryVmHasStoppedButPowerOffDoes() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", ORDINARY).stop("vm").forget();

        scenario.failed("h1", 1);
        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.STOPPING);

        scenario.failed("h1", 1, FencingEvidence.POWER_OFF_BY_BMC);
        assertThat(scenario.told()).containsExactly("Stopped vm/1");
    }

    @Test
    void aNewLifeHasStoppedAnOrdinaryVm() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", ORDINARY).stop("vm").forget();

        scenario.up("h1", 2).table("h1", 2, 0, Trigger.STARTED);

        assertThat(scenario.told()).containsExactly("Stopped vm/1");
    }

    @Test
    void stoppingAVmThatWaitsForItsHostNeedsTheHostsWordToo() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", ORDINARY).failed("h1", 1).forget();

        scenario.stop("vm");
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.STOPPING);
        scenario.after(PlacementPolicy.DEFAULT.stopRepeat()).commanded();
        assertThat(scenario.told()).isEmpty();

        scenario.up("h1", 2).table("h1", 2, 0, Trigger.STARTED);
        assertThat(scenario.told()).containsExactly("Stopped vm/1");
    }

    @Test
    void stoppingAVmThatNobodyKnowsIsRefusedForGood() {
        Scenario scenario = Scenario.ofHosts("h1");
        VmId ghost = new VmId("ghost");

        Verdict verdict =
                scenario.verdict(new Input.Requested(new StopVmRequested(ghost, Scenario.CLUSTER)));

        assertThat(verdict).isEqualTo(new Verdict.UnknownVm(ghost, new DomainId("cluster-1")));
        assertThat(((Verdict.Refused) verdict).reason()).contains("ghost", "cluster-1");
    }

    private static long memoryOf(Scenario scenario) {
        return scenario.state.ledger().allocated(Resource.MEMORY, new HostId("h1"));
    }
}
