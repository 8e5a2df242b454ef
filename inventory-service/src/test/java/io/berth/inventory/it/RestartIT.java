package io.berth.inventory.it;

import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.berth.contracts.Topics;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.app.RegisterBackfill;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** An instance starts where another was killed between commit and publishing. */
@QuarkusTest
@TestProfile(AfterAKill.class)
class RestartIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject RegisterBackfill backfill;

    @Inject AgroalDataSource dataSource;

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

    @Test
    void announcesOnceWhatAnOlderBuildLeftWithoutTheRegister() {
        try (TopicReader<InventoryState> states =
                TopicReader.fromBeginning(Topics.INVENTORY_STATE)) {
            for (String key :
                    List.of(
                            "host-group/" + LeftBehind.GROUP,
                            "host/" + LeftBehind.HOST,
                            "vm/" + LeftBehind.VM)) {
                TopicReader.Entry<InventoryState> entry =
                        states.await(
                                SOON,
                                e -> key.equals(e.key()) && !LeftBehind.EVENT_ID.equals(e.id()));
                assertThat(entry.event().revision()).as(key).isEqualTo(1);
            }
        }
        String history = "/api/v1/history?kind=vm&id=" + LeftBehind.VM;
        get(history).statusCode(200).body("items.operation", contains("CREATED"));

        assertThat(backfill.fill()).as("a second time").isZero();
        get(history).body("items.operation", contains("CREATED"));
    }

    @Test
    void announcesWhatIsMissingOnceThoughTwoDoSo() throws Exception {
        await().atMost(SOON).until(() -> backfill.fill() == 0);
        List<String> lost = new ArrayList<>();
        String group = group();
        for (int i = 0; i < 3; i++) {
            String id = fresh("host");
            post(
                            "/api/v1/hosts",
                            "{\"id\": \"%s\", \"group\": \"%s\", \"site\": \"n\", \"cores\": 4, \"memoryMiB\": 64}"
                                    .formatted(id, group))
                    .statusCode(201);
            lost.add(id);
        }
        try (Connection database = dataSource.getConnection();
                PreparedStatement forget =
                        database.prepareStatement("delete from register where id = any(?)")) {
            forget.setArray(1, database.createArrayOf("varchar", lost.toArray()));
            assertThat(forget.executeUpdate()).isEqualTo(3);
        }

        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<Long>> done = two.invokeAll(List.of(backfill::fill, backfill::fill));
            assertThat(done.get(0).get() + done.get(1).get()).isEqualTo(3);
        }
        for (String id : lost) {
            get("/api/v1/history?kind=host&id=" + id)
                    .body("items.operation", contains("CREATED", "CREATED"));
        }
    }
}
