package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.replica.ReplicationState;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {
    @ParameterizedTest
    @CsvSource({
        "INITIAL_PENDING, INITIAL_RUNNING PAUSED",
        "INITIAL_RUNNING, INITIAL_PENDING REPLICATING PAUSED",
        "REPLICATING, RESYNC_REQUIRED PAUSED",
        "RESYNC_REQUIRED, RESYNCING PAUSED",
        "RESYNCING, RESYNC_REQUIRED REPLICATING PAUSED",
        "PAUSED, INITIAL_PENDING INITIAL_RUNNING REPLICATING RESYNC_REQUIRED RESYNCING"
    })
    void eachStateHasItsSuccessors(ReplicationState source, String targets) {
        Set<ReplicationState> legal =
                Arrays.stream(ReplicationState.values())
                        .filter(target -> Lifecycle.legalSources(target).contains(source))
                        .collect(Collectors.toSet());

        assertThat(legal)
                .isEqualTo(
                        Arrays.stream(targets.split(" ", -1))
                                .map(ReplicationState::valueOf)
                                .collect(Collectors.toSet()));
    }

    @Test
    void anIllegalStepNamesTheLegalOnes() {
        assertThatThrownBy(() ->
                        Lifecycle.check(
                                ReplicationState.INITIAL_PENDING, ReplicationState.REPLICATING))
                .isInstanceOf(IllegalTransition.class)
                .hasMessageContaining("INITIAL_PENDING")
                .hasMessageContaining("RESYNCING");
        assertThatCode(() ->
                        Lifecycle.check(
                                ReplicationState.INITIAL_RUNNING, ReplicationState.REPLICATING))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void everythingCanBeRemoved(ReplicationState state) {
        assertThat(Lifecycle.legalOperations(state)).contains(Operation.REMOVE);
    }
}
