package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.REFUSED_BY_HYPERVISOR;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.REFUSED_NOT_HERE;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED;
import static io.berth.placement.domain.Scenario.SMALL;
import static io.berth.placement.domain.Scenario.held;
import static io.berth.placement.domain.Scenario.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmAdoptionFailed;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** VMs that run outside of Berth are left alone, and taken up only on request. */
class AdoptionScenarioTest {
    private static final VmObservation LEGACY = held("legacy", 0, VmPower.RUNNING);
    private static final VmSpec ORDINARY = spec(1, false, RestartPriority.MEDIUM);
    private static final UnmanagedVm SIZE =
            new UnmanagedVm(new VmId("legacy"), 2, MiB.ofGiB(4), "Windows Server 2008");

    @ParameterizedTest
    @EnumSource
    void aVmThatNeverWasBerthsIsLeftAloneWhateverMadeTheHostReport(Trigger trigger) {
        Scenario scenario = Scenario.ofHosts("h1").forget();

        scenario.table("h1", 1, 1, trigger, LEGACY);
        scenario.table("h1", 2, 0, Trigger.STARTED, LEGACY);

        assertThat(scenario.commanded()).noneMatch(command -> command.startsWith("Stop"));
        assertThat(scenario.state.vm(new VmId("legacy"))).isNull();
    }

    @Test
    void whatBerthKnowsOrOnceOrderedIsStillStopped() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").running("vm", SMALL).forget();
        String other = scenario.hostOf("vm").equals("h1") ? "h2" : "h1";

        scenario.table(
                other,
                1,
                1,
                Trigger.UNMANAGED_CHANGED,
                held("vm", 0, VmPower.RUNNING),
                held("stranger", 1, VmPower.RUNNING));

