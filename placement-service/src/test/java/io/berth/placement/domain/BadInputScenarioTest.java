package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.REFUSED_BY_HYPERVISOR;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED;
import static io.berth.placement.domain.Scenario.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.contracts.telemetry.VmPower;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Input that is wrong, contradictory or impossible to satisfy has a typed answer, and the books
 * hold after it; {@link Scenario} checks them after every event.
 */
class BadInputScenarioTest {
    private static List<Refusal> refusals(Scenario scenario) {
        return ((VmUnplaceable) scenario.events().getLast())
                .explanation().refused().stream()
                        .flatMap(host -> host.refusals().stream())
                        .toList();
    }

    private static String other(String host) {
        return host.equals("h1") ? "h2" : "h1";
    }

    @ParameterizedTest
    @CsvSource({
        "0, 50, 1, spec.vcpus is 0",
        "-1, 50, 1, spec.vcpus is -1",
        "1025, 50, 1, spec.vcpus is 1025",
        "1, 0, 1, spec.cpuUtilisationPercent is 0",
        "1, 101, 1, spec.cpuUtilisationPercent is 101",
        "1, 50, 0, spec.memory is 0",
    })
    void aSizeOutOfRangeIsNamedWithWhatIsAllowed(int vcpus, int percent, long mib, String says) {
        assertThatThrownBy(() ->
                        new VmSpec(vcpus, percent, new MiB(mib), true, RestartPriority.LOW, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(says)
                .hasMessageContaining("allowed is");
    }

    @Test
    void aVmLargerThanAnyHostIsToldWhatEachHasLeft() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").forget();
        scenario.request(
                "vm", new VmSpec(1024, 100, new MiB(1L << 40), true, RestartPriority.HIGH, null));

        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.UNPLACEABLE);
        assertThat(refusals(scenario))
                .extracting(Refusal::code, Refusal::required, Refusal::available)
                .contains(
                        tuple("insufficient-memory", 1L << 40, 65536L),
                        tuple("insufficient-cpu", 102_400L, 1600L));
    }

    @Test
    void morePartnersThanHostsLeaveTheLastWithoutOneAndSayWhoIsInTheWay() {
        Scenario scenario = Scenario.ofHosts("h1", "h2");
        for (String vm : List.of("a", "b")) {
            scenario.running(vm, Scenario.apart("set"));
        }
        scenario.forget().request("c", Scenario.apart("set"));
        assertThat(refusals(scenario))
                .extracting(Refusal::code)
                .containsExactly("anti-affinity", "anti-affinity");
    }

    /** Inventory refuses such a pair; an event of before that may still say it. */
    @Test
    void togetherAndApartEndsApartForWhatIsRecoveredAndInAnAnswerForWhatIsNew() {
        VmSpec both =
                new VmSpec(
                        1,
                        50,
                        MiB.ofGiB(1),
                        true,
                        RestartPriority.MEDIUM,
                        "apart",
                        VmDetails.NONE.with("together", null));
        Scenario scenario = Scenario.ofHosts("h1", "h2").running("a", both).forget();

        scenario.request("b", both);

        assertThat(scenario.vm("b").state()).isEqualTo(AssignmentState.UNPLACEABLE);
        assertThat(refusals(scenario))
                .extracting(Refusal::code)
                .containsExactlyInAnyOrder("anti-affinity", "affinity");
    }

    @Test
    void aHostThatShrinksBelowWhatItHoldsKeepsItAndTakesNothingMore() {
        Scenario scenario =
                Scenario.ofHosts("h1")
                        .running("big", Scenario.spec(40, true, SMALL.restartPriority()));
        scenario.specify(Scenario.hostState("h1", MiB.ofGiB(16), HostReserve.NONE)).forget();

        assertThat(scenario.vm("big").state()).isEqualTo(AssignmentState.RUNNING);
        assertThat(scenario.state.ledger().available(Resource.MEMORY, new HostId("h1")))
                .isEqualTo(-24 * 1024L);
        scenario.request("vm", SMALL);
        assertThat(refusals(scenario))
                .singleElement()
                .returns("insufficient-memory", Refusal::code)
                .returns(-24 * 1024L, Refusal::available);

        scenario.stop("big").answer("big", STOPPED);
        assertThat(scenario.hostOf("vm")).as("room again").isEqualTo("h1");
    }

    @Test
    void aReserveLargerThanTheHostLeavesLessThanNothing() {
        Scenario scenario = Scenario.ofHosts();
        scenario.specify(
                Scenario.hostState("h1", MiB.ofGiB(4), new HostReserve(100, MiB.ofGiB(8))));
        scenario.ready("h1", 1).forget().request("vm", SMALL);
        assertThat(refusals(scenario))
                .extracting(Refusal::code, Refusal::available)
                .contains(tuple("insufficient-memory", -4096L), tuple("insufficient-cpu", 0L));
    }

    @Test
    void aStopOfAVmThatNobodyAskedForIsATypedAnswer() {
        Scenario scenario = Scenario.ofHosts("h1");
        assertThat(
                        scenario.verdict(
                                new Input.Requested(
                                        new StopVmRequested(new VmId("ghost"), Scenario.CLUSTER))))
                .isEqualTo(new Verdict.UnknownVm(new VmId("ghost"), Scenario.CLUSTER));
    }

    @Test
    void aReportFromTheWrongHostConfirmsNothingAndIsAnsweredWithAStop() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").request("vm", SMALL).forget();
        String right = scenario.hostOf("vm");

        scenario.answer(other(right), "vm", 1, STARTED);

        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.PLACED);
        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded())
                .containsExactly("Stop vm@" + other(right) + "/1 STALE_EPOCH");
        scenario.answer(other(right), "vm", 1, STOPPED)
                .answer(other(right), "vm", 1, REFUSED_BY_HYPERVISOR);
        assertThat(scenario.vm("vm").isOn(new HostId(right))).isTrue();
        assertThat(scenario.told()).isEmpty();
    }

    @Test
    void aReportOfALowerEpochFromTheRightHostChangesNothingButStopsIt() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL);
        scenario.stop("vm").answer("vm", STOPPED);
        scenario.running("vm", SMALL).forget();
        VmRow before = scenario.vm("vm");

        scenario.answer("h1", "vm", 1, STOPPED).answer("h1", "vm", 1, REFUSED_BY_HYPERVISOR);
        assertThat(scenario.vm("vm")).isEqualTo(before);
        scenario.answer("h1", "vm", 1, STARTED);
        assertThat(scenario.vm("vm")).isEqualTo(before);
        assertThat(scenario.commanded()).containsExactly("Stop vm@h1/1 STALE_EPOCH");
    }

    @Test
    void aTableThatNamesAVmAtAHigherEpochThanWasEverGivenIsStopped() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).forget();
        VmRow before = scenario.vm("vm");
        scenario.table(
                "h1",
                1,
                scenario.hostRow("h1").tenure().value(),
                Trigger.REQUESTED,
                Scenario.held("vm", 9, VmPower.RUNNING));
        assertThat(scenario.vm("vm")).isEqualTo(before);
        assertThat(scenario.commanded()).containsExactly("Stop vm@h1/9 STALE_EPOCH");
    }

    @Test
    void aClusterOfOneNodeRunsVmsAndLosesThemWithoutAnException() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).forget();
        scenario.failed("h1", 1);
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.UNPLACEABLE);
        assertThat(Objects.requireNonNull(scenario.vm("vm").lastHost()))
                .isEqualTo(new HostId("h1"));
    }
}
