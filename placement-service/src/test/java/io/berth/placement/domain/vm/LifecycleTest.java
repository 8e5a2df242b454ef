package io.berth.placement.domain.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.Scenario;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {
    private static final VmRow FRESH = VmRow.fresh(new VmId("vm"), Scenario.SMALL);

    @ParameterizedTest
    @EnumSource
    void aVmThatHoldsRoomLeavesItsHostOnlyThroughAStateThatFreesIt(AssignmentState state) {
        List<AssignmentState> next =
                Arrays.stream(AssignmentState.values())
                        .filter(target -> Lifecycle.legalSources(target).contains(state))
                        .toList();

        assertThat(next).as("there is a way on").isNotEmpty();
        if (Lifecycle.holdsRoom(state) && state != AssignmentState.WAITING_FOR_HOST) {
            assertThat(next).doesNotContain(AssignmentState.PLACED);
        }
    }

    @Test
    void anIllegalTransitionNamesTheLegalSources() {
        assertThatThrownBy(FRESH::waitingForHost)
                .isInstanceOf(IllegalTransition.class)
                .hasMessageContaining("vm")
                .hasMessageContaining("UNPLACEABLE to WAITING_FOR_HOST")
                .hasMessageContaining("[PLACED, RUNNING, MIGRATING]");
    }

    @Test
    void everyPlacementHasAHigherEpochAndEveryVisibleChangeAHigherRevision() {
        VmRow placed = FRESH.placed(new HostId("h1"), new Tenure(1), Instant.EPOCH);
        VmRow again = placed.withoutHost().placed(new HostId("h2"), new Tenure(3), Instant.EPOCH);

        assertThat(placed.epoch().value()).isEqualTo(1);
        assertThat(again.epoch().value()).isEqualTo(2);
        assertThat(again.revision()).isGreaterThan(placed.revision());
        assertThat(placed.due(null).revision()).isEqualTo(placed.revision());
    }

    @Test
    void theSpecificationOfAVmThatHoldsRoomStays() {
        VmRow placed = FRESH.placed(new HostId("h1"), new Tenure(1), Instant.EPOCH);

        assertThatThrownBy(() -> placed.specified(Scenario.SMALL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("h1");
    }
}
