package io.berth.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Standstill;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmLifecycleTest {
    @ParameterizedTest
    @CsvSource({
        "RUNNING,                     , STARTING",
        "DEFINED,                     , DEFINED",
        "DEFINED, STOPPED             , DEFINED",
        "DEFINED, RUNNING             , STOPPING",
        "STOPPED,                     , STOPPING",
        "RUNNING, PLACED              , STARTING",
        "STOPPED, PLACED              , STOPPING",
        "RUNNING, RUNNING             , RUNNING",
        "STOPPED, RUNNING             , STOPPING",
        "RUNNING, MIGRATING           , MIGRATING",
        "STOPPED, MIGRATING           , STOPPING",
        "RUNNING, WITHDRAWING         , STARTING",
        "STOPPED, WITHDRAWING         , STOPPING",
        "RUNNING, UNPLACEABLE         , FAILED",
        "STOPPED, UNPLACEABLE         , STOPPING",
        "RUNNING, WAITING_FOR_HOST    , LOST",
        "STOPPED, WAITING_FOR_HOST    , STOPPING",
        "RUNNING, WAITING_FOR_OPERATOR, LOST",
        "STOPPED, WAITING_FOR_OPERATOR, STOPPING",
        "RUNNING, STOPPING            , STARTING",
        "STOPPED, STOPPING            , STOPPING",
        "RUNNING, STOPPED             , STARTING",
        "STOPPED, STOPPED             , STOPPED",
        "RUNNING, ADOPTING            , STARTING",
        "STOPPED, ADOPTING            , STOPPING",
        "RUNNING, ADOPTION_FAILED     , DEFINED",
        "STOPPED, ADOPTION_FAILED     , DEFINED",
    })
    void followsFromWhatIsWantedAndWhatPlacementSaid(
            WantedPower wanted, AssignmentState assignment, VmLifecycle expected) {
        assertThat(VmLifecycle.of(wanted, assignment, null)).isEqualTo(expected);
    }

    @Test
    void isPausedOrSavedOnlyWhereItIsMeantToRunAndItsHostHoldsIt() {
        for (Standstill standstill : Standstill.values()) {
            VmLifecycle standing =
                    standstill == Standstill.PAUSED ? VmLifecycle.PAUSED : VmLifecycle.SAVED;
            assertThat(VmLifecycle.of(WantedPower.RUNNING, AssignmentState.RUNNING, standstill))
                    .isEqualTo(standing);
            assertThat(VmLifecycle.of(WantedPower.STOPPED, AssignmentState.RUNNING, standstill))
                    .isEqualTo(VmLifecycle.STOPPING);
        }
    }

    @Test
    void everyPairOfStateAndOperationIsLegalOrRefusedWithWhatIsLegal() {
        Set<VmOperation> always = EnumSet.of(VmOperation.CONFIGURE);
        for (VmLifecycle state : VmLifecycle.values()) {
            Set<VmOperation> expected =
                    switch (state) {
                        case DEFINED, STOPPED ->
                                EnumSet.of(
                                        VmOperation.CONFIGURE_HARDWARE,
                                        VmOperation.START,
                                        VmOperation.DELETE_SNAPSHOT,
                                        VmOperation.HAND_OVER,
                                        VmOperation.DELETE);
                        case STARTING, STOPPING, LOST, FAILED ->
                                EnumSet.of(
                                        VmOperation.START, VmOperation.STOP, VmOperation.TURN_OFF);
                        case RUNNING ->
                                EnumSet.of(
                                        VmOperation.STOP,
                                        VmOperation.TURN_OFF,
                                        VmOperation.PAUSE,
                                        VmOperation.SAVE,
                                        VmOperation.RESET,
                                        VmOperation.SNAPSHOT,
                                        VmOperation.REVERT,
                                        VmOperation.DELETE_SNAPSHOT);
                        case PAUSED ->
                                EnumSet.of(
                                        VmOperation.TURN_OFF,
                                        VmOperation.RESUME,
                                        VmOperation.SAVE,
                                        VmOperation.SNAPSHOT,
                                        VmOperation.REVERT,
                                        VmOperation.DELETE_SNAPSHOT);
                        case SAVED ->
                                EnumSet.of(
                                        VmOperation.TURN_OFF,
                                        VmOperation.RESTORE,
                                        VmOperation.SNAPSHOT,
                                        VmOperation.REVERT,
                                        VmOperation.DELETE_SNAPSHOT);
                        case MIGRATING -> EnumSet.of(VmOperation.STOP, VmOperation.TURN_OFF);
                    };
            if (state != VmLifecycle.MIGRATING) {
                expected.addAll(always);
            }
            assertThat(VmOperation.legalIn(state))
                    .as(state.name())
                    .containsExactlyInAnyOrderElementsOf(expected);
            Arrays.stream(VmOperation.values())
                    .filter(operation -> !expected.contains(operation))
                    .forEach(operation -> refusedWithFigures(operation, state));
        }
    }

    private static void refusedWithFigures(VmOperation operation, VmLifecycle state) {
        InventoryRefusal refusal = new VmRefusal.IllegalOperation(new VmId("v1"), operation, state);
        List<String> legal = VmOperation.legalIn(state).stream().map(VmOperation::label).toList();

        assertThat(refusal.wording().code()).isEqualTo("illegal-operation");
        assertThat(refusal.wording().detail()).contains(state.name(), operation.label());
        legal.forEach(other -> assertThat(refusal.wording().hint()).contains(other));
        assertThat(refusal.wording().hint()).isNotBlank();
        assertThat(refusal.values().asMap())
                .containsEntry("state", state.name())
                .containsEntry("legal", legal);
    }
}
