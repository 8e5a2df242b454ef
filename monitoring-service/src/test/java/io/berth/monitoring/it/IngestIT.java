package io.berth.monitoring.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Beats and pairs by HTTP. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class IngestIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Half a surrogate pair, which JSON can say by an escape. */
    private static final String LONE = "{\"pool\":1,\"key\":\"lone\",\"value\":\"\\ud800\"}";

    private static RequestSpecification as(String role) {
        return given().header("Authorization", TestTokens.bearer(role));
    }

    private static ValidatableResponse post(String role, String path, String body) {
        return as(role).contentType("application/json").body(body).post(path).then();
    }

    private static String json(Object value) throws Exception {
        return EventCodec.JSON.writeValueAsString(value);
    }

    @Test
    void beatsAreAnsweredWhenTheBrokerHasThem() throws Exception {
        try (VirtualFleet fleet = new VirtualFleet("ingest", 2);
                TopicReader<HeartbeatEvent> beats = TopicReader.fromNow(Topics.HEARTBEATS)) {
            HostBeat one = fleet.beat(fleet.host(1), 1, 0);
            HostBeat two = fleet.beat(fleet.host(2), 1, 0);

            post("agent", "/api/v1/heartbeats", json(one))
                    .statusCode(200)
                    .body("accepted", equalTo(1));
            post("agent", "/api/v1/heartbeats", json(List.of(one, two)))
                    .statusCode(200)
                    .body("accepted", equalTo(2));

            assertThat(beats.awaitMany(3, PATIENCE, e -> e.event() instanceof HostBeat)).hasSize(3);
        }
    }

    @Test
    void aBadBeatIsNamedAndNothingIsTaken() throws Exception {
        try (VirtualFleet fleet = new VirtualFleet("ingestbad", 2);
                TopicReader<HeartbeatEvent> beats = TopicReader.fromNow(Topics.HEARTBEATS)) {
            String good = json(fleet.beat(fleet.host(1), 5, 4));
            String bad = good.replace("\"acknowledged\":4", "\"acknowledged\":9");

            post("agent", "/api/v1/heartbeats", "[" + good + "," + bad + "]")
                    .statusCode(400)
                    .body("code", equalTo("invalid-event"))
                    .body("values.index", equalTo(1))
                    .body("detail", containsString("acknowledged"));
            post("agent", "/api/v1/heartbeats", "[").statusCode(400);
            post("agent", "/api/v1/heartbeats", "[]").statusCode(400);
            post("agent", "/api/v1/heartbeats", "[null]").statusCode(400);
            post("viewer", "/api/v1/heartbeats", good).statusCode(403);

            assertThat(beats.readFor(Duration.ofSeconds(1)))
                    .noneMatch(e ->
                            e.event() instanceof HostBeat beat
                                    && beat.domain().equals(fleet.domain()));
        }
    }

    @Test
    void whateverAGuestPublishesIsKeptAsItCame() throws Exception {
        List<KvpItem> items = new ArrayList<>();
        items.add(new KvpItem(1, "OSVersion", "2.6.32-71.29.1.el6.x86_64"));
        items.add(new KvpItem(1, "odd", "a\0b"));
        items.add(new KvpItem(2, "k".repeat(300), "v"));
        String vm = "kvp-vm";
        post("agent", "/api/v1/kvp", json(report(vm, items))).statusCode(200);
        post(
                        "agent",
                        "/api/v1/kvp",
                        "{\"vm\":\"" + vm + "\",\"host\":\"h\",\"items\":[" + LONE + "]}")
                .statusCode(200);
        awaitValues(vm, 4);
        post("agent", "/api/v1/kvp", json(report(vm, List.of(new KvpItem(1, "OSVersion", "3.0")))))
                .statusCode(200);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        as("viewer")
                                .get("/api/v1/vms/" + vm + "/kvp")
                                .then()
                                .statusCode(200)
                                .body("history", hasSize(5))
                                .body("history[0].value", equalTo("3.0"))
                                .body("values.find { it.key == 'odd' }.value", equalTo("a\\u0000b"))
                                .body("values.find { it.key == 'lone' }.value", equalTo("\\uD800"))
                                .body("values.find { it.key == 'lone' }.flags", hasSize(1)));
        as("viewer").get("/api/v1/vms/nobody/kvp").then().statusCode(404);
    }

    @Test
    void aGuestCannotFillTheDatabase() throws Exception {
        String vm = "kvp-flood";
        for (int report = 0; report < 3; report++) {
            List<KvpItem> items = new ArrayList<>();
            for (int i = 0; i < KvpReported.MAX_ITEMS; i++) {
                items.add(new KvpItem(0, "key-" + report + "-" + i, "v"));
            }
            post("agent", "/api/v1/kvp", json(report(vm, items))).statusCode(200);
        }
        awaitValues(vm, 1024);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        as("viewer")
                                .get("/api/v1/vms/" + vm + "/kvp")
                                .then()
                                .body("refused", equalTo(2048))
                                .body("values", hasSize(1024)));
    }

    private static KvpReported report(String vm, List<KvpItem> items) {
        return new KvpReported(new VmId(vm), new HostId("some-host"), items);
    }

    private static void awaitValues(String vm, int number) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        as("viewer")
                                .get("/api/v1/vms/" + vm + "/kvp")
                                .then()
                                .statusCode(200)
                                .body("values", hasSize(number)));
    }
}
