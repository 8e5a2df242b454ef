package io.berth.replica.it;

import static io.berth.replica.it.Stage.PATH;
import static io.berth.replica.it.Stage.as;
import static io.berth.replica.it.Stage.post;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RestIT {
    @Test
    void refusesWhatDoesNotExistAndWhatPointsAtItself() {
        try (Stage stage = new Stage("it-refuse")) {
            stage.ready("a");
            stage.create("a", "a", "w1");
            stage.specify("b", "east");
            stage.known("b");

            post(PATH, stage.body("b", "nobody", "w1"))
                    .statusCode(422)
                    .body("code", equalTo("unknown-vm"))
                    .body("values.vm", equalTo(stage.vm("nobody").value()))
                    .body("hint", notNullValue());
            post(PATH, stage.body("b", "b", "nowhere"))
                    .statusCode(422)
                    .body("code", equalTo("unknown-host"))
                    .body("values.errors[0].pointer", equalTo("/targetHost"));
            post(PATH, stage.body("b", "b", "e2"))
                    .statusCode(422)
                    .body("code", equalTo("relationship-to-itself"))
                    .body("values.domain", equalTo(stage.domain("east").value()));
            post(PATH, stage.body("b", "a", "w1"))
                    .statusCode(409)
                    .body("code", equalTo("already-replicated"))
                    .body("values.relationship", equalTo(stage.relationship("a").value()));
            post(PATH, stage.body("a", "b", "w1"))
                    .statusCode(409)
                    .body("code", equalTo("relationship-already-exists"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 422, frequency-not-allowed",
        "PT-30S, 422, frequency-not-allowed",
        "PT1M, 422, frequency-not-allowed",
        "P1D, 422, frequency-not-allowed",
        "often, 400, invalid-request",
        "30, 400, invalid-request"
    })
    void allowsThreeFrequencies(String frequency, int status, String code) {
        try (Stage stage = new Stage("it-frequency")) {
            stage.hosts("west", "w1");
            stage.specify("a", "east");
            stage.known("a");
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() -> {
                        String body = stage.body("a", "a", "w1").replace("PT30S", frequency);
                        post(PATH, body)
                                .statusCode(status)
                                .body("code", equalTo(code))
                                .body("values.errors", hasSize(1))
                                .body("values.errors[0].pointer", equalTo("/frequency"))
                                .body(
                                        status == 422 ? "values.allowed.toString()" : "detail",
                                        containsString("PT30S, PT5M, PT15M"));
                    });
        }
    }

    @Test
    void namesAllBrokenRulesAtOnceAndMakesNone() {
        try (Stage stage = new Stage("it-batch")) {
            stage.ready("a");
            stage.specify("b", "east");
            stage.create("first", "a", "w1");
            stage.known("b");
            String good = stage.body("b", "b", "w1");
            String many = stage.body("c", "nobody", "nowhere").replace(": 3}", ": 25}");

            post(PATH, "[%s, %s, %s]".formatted(good, many, good))
                    .statusCode(422)
                    .body(
                            "values.errors.pointer",
                            contains(
                                    "/1/vm",
                                    "/1/targetHost",
                                    "/1/recoveryPoints",
                                    "/2/id",
                                    "/2/vm"))
                    .body(
                            "values.errors.code",
                            contains(
                                    "unknown-vm",
                                    "unknown-host",
                                    "recovery-points-out-of-range",
                                    "named-twice",
                                    "named-twice"));
            stage.get("b").statusCode(404).body("code", equalTo("relationship-not-found"));
            post(PATH, "[]").statusCode(422).body("code", equalTo("nothing-to-do"));
            post(PATH, "[%s]".formatted(good))
                    .statusCode(201)
                    .body("items.id", contains(stage.relationship("b").value()));
        }
    }

    @Test
    void readsWhatIsMeantAndNothingElse() {
        post(PATH, "{\"id\": \"x y\", \"vm\": 5}")
                .statusCode(400)
                .body("code", equalTo("malformed-json"));
        post(PATH, "{\"id\": \"x y\", \"recoveryPoints\": 1}")
                .statusCode(400)
                .body("code", equalTo("invalid-request"))
                .body("values.errors.pointer", contains("/id", "/vm", "/targetHost"));
        post(PATH, "{\"id\": \"x\", \"recoveryPoints\": 1.5}").statusCode(400);
        post(PATH, "{\"id\": \"x\", \"unheardOf\": 1}").statusCode(400);
        post(PATH, "null").statusCode(400);
        List<String> tooMany = new ArrayList<>();
        for (int i = 0; i <= 1000; i++) {
            tooMany.add("{}");
        }
        post(PATH, tooMany.toString())
                .statusCode(400)
                .body("detail", containsString("at most 1000"));
    }

    @Test
    void onlyWhoMayDoes() {
        for (String role : List.of("viewer", "operator", "agent", "service")) {
            as(role).contentType(ContentType.JSON).body("{}").post(PATH).then().statusCode(403);
        }
        as("agent").get(PATH).then().statusCode(403);
        as("service").get(PATH).then().statusCode(200);
        as("viewer").post(PATH + "/x/pause").then().statusCode(403);
        as("operator").post(PATH + "/x/pause").then().statusCode(404);
        as("operator").post(PATH + "/no such id/pause").then().statusCode(404);
    }

    @Test
    void listsPageByPageByVmHostAndHealth() {
        try (Stage stage = new Stage("it-list")) {
            stage.ready("a");
            stage.specify("b", "east");
            stage.create("a", "a", "w1");
            stage.create("b", "b", "w1");
            stage.ordered("a", 1);
            String host = stage.host("w1").value();

            String cursor =
                    as("viewer")
                            .get(PATH + "?limit=1&host=" + host)
                            .then()
                            .statusCode(200)
                            .body("items.id", contains(stage.relationship("a").value()))
                            .extract()
                            .path("nextCursor");
            as("viewer")
                    .get(PATH + "?limit=1&host=" + host + "&cursor=" + cursor)
                    .then()
                    .body("items.id", contains(stage.relationship("b").value()))
                    .body("nextCursor", nullValue());
            as("viewer")
                    .get(PATH + "?host=" + stage.host("e1"))
                    .then()
                    .body("items.id", contains(stage.relationship("a").value()));
            as("viewer")
                    .get(PATH + "?vm=" + stage.vm("b"))
                    .then()
                    .body("items", hasSize(1))
                    .body("items[0].health.status", equalTo("WARNING"));
            as("viewer")
                    .get(PATH + "?health=warning&host=" + host)
                    .then()
                    .body("items", hasSize(2));
            as("viewer")
                    .get(PATH + "?health=critical&host=" + host)
                    .then()
                    .body("items", hasSize(0));
            as("viewer").get(PATH + "?health=fine").then().statusCode(400);
            as("viewer").get(PATH + "?limit=501").then().statusCode(400);
            as("viewer").get(PATH + "?cursor=%2A").then().statusCode(400);
        }
    }
}
