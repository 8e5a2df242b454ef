package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.REFUSED_BY_HYPERVISOR;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;
import static io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED;
import static io.berth.placement.domain.Scenario.SMALL;
import static io.berth.placement.domain.Scenario.inTier;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmTurnCame;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.vm.Conduct;
import io.berth.placement.domain.vm.StartTurn;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** VMs of one group are placed at once and started tier by tier. */
class StartOrderScenarioTest {
    private static final Duration NONE = Duration.ZERO;
    private static final Duration PATIENCE = PlacementPolicy.DEFAULT.startPatience();
    private static final Duration TICK = Duration.ofMillis(1);

    private final Scenario scenario = Scenario.ofHosts("h1");

    private static VmSpec ordinary(VmSpec spec) {
        return Scenario.details(
                Scenario.spec(1, false, RestartPriority.MEDIUM),
                Objects.requireNonNull(spec.details()));
    }

    private static VmSpec first(VmSpec spec) {
        return Scenario.details(
                Scenario.spec(1, true, RestartPriority.HIGH),
                Objects.requireNonNull(spec.details()));
    }

    private void host(String id) {
        scenario.specify(Scenario.hostState(id, MiB.ofGiB(64), HostReserve.NONE));
        scenario.ready(id, 1);
    }

    /** db, app and web run on h1, there is an empty h2, and h1 fails. */
    private void lose(Duration delayOfApp) {
        scenario.running("db", inTier("shop", 1, NONE))
                .running("app", inTier("shop", 2, delayOfApp))
                .running("web", first(inTier("shop", 3, NONE)));
        host("h2");
        scenario.forget().failed("h1", 1);
    }

    private List<String> starts() {
        return scenario.commanded().stream().filter(c -> c.startsWith("Start")).toList();
    }

    @Test
    void allArePlacedAtOnceByPriorityAndStartedTierByTierWithDelays() {
        lose(Duration.ofSeconds(30));
        assertThat(scenario.told())
                .filteredOn(told -> told.startsWith("Placed"))
                .as("web has the highest restart priority")
                .containsExactly(
                        "Placed web@h2/2 HOST_FAILED",
                        "Placed app@h2/2 HOST_FAILED",
                        "Placed db@h2/2 HOST_FAILED");
        assertThat(starts()).containsExactly("Start db@h2/2");
        assertThat(scenario.vm("web").conduct().turn())
                .isNotNull()
                .returns(new VmId("db"), StartTurn::awaits)
                .returns(1, StartTurn::tier);

        scenario.after(PlacementPolicy.DEFAULT.startDeadline().minus(TICK));
        scenario.answer("db", STARTED).after(Duration.ofSeconds(30).minus(TICK));
        assertThat(starts()).as("app waits for its delay, web for app").isEmpty();
        assertThat(scenario.vm("app").state()).isEqualTo(AssignmentState.PLACED);
        assertThat(scenario.vm("web").conduct().turn())
                .isNotNull()
                .returns(new VmId("app"), StartTurn::awaits);

        scenario.after(TICK);
        assertThat(starts()).containsExactly("Start app@h2/2");
        scenario.forget().answer("app", STARTED);
        assertThat(starts()).containsExactly("Start web@h2/2");
        assertThat(scenario.told()).containsExactly("Confirmed app@h2/2", "Turn web@h2/2");
        scenario.answer("web", STARTED);
        assertThat(scenario.vm("web").state()).isEqualTo(AssignmentState.RUNNING);
        assertThat(scenario.vm("web").conduct()).isEqualTo(Conduct.PLAIN);
    }

    @Test
    void aWaitIsNoStartThatTimesOut() {
        lose(NONE);
        scenario.forget();
        Duration past = PlacementPolicy.DEFAULT.startDeadline();

        scenario.after(past).after(past).after(past);

        assertThat(scenario.commanded())
                .as("only db is told to start, and to stop")
                .allMatch(command -> command.contains(" db@"));
        assertThat(scenario.vm("web").state()).isEqualTo(AssignmentState.PLACED);
        assertThat(scenario.vm("app").awaitsTurn()).isTrue();
    }

