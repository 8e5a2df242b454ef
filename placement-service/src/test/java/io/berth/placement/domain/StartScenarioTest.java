package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.REFUSED_BY_HYPERVISOR;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED;
import static io.berth.placement.domain.Scenario.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a request to a confirmed start, and what can go wrong on the way. */
class StartScenarioTest {
    private static final Duration DEADLINE = PlacementPolicy.DEFAULT.startDeadline();

    @Test
    void aRequestIsPlacedStartedAndConfirmedOnlyByTheHost() {
        Scenario scenario = Scenario.ofHosts("h1").forget();

        scenario.request("vm", SMALL);
        assertThat(scenario.told()).containsExactly("Placed vm@h1/1 REQUESTED");
        assertThat(scenario.commanded()).containsExactly("Start vm@h1/1");
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.PLACED);

        scenario.answer("vm", STARTED);
        assertThat(scenario.told()).containsExactly("Confirmed vm@h1/1");
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.RUNNING);
        assertThat(scenario.vm("vm").deadline()).isNull();
    }

    @Test
    void repeatedRequestsAndReportsChangeNothing() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).forget();
        VmRow before = scenario.vm("vm");

        scenario.request("vm", SMALL).answer("vm", STARTED).answer("vm", REFUSED_BY_HYPERVISOR);

        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded()).isEmpty();
        assertThat(scenario.vm("vm")).isEqualTo(before);
    }

    @Test
    void whereAVmIsCopiedToIsNotPlacementsAffair() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).forget();
        VmRow before = scenario.vm("vm");

        scenario.copied("h1", "vm");

        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded()).isEmpty();
        assertThat(scenario.vm("vm")).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandCompleted.Outcome.class,
            names = {"STARTED", "STOPPED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aRefusedStartGoesElsewhere(CommandCompleted.Outcome refusal) {
        Scenario scenario = Scenario.ofHosts("h1", "h2").request("vm", SMALL).forget();
        String first = scenario.hostOf("vm");

        scenario.answer("vm", refusal);

        String second = first.equals("h1") ? "h2" : "h1";
        assertThat(scenario.told()).containsExactly("Placed vm@" + second + "/2 START_REFUSED");
        assertThat(scenario.commanded())
                .containsExactly(
                        "Stop vm@" + first + "/1 STALE_EPOCH", "Start vm@" + second + "/2");
    }

    @Test
    void startsAreTriedOnFiveHostsAndAgainLater() {
        Scenario scenario =
                Scenario.ofHosts("h1", "h2", "h3", "h4", "h5", "h6").request("vm", SMALL);
        Set<String> tried = new HashSet<>();
        for (int attempt = 1; attempt <= 5; attempt++) {
            tried.add(scenario.hostOf("vm"));
            scenario.forget().answer("vm", REFUSED_BY_HYPERVISOR);
        }

        assertThat(tried).as("a different host each time").hasSize(5);
        VmUnplaceable event = (VmUnplaceable) scenario.events().getFirst();
        assertThat(event.explanation().candidates()).isEmpty();
        assertThat(event.explanation().refused())
                .flatExtracting(refused -> refused.refusals())
                .extracting(refusal -> refusal.code())
                .containsOnly("excluded-after-failed-start", "start-attempts-exhausted");

        scenario.forget().after(PlacementPolicy.DEFAULT.failedStartRetry());
        assertThat(scenario.told()).singleElement().asString().endsWith("/6 CAPACITY_APPEARED");
    }

    @Test
    void aStartThatTakesTooLongIsWithdrawnBeforeItGoesElsewhere() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").request("vm", SMALL).forget();
        String first = scenario.hostOf("vm");
        String second = first.equals("h1") ? "h2" : "h1";

        scenario.after(DEADLINE.minusMillis(1));
        assertThat(scenario.commanded()).isEmpty();

        scenario.after(Duration.ofMillis(1));
        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded()).containsExactly("Stop vm@" + first + "/1 START_TIMED_OUT");
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.WITHDRAWING);

        scenario.after(PlacementPolicy.DEFAULT.stopRepeat());
        assertThat(scenario.commanded())
                .as("no answer: asked again, and the VM stays where it may be")
                .containsExactly("Stop vm@" + first + "/1 START_TIMED_OUT");
        scenario.answer("vm", STARTED);
        assertThat(scenario.told()).as("too late to be confirmed").isEmpty();

        scenario.answer("vm", STOPPED);
        assertThat(scenario.told()).containsExactly("Placed vm@" + second + "/2 START_TIMED_OUT");
    }

    @Test
    void aStartReportOfAnOldEpochIsAnsweredWithAStop() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").request("vm", SMALL);
        String first = scenario.hostOf("vm");
        scenario.answer("vm", REFUSED_BY_HYPERVISOR).forget();

        scenario.answer(first, "vm", 1, STARTED);

        assertThat(scenario.commanded()).containsExactly("Stop vm@" + first + "/1 STALE_EPOCH");
        assertThat(scenario.told()).isEmpty();
    }

    @Test
    void anUnplaceableVmIsToldOnceAndPlacedWhenCapacityAppears() {
        Scenario scenario = Scenario.ofHosts("h1").forget();

        scenario.request("vm", Scenario.spec(65, true, RestartPriority.HIGH));
        assertThat(scenario.told()).containsExactly("Unplaceable vm/0 REQUESTED");

        scenario.specify(Scenario.hostState("h2", MiB.ofGiB(32), HostReserve.NONE));
        scenario.ready("h2", 1);
        assertThat(scenario.told()).as("tried again, silently").isEmpty();

        scenario.specify(Scenario.hostState("h1", MiB.ofGiB(128), HostReserve.NONE));
        assertThat(scenario.told()).containsExactly("Placed vm@h1/1 CAPACITY_APPEARED");
    }

    @Test
    void waitingVmsAreTriedByPriorityThenSizeThenId() {
        Scenario scenario = Scenario.ofHosts();
        scenario.specify(Scenario.hostState("h1", MiB.ofGiB(64), HostReserve.NONE));
        scenario.request("low", Scenario.spec(8, true, RestartPriority.LOW));
        scenario.request("b", Scenario.spec(2, true, RestartPriority.MEDIUM));
        scenario.request("a", Scenario.spec(2, true, RestartPriority.MEDIUM));
        scenario.request("large", Scenario.spec(4, true, RestartPriority.MEDIUM));
        scenario.request("high", Scenario.spec(1, true, RestartPriority.HIGH));
        scenario.forget().ready("h1", 1);

        assertThat(scenario.told())
                .containsExactly(
                        "Placed high@h1/1 CAPACITY_APPEARED",
                        "Placed large@h1/1 CAPACITY_APPEARED",
                        "Placed a@h1/1 CAPACITY_APPEARED",
                        "Placed b@h1/1 CAPACITY_APPEARED",
                        "Placed low@h1/1 CAPACITY_APPEARED");
    }

    @Test
    void aSmallerVmIsPlacedPastALargerOneThatDoesNotFit() {
        Scenario scenario = Scenario.ofHosts();
        scenario.specify(Scenario.hostState("h1", MiB.ofGiB(4), HostReserve.NONE));
        scenario.request("huge", Scenario.spec(65, true, RestartPriority.HIGH));
        scenario.request("larger", Scenario.spec(66, true, RestartPriority.HIGH));
        scenario.request("small", Scenario.spec(1, true, RestartPriority.LOW));
        scenario.forget().ready("h1", 1);

        assertThat(scenario.told()).containsExactly("Placed small@h1/1 CAPACITY_APPEARED");
    }

    @Test
    void retriesOfOneDecisionAreBoundedAndSaySo() {
        PlacementPolicy two =
                new PlacementPolicy(
                        "test",
                        DEADLINE,
                        DEADLINE,
                        5,
                        PlacementPolicy.DEFAULT.failedStartRetry(),
                        PlacementPolicy.DEFAULT.operationDeadline(),
                        2);
        Scenario scenario = Scenario.ofHosts();
        for (String vm : List.of("a", "b", "c")) {
            scenario.request(vm, SMALL);
        }
        scenario.up("h1", 1);
        scenario.state.apply(
                new Verdict.Decision(
                        List.of(
                                new Outcome.HostChanged(
                                        scenario.hostRow("h1").granted(new BootId(1)).opened())),
                        false));
        Input described =
                new Input.HostsDescribed(
                        List.of(
                                new HostDescription(
                                        Scenario.hostState("h1", MiB.ofGiB(64), HostReserve.NONE),
                                        null)));
        Moment moment = new Moment(Instant.EPOCH, 1, List.of());

        Verdict verdict = new PlacementRules(two).decide(scenario.state, described, moment);

        Verdict.Decision decision = (Verdict.Decision) verdict;
        assertThat(decision.retriesLeft()).isTrue();
        assertThat(decision.outcomes())
                .filteredOn(Outcome.Commanded.class::isInstance)
                .as("two starts, and the third is left")
                .hasSize(2);
    }

    @Test
    void antiAffinityPartnersNeverShareAHost() {
        Scenario scenario = Scenario.ofHosts("h1", "h2").forget();
        scenario.running("a", Scenario.apart("web")).running("b", Scenario.apart("web"));
        assertThat(scenario.hostOf("a")).isNotEqualTo(scenario.hostOf("b"));
        scenario.forget();

        scenario.request("c", Scenario.apart("web"));
        VmUnplaceable event = (VmUnplaceable) scenario.events().getFirst();
        assertThat(event.explanation().refused())
                .flatExtracting(refused -> refused.refusals())
                .extracting(refusal -> refusal.code())
                .containsExactly("anti-affinity", "anti-affinity");

        scenario.stop("a").answer("a", STOPPED);
        String freed = scenario.hostOf("b").equals("h1") ? "h2" : "h1";
        assertThat(scenario.told())
                .containsExactly("Stopped a/1", "Placed c@" + freed + "/1 CAPACITY_APPEARED");
    }
}
