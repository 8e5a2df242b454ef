package io.berth.replica.it;

import static io.berth.replica.it.Stage.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AdviceIT {
    private static final String PATH = "/api/v1/dr-advice";
    private static final String AIMS = "\"rpo\": \"PT5M\", \"rto\": \"PT1H\", \"budget\": \"LOW\"";

    private static ValidatableResponse ask(String body) {
        return as("viewer").contentType(ContentType.JSON).body(body).post(PATH).then();
    }

    private static void measured(Stage stage, String host, long mbit, Instant at) {
        stage.writer.write(
                Topics.HOST_LOAD,
                new HostLoadMeasured(
                        stage.host(host), stage.domain("east"), 5, MiB.ofGiB(1), 10, at, mbit));
    }

    private static String between(Stage stage, String stated) {
        return """
        {%s, "dataGib": 800, "dailyChangeGib": 40,
         "link": {"primaryHost": "%s", "replicaHost": "%s", "roundTripMs": 8%s}}
        """
                .formatted(AIMS, stage.host("e1"), stage.host("w1"), stated);
    }

    @Test
    void judgesWithReasonsByWhatTheHostsMeasured() {
        try (Stage stage = new Stage("it-advice")) {
            stage.hosts("east", "e1", "e2");
            stage.hosts("west", "w1");
            measured(stage, "e1", 10_000, Instant.now());
            measured(stage, "w1", 50, Instant.now());

            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            ask(between(stage, ", \"bandwidthMbit\": 1000"))
                                    .statusCode(200)
                                    .body("link.bandwidthMbit", equalTo(50)));
            ask(between(stage, ", \"bandwidthMbit\": 1000"))
                    .body("recommended", equalTo("vm-asynchronous"))
                    .body("link.narrowest", equalTo(stage.host("w1").value()))
                    .body("link.roundTrip", startsWith("not measured"))
                    .body("figures.find { it.quantity == 'BANDWIDTH' }.origin", equalTo("MEASURED"))
                    .body("figures.find { it.quantity == 'ROUND_TRIP' }.origin", equalTo("GIVEN"))
                    .body(
                            "solutions.find { it.id == 'san-synchronous' }.fit",
                            equalTo("DOES_NOT_FIT"))
                    .rootPath(
                            "solutions.find { it.id == 'san-synchronous' }.reasons.find { it.need"
                                    + " == 'round-trip' }")
                    .body("required", equalTo(2.0f))
                    .body("given", equalTo(8.0f))
                    .body("unit", equalTo("ms"))
                    .body("comparison", equalTo("BELOW"))
                    .body("detail", startsWith("Every write waits for the other site"))
                    .body("change", startsWith("Bring the round trip below 2 ms"))
                    .noRootPath()
                    .body("beside.id", contains("disk-to-disk-to-disk"))
                    .body(
                            "solutions.find { it.id == 'vm-asynchronous' }.caveats.id",
                            hasItems("may-lose-seconds", "long-term-backup-missing"));
            ask(between(stage, ", \"bandwidthMbit\": 20"))
                    .body("figures.find { it.quantity == 'BANDWIDTH' }.origin", equalTo("GIVEN"))
                    .body("figures.find { it.quantity == 'BANDWIDTH' }.text", equalTo("20 Mbit/s"))
                    .body("recommended", equalTo("vm-asynchronous"));
        }
    }

    @Test
    void anOldMeasurementIsNotUsed() {
        try (Stage stage = new Stage("it-advice-old")) {
            stage.hosts("east", "e1");
            stage.hosts("west", "w1");
            measured(stage, "e1", 10_000, Instant.now());
            measured(stage, "w1", 70, Instant.now().minus(Duration.ofMinutes(16)));

            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            ask(between(stage, ""))
                                    .statusCode(200)
                                    .body("link.unmeasured", equalTo("host " + stage.host("w1"))));
            ask(between(stage, ""))
                    .body("link.within", equalTo("PT15M"))
                    .body("recommended", nullValue())
                    .body(
                            "solutions.find { it.id == 'vm-asynchronous' }.reasons.missing",
                            hasItem("BANDWIDTH"));
        }
    }

    @Test
    void namesEveryFieldThatCannotBeRead() {
        ask("""
        {"rpo": "PT-1S", "budget": "cheap", "dataGib": -1, "migration": "FAST", "existing": ["TAPE", null],
         "link": {"bandwidthMbit": 0, "primaryHost": "a", "replicaSite": "b"}}
        """)
                .statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body(
                        "values.errors.pointer",
                        hasItems(
                                "/rpo",
                                "/rto",
                                "/budget",
                                "/dataGib",
                                "/migration",
                                "/existing/0",
                                "/existing/1",
                                "/link/bandwidthMbit",
                                "/link"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"distanceKm\": 300, \"roundTripMs\": 1} | faster-than-light | /link/roundTripMs",
                "{\"primaryHost\": \"it-a\", \"replicaHost\": \"it-b\"} | unknown-host |"
                        + " /link/primaryHost",
                "{\"primarySite\": \"it-a\", \"replicaSite\": \"it-b\"} | unknown-site |"
                        + " /link/primarySite",
                "{\"primarySite\": \"it-a\", \"replicaSite\": \"it-a\"} | same-ends | /link"
            })
    void refusesLinksThatCannotBe(String link, String code, String pointer) {
        ask("{%s, \"link\": %s}".formatted(AIMS, link))
                .statusCode(422)
                .body("code", equalTo(code))
                .body("values.errors.pointer", hasItem(pointer));
    }

    @Test
    void answersWhoMaySee() {
        ask("").statusCode(400);
        ask("null").statusCode(400).body("code", equalTo("body-missing"));
        ask("{%s, \"mood\": \"good\"}".formatted(AIMS)).statusCode(400);
        as("agent").contentType(ContentType.JSON).body("{}").post(PATH).then().statusCode(403);
    }
}