    @Test
    void itGoesOnWithoutWhatDoesNotComeUpInTimeAndSaysSo() {
        lose(Duration.ofSeconds(30));
        scenario.forget().after(PATIENCE.minus(TICK));
        assertThat(starts()).isEmpty();

        scenario.after(TICK);
        assertThat(starts()).containsExactly("Start app@h2/2");
        VmTurnCame turn =
                scenario.events().stream()
                        .filter(VmTurnCame.class::isInstance)
                        .map(VmTurnCame.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(turn.without()).containsExactly(new VmId("db"));
        assertThat(turn.waited()).isEqualTo(PATIENCE);

        scenario.forget().answer("app", STARTED);
        assertThat(starts()).as("db still hangs, and web has an end of its own").isEmpty();
        scenario.after(PATIENCE.plusSeconds(30));
        assertThat(scenario.told()).contains("Turn web@h2/2 without [db]");
    }

    @Test
    void whatNoHostCanTakeIsNotWaitedFor() {
        scenario.running(
                        "db",
                        Scenario.details(
                                Scenario.spec(40, true, RestartPriority.LOW),
                                Objects.requireNonNull(inTier("shop", 1, NONE).details())))
                .running("app", inTier("shop", 2, Duration.ofSeconds(30)));
        scenario.specify(Scenario.hostState("h2", MiB.ofGiB(8), HostReserve.NONE));
        scenario.ready("h2", 1).forget().failed("h1", 1);

        assertThat(scenario.vm("db").state()).isEqualTo(AssignmentState.UNPLACEABLE);
        assertThat(starts()).containsExactly("Start app@h2/2");
        assertThat(scenario.told()).noneMatch(told -> told.startsWith("Turn"));
    }

    @Test
    void whatRunsAlreadyIsNotWaitedForAndOtherGroupsNever() {
        scenario.running("db", inTier("shop", 1, NONE))
                .request("other", inTier("bank", 1, NONE))
                .forget()
                .request("app", inTier("shop", 2, Duration.ofHours(1)));
        assertThat(starts()).containsExactly("Start app@h1/1");
    }

    @Test
    void requestedOneAfterTheOtherTheSecondWaitsForTheFirst() {
        scenario.request("db", inTier("shop", 1, NONE))
                .forget()
                .request("app", inTier("shop", 2, NONE));
        assertThat(starts()).isEmpty();
        scenario.answer("db", STARTED);
        assertThat(starts()).containsExactly("Start app@h1/1");
    }

    /** It may still run there at an earlier epoch: the host has the last word. */
    @Test
    void aStopRequestEndsTheWaitByTheWordOfTheHost() {
        lose(NONE);
        scenario.forget().stop("app");
        assertThat(scenario.commanded()).containsExactly("Stop app@h2/2 REQUESTED");
        assertThat(scenario.vm("app").state()).isEqualTo(AssignmentState.STOPPING);

        scenario.answer("app", STOPPED);
        assertThat(scenario.told()).containsExactly("Stopped app/2");
        scenario.answer("db", STARTED);
        assertThat(starts()).containsExactly("Start web@h2/2");
    }

    @Test
    void aHostThatDiesTakesNobodysTurnAway() {
        lose(NONE);
        host("h3");
        scenario.forget().failed("h2", 1);

        assertThat(scenario.hostOf("web")).isEqualTo("h3");
        assertThat(starts()).containsExactly("Start db@h3/3");
        assertThat(scenario.vm("web").awaitsTurn()).isTrue();
        scenario.answer("db", STARTED);
        assertThat(starts()).containsExactly("Start app@h3/3");
    }

    @Test
    void aHostIsToldOnlyWhileItIsUp() {
        scenario.running("app", inTier("shop", 2, NONE)).running("db", inTier("shop", 1, NONE));
        host("h2");
        scenario.failed("h1", 1);
        suspect("h2");
        scenario.forget().answer("db", STARTED);
        assertThat(starts()).isEmpty();
        assertThat(scenario.vm("app").deadline()).as("the host's next word is awaited").isNull();

        scenario.feed(
                new Input.NodeFact(
                        new HostRecovered(
                                new HostId("h2"),
                                Scenario.CLUSTER,
                                new BootId(1),
                                scenario.hostRow("h2").tenure(),
                                Instant.EPOCH)));
        assertThat(starts()).containsExactly("Start app@h2/2");
    }

    private void suspect(String host) {
        scenario.feed(
                new Input.NodeFact(
                        new HostSuspect(
                                new HostId(host),
                                Scenario.CLUSTER,
                                new BootId(1),
                                scenario.hostRow(host).tenure(),
                                Instant.EPOCH)));
    }

    @Test
    void aHostThatComesBackStartsWhatWaitedForItTierByTier() {
        scenario.running("app", ordinary(inTier("shop", 2, NONE)))
                .running("db", ordinary(inTier("shop", 1, NONE)))
                .forget();
        scenario.up("h1", 2).table("h1", 2, 0, Trigger.STARTED).opened("h1", 2, 2);

        assertThat(scenario.told())
                .contains("Placed app@h1/2 HOST_REBOOTED", "Placed db@h1/2 HOST_REBOOTED");
        assertThat(starts()).containsExactly("Start db@h1/2");
        scenario.answer("db", STARTED);
        assertThat(starts()).containsExactly("Start app@h1/2");
    }

    @Test
    void underAnotherGrantItIsPlacedAnewBeforeTheHostIsTold() {
        scenario.request("db", ordinary(inTier("shop", 1, NONE)))
                .request("app", ordinary(inTier("shop", 2, NONE)))
                .forget();
        scenario.table("h1", 1, 1, Trigger.FENCED_ITSELF).opened("h1", 1, 2);
        assertThat(scenario.commanded()).contains("Stop app@h1/1 STALE_EPOCH");
        assertThat(scenario.vm("app").state()).isEqualTo(AssignmentState.WITHDRAWING);

        scenario.answer("app", STOPPED);
        assertThat(scenario.vm("app").tenure()).isEqualTo(scenario.hostRow("h1").tenure());
        assertThat(scenario.vm("app").awaitsTurn()).isTrue();
    }

    @Test
    void aLowerTierThatIsLostAgainIsWaitedForAgainWithTheSameEnd() {
        lose(Duration.ofSeconds(30));
        Instant end = Objects.requireNonNull(scenario.vm("app").conduct().turn()).until();
        scenario.answer("db", STARTED);
        assertThat(Objects.requireNonNull(scenario.vm("app").conduct().turn()).after()).isNotNull();
        host("h3");
        VmRow db = scenario.vm("db");
        scenario.stop("db").answer("db", STOPPED);
        scenario.request("db", db.spec());

        StartTurn turn = Objects.requireNonNull(scenario.vm("app").conduct().turn());
        assertThat(turn.after()).isNull();
        assertThat(turn.awaits()).isEqualTo(new VmId("db"));
        assertThat(turn.until()).isEqualTo(end);
    }

    @Test
    void aRefusedStartIsTriedElsewhereAndWaitedForMeanwhile() {
        lose(NONE);
        host("h3");
        scenario.forget().answer("db", REFUSED_BY_HYPERVISOR);
        assertThat(starts()).containsExactly("Start db@h3/3");
        assertThat(scenario.vm("app").awaitsTurn()).isTrue();
        scenario.answer("db", STARTED);
        assertThat(starts()).containsExactly("Start app@h2/2");
    }

    @Test
    void itsHostsReportThatItRunsIsBelieved() {
        lose(NONE);
        scenario.answer("h2", "app", 2, STARTED);
        assertThat(scenario.vm("app").state()).isEqualTo(AssignmentState.RUNNING);
    }

    @Test
    void whatHasNoOrderIsStartedAtOnce() {
        scenario.running("db", inTier("shop", 1, NONE)).running("free", SMALL);
        host("h2");
        scenario.forget().failed("h1", 1);
        assertThat(starts()).containsExactlyInAnyOrder("Start db@h2/2", "Start free@h2/2");
        assertThat(scenario.told()).noneMatch(told -> told.startsWith("Turn"));
    }
}
