package io.berth.monitoring.it;

import static io.berth.contracts.inventory.Offload.IPV4_CHECKSUM;
import static io.berth.contracts.inventory.Offload.LARGE_SEND_IPV4;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.Offload;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.contracts.placement.MigrateVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.telemetry.AdapterTraffic;
import io.berth.contracts.telemetry.GuestNetworkReported;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.berth.monitoring.app.tip.HotHosts;
import io.berth.monitoring.domain.tip.HotHostTip;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tips over HTTP, from what hosts report and from what placement answers. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(FakePlacement.class)
class TipsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant AT = Instant.parse("2026-03-14T09:00:00Z");

    @Inject HotHosts hotHosts;

    private static RequestSpecification as(String role) {
        return given().header("Authorization", TestTokens.bearer(role))
                .contentType("application/json");
    }

    private static void report(TopicWriter writer, List<Offload> on, long lost) {
        writer.write(
                Topics.GUEST_NETWORK,
                new GuestNetworkReported(
                        new HostId("tip-lossy"),
                        new BootId(1),
                        Duration.ofSeconds(20),
                        AT,
                        List.of(new AdapterTraffic("Ethernet 2", on, 8_000, lost))));
    }

    private static void awaitTip(String host, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        as("viewer")
                                .get("/api/v1/tips?host=" + host)
                                .then()
                                .statusCode(200)
                                .body("items.state", contains(state)));
    }

    @Test
    void theTipAboutOffloadsProvesItself() {
        try (TopicWriter writer = new TopicWriter()) {
            List<Offload> on = List.of(IPV4_CHECKSUM, LARGE_SEND_IPV4);
            for (int i = 0; i < 3; i++) {
                report(writer, on, 250);
            }
            awaitTip("tip-lossy", "PROPOSED");
            int id =
                    as("viewer")
                            .get("/api/v1/tips?host=tip-lossy&kind=packet-loss")
                            .then()
                            .body("items[0].adapter", equalTo("Ethernet 2"))
                            .body("items[0].packetLoss.switchOff", contains("IPV4_CHECKSUM"))
                            .body("items[0].text", containsString("3.1 % of 24000 packets"))
                            .extract()
                            .path("items[0].id");
            as("operator")
                    .post("/api/v1/tips/" + id + "/apply")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("tip-by-hand"));

            for (int i = 0; i < 4; i++) {
                report(writer, List.of(LARGE_SEND_IPV4), 4);
            }
            awaitTip("tip-lossy", "PROVEN");
            as("viewer")
                    .get("/api/v1/tips/" + id)
                    .then()
                    .body("packetLoss.after.lost", equalTo(12))
                    .body("packetLoss.before.lost", equalTo(750));
        }
    }

    @Test
    void aHotHostIsRelievedWithOneCall() {
        String host = "tip-hot";
        String vm = FakePlacement.leaving(host);
        String target = FakePlacement.target(host);
        heat(host, 91, HotHostTip.HOT_MEANS);
        awaitTip(host, "PROPOSED");
        int id =
                as("viewer")
                        .get("/api/v1/tips?host=" + host)
                        .then()
                        .body("items[0].kind", equalTo("hot-host"))
                        .body("items[0].hotHost.vm", equalTo(vm))
                        .body("items[0].hotHost.target", equalTo(target))
                        .body("items[0].hotHost.answer.moves[0].mode", equalTo("LIVE"))
                        .extract()
                        .path("items[0].id");
        as("viewer").post("/api/v1/tips/" + id + "/apply").then().statusCode(403);
        try (TopicReader<PlacementRequest> requests =
                TopicReader.fromNow(Topics.PLACEMENT_REQUESTS)) {
            as("operator")
                    .post("/api/v1/tips/" + id + "/apply")
                    .then()
                    .statusCode(202)
                    .body("state", equalTo("MEASURING"))
                    .body("hotHost.appliedBy", equalTo("test-operator"))
                    .body("hotHost.operation", notNullValue());
            assertThat(
                            requests.await(
                                            PATIENCE,
                                            entry ->
                                                    entry.event() instanceof MigrateVmRequested m
                                                            && m.vm().value().equals(vm))
                                    .require())
                    .isInstanceOfSatisfying(
                            MigrateVmRequested.class,
                            asked -> {
                                assertThat(asked.target()).isEqualTo(new HostId(target));
                                assertThat(asked.requestedBy().value()).isEqualTo("test-operator");
                            });
        }
        as("operator")
                .post("/api/v1/tips/" + id + "/apply")
                .then()
                .statusCode(409)
                .body("code", equalTo("tip-not-proposed"));
        heat(host, 60, HotHostTip.COOL_MEANS);
        awaitTip(host, "PROVEN");
    }

    /** Each mean is looked at before the next one comes. */
    private void heat(String host, double percent, int means) {
        for (int i = 0; i < means; i++) {
            hotHosts.measured(
                    new HostLoadMeasured(
                            new HostId(host),
                            new DomainId("tips"),
                            percent,
                            new MiB(1024),
                            30,
                            AT));
            await().atMost(PATIENCE).until(() -> !hotHosts.waits());
        }
    }

    @Test
    void whatIsAskedWrongIsNamed() {
        as("viewer")
                .get("/api/v1/tips?state=splendid")
                .then()
                .statusCode(400)
                .body("detail", containsString("proposed"));
        as("viewer").get("/api/v1/tips/4711000").then().statusCode(404);
        as("operator").post("/api/v1/tips/4711000/apply").then().statusCode(404);
        as("agent").get("/api/v1/tips").then().statusCode(403);
    }

    @Test
    void hostGroupsCanHaveTheirTipsApplied() {
        as("operator").put("/api/v1/tips/automatic/tip-group").then().statusCode(403);
        as("administrator")
                .put("/api/v1/tips/automatic/tip-group")
                .then()
                .statusCode(200)
                .body("by", equalTo("test-administrator"));
        as("viewer")
                .get("/api/v1/tips/automatic")
                .then()
                .body("items.hostGroup", hasItem("tip-group"));
        as("administrator").delete("/api/v1/tips/automatic/tip-group").then().statusCode(204);
        as("viewer")
                .get("/api/v1/tips/automatic")
                .then()
                .body("items.hostGroup", not(hasItem("tip-group")));
    }
}