        assertThat(scenario.commanded())
                .containsExactly(
                        "Stop vm@%s/0 STALE_EPOCH".formatted(other),
                        "Stop stranger@%s/1 STALE_EPOCH".formatted(other));
    }

    @Test
    void itTakesRoomAsLongAsItIsReported() {
        Scenario scenario = Scenario.ofHosts("h1");
        Ledger ledger = scenario.state.ledger();
        HostId h1 = new HostId("h1");

        scenario.unmanaged("h1", 1, List.of(SIZE), LEGACY);
        assertThat(ledger.allocated(Resource.MEMORY, h1)).isEqualTo(4096);
        assertThat(ledger.allocated(Resource.CPU, h1)).isEqualTo(100);

        scenario.unmanaged("h1", 1, List.of());
        assertThat(ledger.allocated(Resource.MEMORY, h1)).isZero();
        assertThat(ledger.allocated(Resource.CPU, h1)).isZero();
    }

    @Test
    void itIsTakenUpOnExactlyItsHostAndHoldsItsRoomOnce() {
        Scenario scenario = Scenario.ofHosts("h1", "h2", "h3");
        scenario.unmanaged("h2", 1, List.of(SIZE), LEGACY).forget();

        scenario.adopt("legacy", "h2", SMALL);
        assertThat(scenario.told()).containsExactly("Placed legacy@h2/1 ADOPTED");
        assertThat(scenario.commanded()).containsExactly("Adopt legacy@h2/1");
        assertThat(scenario.vm("legacy").state()).isEqualTo(AssignmentState.ADOPTING);

        scenario.unmanaged("h2", 1, List.of(SIZE), LEGACY);
        assertThat(scenario.commanded()).as("not yet taken up, left alone").isEmpty();

        scenario.answer("legacy", STARTED);
        assertThat(scenario.told()).containsExactly("Confirmed legacy@h2/1");
        assertThat(scenario.vm("legacy").state()).isEqualTo(AssignmentState.RUNNING);
        assertThat(scenario.state.ledger().allocated(Resource.MEMORY, new HostId("h2")))
                .isEqualTo(SMALL.memory().value());
    }

    @Test
    void anOverFullHostKeepsItAndTheDecisionSaysSo() {
        Scenario scenario = Scenario.ofHosts("h1");
        scenario.specify(Scenario.hostState("h1", MiB.ofGiB(2), HostReserve.NONE)).forget();

        scenario.adopt("legacy", "h1", spec(3, true, RestartPriority.HIGH));

        VmPlaced placed = (VmPlaced) scenario.events().getFirst();
        assertThat(placed.host()).isEqualTo(new HostId("h1"));
        assertThat(placed.explanation().candidates()).isEmpty();
        assertThat(placed.explanation().refused().getFirst().refusals())
                .anySatisfy(refusal -> {
                    assertThat(refusal.code()).isEqualTo("insufficient-memory");
                    assertThat(refusal.required()).isEqualTo(3072);
                    assertThat(refusal.available()).isEqualTo(2048);
                });
    }

    @Test
    void repeatedRequestsAnswersAndLateTablesChangeNothing() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").adopt("legacy", "h1", SMALL);
        scenario.answer("legacy", STARTED).forget();
        VmRow before = scenario.vm("legacy");

        scenario.adopt("legacy", "h1", SMALL)
                .adopt("legacy", "h2", SMALL)
                .answer("legacy", STARTED)
                .answer("legacy", REFUSED_NOT_HERE);

        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded()).isEmpty();
        assertThat(scenario.vm("legacy")).isEqualTo(before);
    }

    @Test
    void aRefusalEndsInAFailureAndNeverInAStart() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").adopt("legacy", "h1", SMALL).forget();

        scenario.answer("legacy", REFUSED_NOT_HERE);
        assertThat(scenario.told()).containsExactly("NotAdopted legacy@h1/1 NOT_HERE");
        assertThat(scenario.commanded()).isEmpty();
        assertThat(scenario.vm("legacy").state()).isEqualTo(AssignmentState.ADOPTION_FAILED);

        scenario.table("h2", 1, 1, Trigger.RECONNECTED, LEGACY);
        scenario.ready("h3", 1).after(PlacementPolicy.DEFAULT.failedStartRetry());
        assertThat(scenario.commanded()).noneMatch(told -> told.contains("legacy"));

        scenario.adopt("legacy", "h2", SMALL);
        assertThat(scenario.told()).containsExactly("Placed legacy@h2/2 ADOPTED");
        scenario.answer("legacy", REFUSED_BY_HYPERVISOR);
        assertThat(scenario.told()).containsExactly("NotAdopted legacy@h2/2 REFUSED");
    }

    @Test
    void afterAFailureAnExplicitStartIsAnOrdinaryOne() {
        Scenario scenario = Scenario.ofHosts("h1").adopt("legacy", "h1", SMALL);
        scenario.answer("legacy", REFUSED_NOT_HERE).forget();

        scenario.stop("legacy");
        assertThat(scenario.commanded()).as("there is nothing to stop").isEmpty();
        scenario.request("legacy", SMALL).answer("legacy", STARTED);

        assertThat(scenario.told())
                .containsExactly("Placed legacy@h1/2 REQUESTED", "Confirmed legacy@h1/2");
    }

    @Test
    void aHostThatIsNotReadyIsNotAsked() {
        Scenario scenario = Scenario.ofHosts("h1").failed("h1", 1).forget();

        scenario.adopt("legacy", "h1", SMALL).adopt("other", "nowhere", SMALL);

        assertThat(scenario.events())
                .map(event -> ((VmAdoptionFailed) event).detail())
                .containsExactly(
                        "host h1 is FAILED without a grant in force",
                        "host nowhere is not known in domain cluster-1");
        assertThat(scenario.commanded()).isEmpty();
    }

    @Test
    void theHostIsAskedAgainUntilItAnswers() {
        Scenario scenario = Scenario.ofHosts("h1").adopt("legacy", "h1", SMALL).forget();

        scenario.after(PlacementPolicy.DEFAULT.stopRepeat());
        assertThat(scenario.commanded()).containsExactly("Adopt legacy@h1/1");

        scenario.table("h1", 1, 1, Trigger.RECONNECTED, held("legacy", 1, VmPower.RUNNING));
        assertThat(scenario.told()).as("its table is an answer").hasSize(1);
        assertThat(scenario.vm("legacy").deadline()).isNull();
    }

    @Test
    void aHostThatDiesInBetweenEndsItForAHighlyAvailableVm() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").adopt("legacy", "h1", SMALL).forget();

        scenario.failed("h1", 1);

        assertThat(scenario.told()).containsExactly("NotAdopted legacy@h1/1 HOST_LOST");
        assertThat(scenario.commanded()).isEmpty();

        scenario.table("h1", 1, 1, Trigger.FENCED_ITSELF, LEGACY);
        assertThat(scenario.commanded()).noneMatch(told -> told.contains("legacy"));
    }

    @Test
    void aHostThatIsOnlyCutOffIsWaitedForWithAnOrdinaryVm() {
        Scenario scenario = Scenario.ofHosts("h1").adopt("legacy", "h1", ORDINARY).forget();

        scenario.failed("h1", 1);
        assertThat(scenario.told()).isEmpty();

        scenario.answer("legacy", STARTED);
        assertThat(scenario.told()).containsExactly("Confirmed legacy@h1/1");
    }

    @Test
    void aHostWithoutPowerEndsItForAnyVm() {
        Scenario scenario = Scenario.ofHosts("h1").adopt("legacy", "h1", ORDINARY).forget();

        scenario.failed("h1", 1, FencingEvidence.POWER_OFF_BY_BMC);

        assertThat(scenario.told()).containsExactly("NotAdopted legacy@h1/1 HOST_LOST");
    }

    @Test
    void whatWasTakenUpBeforeTheHostWasLostStillCounts() {
        Scenario scenario = Scenario.ofHosts("h1").adopt("legacy", "h1", ORDINARY);
        scenario.failed("h1", 1, FencingEvidence.OPERATOR_CONFIRMED).forget();

        scenario.answer("h1", "legacy", 1, STARTED);

        assertThat(scenario.told()).containsExactly("Confirmed legacy@h1/1");
        assertThat(scenario.commanded()).isEmpty();
        assertThat(scenario.hostOf("legacy")).isEqualTo("h1");
    }

    @Test
    void aHighlyAvailableVmThatWasTakenUpBeforeTheHostWasLostIsReplaced() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").adopt("legacy", "h1", SMALL);
        scenario.failed("h1", 1).forget();

        scenario.answer("h1", "legacy", 1, STARTED);

        assertThat(scenario.told())
                .containsExactly(
                        "Confirmed legacy@h1/1",
                        "Lost legacy@h1/1 HOST_FAILED",
                        "Placed legacy@h2/2 HOST_FAILED");
    }

    @Test
    void aHighlyAvailableVmThatWasTakenUpAndFencedIsReplaced() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").adopt("legacy", "h1", SMALL).forget();

        scenario.table("h1", 1, 1, Trigger.FENCED_ITSELF, held("legacy", 1, VmPower.STOPPED));

        assertThat(scenario.told())
                .containsExactly(
                        "Confirmed legacy@h1/1",
                        "Lost legacy@h1/1 HOST_FENCED_ITSELF",
                        "Placed legacy@h2/2 HOST_FENCED_ITSELF");
    }

    @Test
    void aStopWhileItIsTakenUpStopsItWhereItIs() {
        Scenario scenario = Scenario.ofHosts("h1").adopt("legacy", "h1", SMALL).forget();

        scenario.stop("legacy");
        assertThat(scenario.commanded()).containsExactly("Stop legacy@h1/1 REQUESTED");
        scenario.answer("legacy", STOPPED);

        assertThat(scenario.told()).containsExactly("Stopped legacy/1");
    }
}
