package io.berth.inventory.it;

import static io.berth.inventory.it.Api.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An instance starts where another was killed between commit and publishing. */
@QuarkusTest
@TestProfile(AfterAKill.class)
class RestartIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void publishesWhatWasCommitted() {
        try (TopicReader<InventoryState> states =
                TopicReader.fromBeginning(Topics.INVENTORY_STATE)) {
            TopicReader.Entry<InventoryState> entry =
                    states.await(SOON, e -> LeftBehind.EVENT_ID.equals(e.id()));

            assertThat(entry.key()).isEqualTo("host/" + LeftBehind.HOST);
            assertThat(entry.event()).isInstanceOf(HostState.class);
        }
    }

    @Test
    void knowsWhatExistsAndWhereItRuns() {
        get("/api/v1/hosts/" + LeftBehind.HOST).statusCode(200).body("cores", equalTo(4));
        await().atMost(SOON)
                .untilAsserted(() ->
                        get("/api/v1/vms/" + LeftBehind.VM)
                                .statusCode(200)
                                .body("assignment.host", equalTo(LeftBehind.HOST))
                                .body("assignment.epoch", equalTo(3)));
    }
}
