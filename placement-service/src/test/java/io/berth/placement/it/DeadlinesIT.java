package io.berth.placement.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.StopReason;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.VmPlaced;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens when nothing happens. */
@QuarkusTest
@TestProfile(DeadlinesIT.Impatient.class)
@QuarkusTestResource(KafkaAndPostgres.class)
class DeadlinesIT {
    /** Does not wait ten seconds for a start. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "berth.placement.start-deadline", "PT1S",
                    "berth.placement.stop-repeat", "PT1S");
        }
    }

    @Test
    void aSilentStartIsWithdrawnUntilTheHostAnswersAndThenGoesElsewhere() {
        try (Stage stage = new Stage("it-silent")) {
            stage.ready("h1");
            stage.ready("h2");
            stage.request("vm", Stage.SMALL);
            VmPlaced placed = stage.decision(VmPlaced.class, e -> true);

            stage.commands.awaitMany(
                    2,
                    Stage.PATIENCE,
                    e ->
                            e.event() instanceof StopVm stop
                                    && stop.vm().equals(placed.vm())
                                    && stop.reason() == StopReason.START_TIMED_OUT);
            stage.answer(placed, Outcome.STOPPED);

            VmPlaced again =
                    stage.decision(
                            VmPlaced.class, e -> e.cause() == PlacementCause.START_TIMED_OUT);
            assertThat(again.host()).isNotEqualTo(placed.host());
            assertThat(again.epoch()).isEqualTo(placed.epoch().next());
        }
    }
}
