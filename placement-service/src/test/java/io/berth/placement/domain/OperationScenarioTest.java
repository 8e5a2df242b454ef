package io.berth.placement.domain;

import static io.berth.contracts.hosts.VmAction.PAUSE;
import static io.berth.contracts.hosts.VmAction.RESET;
import static io.berth.contracts.hosts.VmAction.RESTORE;
import static io.berth.contracts.hosts.VmAction.RESUME;
import static io.berth.contracts.hosts.VmAction.SAVE;
import static io.berth.contracts.hosts.VmAction.SNAPSHOT;
import static io.berth.contracts.hosts.VmOperationEnded.Outcome.DONE;
import static io.berth.contracts.hosts.VmOperationEnded.Outcome.REFUSED_BY_HYPERVISOR;
import static io.berth.placement.domain.Scenario.SMALL;
import static io.berth.placement.domain.Scenario.held;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Standstill;
import io.berth.contracts.placement.VmOperationSettled;
import io.berth.contracts.telemetry.VmPower;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What hosts are told to do with VMs that stay where they are, and how that ends in every case. */
class OperationScenarioTest {
    private static final VmSpec ORDINARY = Scenario.spec(1, false, RestartPriority.MEDIUM);

    @Test
    void aVmIsPausedAndGoesOn() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).forget();

        scenario.operate("c1", "vm", PAUSE);
        assertThat(scenario.told()).containsExactly("Ordered PAUSE vm@h1/1");
        assertThat(scenario.commanded()).containsExactly("PAUSE vm@h1/1 tenure 1");
        assertThat(standstill(scenario)).isNull();

        scenario.operated("c1", "vm", PAUSE, DONE, VmPower.PAUSED);
        assertThat(scenario.told()).containsExactly("Settled PAUSE vm@h1/1 DONE");
        assertThat(standstill(scenario)).isEqualTo(Standstill.PAUSED);
        assertThat(memoryOf(scenario)).as("it keeps its room").isEqualTo(1024);

        scenario.operate("c2", "vm", RESUME).operated("c2", "vm", RESUME, DONE, VmPower.RUNNING);
        assertThat(standstill(scenario)).isNull();
        assertThat(scenario.vm("vm").epoch().value()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPossibleFollowsFromHowItStands(VmAction action) {
        assertThat(OperationRules.isPossible(action, null))
                .isEqualTo(!Set.of(RESUME, RESTORE).contains(action));
        assertThat(OperationRules.isPossible(action, Standstill.PAUSED))
                .isEqualTo(!Set.of(PAUSE, RESTORE, RESET).contains(action));
        assertThat(OperationRules.isPossible(action, Standstill.SAVED))
                .isEqualTo(!EnumSet.of(PAUSE, RESUME, SAVE, RESET).contains(action));
    }

    @Test
    void whatCannotBeDoneIsRefusedWithItsReason() {
        Scenario scenario = Scenario.ofHosts("h1").forget();

        assertThat(scenario.operate("c1", "vm", PAUSE).told())
                .containsExactly("Refused PAUSE vm UNKNOWN_VM");
        scenario.request("vm", SMALL).forget();
        assertThat(scenario.operate("c2", "vm", PAUSE).told())
                .containsExactly("Refused PAUSE vm NOT_RUNNING");
        scenario.answer("vm", CommandCompleted.Outcome.STARTED).forget();
        assertThat(scenario.operate("c3", "vm", RESUME).told())
                .containsExactly("Refused RESUME vm WRONG_STATE");
        scenario.operate("c4", "vm", SNAPSHOT).forget();
        assertThat(scenario.operate("c5", "vm", PAUSE).told())
                .containsExactly("Refused PAUSE vm BUSY");
        assertThat(scenario.commanded()).isEmpty();
    }

    @Test
    void aHostWhoseGrantIsNotInForceIsToldNothing() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", ORDINARY);
        scenario.table("h1", 1, 1, Trigger.FENCED_ITSELF, held("vm", 1, VmPower.RUNNING)).forget();

        assertThat(scenario.operate("c1", "vm", PAUSE).told())
                .containsExactly("Refused PAUSE vm HOST_NOT_READY");
    }

    @Test
    void aWishThatWaitedTooLongIsNotCarriedOut() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).forget();
        Input late = scenario.operateRequest("c1", "vm", PAUSE);
        scenario.after(Duration.ofSeconds(61)).feed(late);

        assertThat(scenario.told()).containsExactly("Refused PAUSE vm EXPIRED");
        assertThat(scenario.commanded()).isEmpty();
    }

    @Test
    void theSameWishAndTheSameAnswerChangeNothingTheSecondTime() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL);
        Input wish = scenario.operateRequest("c1", "vm", PAUSE);
        scenario.feed(wish).forget().feed(wish);
        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded()).isEmpty();

        scenario.operated("c1", "vm", PAUSE, DONE, VmPower.PAUSED).forget();
        scenario.operated("c1", "vm", PAUSE, DONE, VmPower.PAUSED).feed(wish);
        assertThat(scenario.told()).isEmpty();
        assertThat(scenario.commanded()).isEmpty();
    }

    @Test
    void aRefusalOfTheHostEndsItAndTheVmIsWhatTheHostSays() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL);
        scenario.operate("c1", "vm", SAVE).operated("c1", "vm", SAVE, DONE, VmPower.SAVED);
        scenario.operate("c2", "vm", RESTORE).forget();

        scenario.operated("c2", "vm", RESTORE, REFUSED_BY_HYPERVISOR, VmPower.SAVED);

        assertThat(scenario.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        VmOperationSettled.class,
                        end -> {
                            assertThat(end.outcome())
                                    .isEqualTo(VmOperationSettled.Outcome.REFUSED_BY_HOST);
                            assertThat(end.detail()).startsWith("REFUSED_BY_HYPERVISOR");
                        });
        assertThat(standstill(scenario)).isEqualTo(Standstill.SAVED);
    }

    @Test
    void aSilentHostEndsItByTheDeadlineAndALateAnswerStillCounts() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL);
        scenario.operate("c1", "vm", PAUSE).forget();

        scenario.after(PlacementPolicy.DEFAULT.operationDeadline());
        assertThat(scenario.told()).containsExactly("Settled PAUSE vm@h1/1 TIMED_OUT");

        scenario.operated("c1", "vm", PAUSE, DONE, VmPower.PAUSED);
        assertThat(scenario.told()).containsExactly("Settled PAUSE vm@h1/1 DONE");
        assertThat(standstill(scenario)).isEqualTo(Standstill.PAUSED);
    }

    @Test
    void aPausedVmOfAFailedHostIsLostAndStartsAnewAtAHigherEpoch() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL);
        scenario.operate("c1", "vm", PAUSE).operated("c1", "vm", PAUSE, DONE, VmPower.PAUSED);
        scenario.specify(Scenario.hostState("h2", MiB.ofGiB(64), HostReserve.NONE)).ready("h2", 1);
        scenario.operate("c2", "vm", SNAPSHOT).forget();

        scenario.failed("h1", 1);

        assertThat(scenario.told())
                .containsExactly(
                        "Lost vm@h1/1 HOST_FAILED",
                        "Settled SNAPSHOT vm@h1/1 INTERRUPTED",
                        "Placed vm@h2/2 HOST_FAILED");
        assertThat(standstill(scenario)).isNull();
        scenario.answer("vm", CommandCompleted.Outcome.STARTED);

        // The old host still holds it paused when it is back.
        scenario.forget().table("h1", 1, 1, Trigger.REQUESTED, held("vm", 1, VmPower.PAUSED));
        assertThat(scenario.commanded()).contains("Stop vm@h1/1 STALE_EPOCH");
    }

    @Test
    void anAnswerAtAnEarlierEpochSaysNothing() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL);
        VmRow before = scenario.operate("c1", "vm", PAUSE).vm("vm");
        scenario.failed("h1", 1).up("h1", 2).table("h1", 2, 0, Trigger.STARTED);
        scenario.opened("h1", 2, 2).answer("vm", CommandCompleted.Outcome.STARTED).forget();

        scenario.feed(scenario.ended("h1", "c1", before, PAUSE, DONE, VmPower.PAUSED));

        assertThat(scenario.told()).isEmpty();
        assertThat(standstill(scenario)).isNull();
    }

    @Test
    void aSavedOrdinaryVmOutlivesItsHostsBootAtItsEpoch() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", ORDINARY);
        scenario.operate("c1", "vm", SAVE).operated("c1", "vm", SAVE, DONE, VmPower.SAVED);
        scenario.failed("h1", 1).forget();
        assertThat(scenario.vm("vm").state()).isEqualTo(AssignmentState.WAITING_FOR_HOST);

        scenario.up("h1", 2).table("h1", 2, 0, Trigger.STARTED, held("vm", 1, VmPower.SAVED));
        assertThat(scenario.told()).containsExactly("Confirmed vm@h1/1");
        assertThat(standstill(scenario)).isEqualTo(Standstill.SAVED);

        scenario.opened("h1", 2, 2, held("vm", 1, VmPower.SAVED)).forget();
        assertThat(scenario.operate("c2", "vm", RESTORE).commanded())
                .containsExactly("RESTORE vm@h1/1 tenure 2");
    }

    @Test
    void aBootBetweenOrderAndAnswerEndsTheOrder() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", ORDINARY);
        scenario.operate("c1", "vm", PAUSE).forget();

        scenario.up("h1", 2).table("h1", 2, 0, Trigger.STARTED, held("vm", 1, VmPower.STOPPED));

        assertThat(scenario.told())
                .containsExactly("Settled PAUSE vm@h1/1 INTERRUPTED", "Waiting vm@h1/1");
        assertThat(scenario.opened("h1", 2, 2).told())
                .containsExactly("Placed vm@h1/2 HOST_REBOOTED");
    }

    @Test
    void aTableTellsHowAVmStands() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).forget();
        long before = scenario.vm("vm").revision();

        scenario.table("h1", 1, 1, Trigger.RECONNECTED, held("vm", 1, VmPower.PAUSED));

        assertThat(standstill(scenario)).isEqualTo(Standstill.PAUSED);
        assertThat(scenario.vm("vm").revision()).isEqualTo(before + 1);
        assertThat(scenario.told()).isEmpty();
    }

    @Test
    void stoppingWaitsForTheAnswerOfWhatIsUnderWay() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL);
        scenario.operate("c1", "vm", SNAPSHOT).stop("vm").forget();

        scenario.operated("c1", "vm", SNAPSHOT, DONE, VmPower.RUNNING);
        scenario.answer("vm", CommandCompleted.Outcome.STOPPED);

        assertThat(scenario.told())
                .containsExactly("Settled SNAPSHOT vm@h1/1 DONE", "Stopped vm/1");
    }

    @Test
    void turningOffHastensAStopAndIsRepeatedAsSuch() {
        Scenario scenario = Scenario.ofHosts("h1").running("vm", SMALL).stop("vm").forget();

        assertThat(scenario.turnOff("vm").commanded())
                .containsExactly("Stop vm@h1/1 REQUESTED TURN_OFF");
        assertThat(scenario.turnOff("vm").commanded()).isEmpty();
        assertThat(scenario.stop("vm").commanded()).isEmpty();
        assertThat(scenario.vm("vm").conduct().stopWay()).isEqualTo(StopWay.TURN_OFF);

        scenario.after(PlacementPolicy.DEFAULT.stopRepeat());
        assertThat(scenario.commanded()).containsExactly("Stop vm@h1/1 REQUESTED TURN_OFF");
    }

    private static @Nullable Standstill standstill(Scenario scenario) {
        return scenario.vm("vm").conduct().standstill();
    }

    private static long memoryOf(Scenario scenario) {
        return scenario.state.ledger().allocated(Resource.MEMORY, new HostId("h1"));
    }
}
