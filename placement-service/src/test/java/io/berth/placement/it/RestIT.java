package io.berth.placement.it;

import static io.berth.placement.it.Caller.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.placement.VmPlaced;
import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

/** What can be asked over HTTP. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RestIT {
    private static final String QUESTION =
            """
            {"domain": "it-ratings", "spec": {"vcpus": 2, "cpuUtilisationPercent": 50,
             "memory": %d, "highlyAvailable": true, "restartPriority": "HIGH"}}
            """;

    @Test
    void assignmentsDecisionsHostsAndRatingsCanBeSeen() {
        try (Stage stage = new Stage("it-rest")) {
            stage.ready("h1");
            stage.specify("h2", MiB.ofGiB(8), 1);
            stage.request("vm1", Stage.SMALL);
            stage.request("vm2", Stage.SMALL);
            stage.decisions(2, VmPlaced.class, e -> true);

            assignments();
            vm();
            hosts();
        }
    }

    @Test
    void aVmCanBeRatedWithoutPlacingIt() {
        try (Stage stage = new Stage("it-ratings")) {
            stage.ready("h1");
            stage.specify("h2", MiB.ofGiB(8), 1);
            ratings();
        }
    }

    @Test
    void manyVmsCanBePlannedWithoutPlacingThem() {
        try (Stage stage = new Stage("it-plans")) {
            stage.ready("h1");
            stage.ready("h2");
            stage.specify("h3", MiB.ofGiB(8), 1);
            plans();
        }
    }

    private static void plans() {
        String spec =
                """
                {"vcpus": 1, "cpuUtilisationPercent": 50, "memory": %d, "highlyAvailable": true,
                 "restartPriority": "MEDIUM"}
                """;
        String plan =
                """
                {"domain": "%s", "vms": [{"spec": %s, "count": 3}, {"spec": %s}], "moreLike": %s}
                """;
        String answer =
                as(Roles.VIEWER)
                        .contentType(ContentType.JSON)
                        .body(
                                plan.formatted(
                                        "it-plans",
                                        spec.formatted(2048),
                                        spec.formatted(1024 * 1024),
                                        spec.formatted(8192)))
                        .post("/api/v1/plans")
                        .then()
                        .statusCode(200)
                        .body("placed", equalTo(3))
                        .body("unplaced", equalTo(1))
                        .body("hostsOpened", equalTo(1))
                        .body("fewestOpened", notNullValue())
                        .body("groups[0].on", hasSize(1))
                        .body("groups[0].on[0].vms", equalTo(3))
                        .body("groups[0].reasons", hasSize(0))
                        .body("groups[1].unplaced", equalTo(1))
                        .body("groups[1].reasons.code", hasItem("insufficient-memory"))
                        .body("moreFit.complete", equalTo(true))
                        .body("moreFit.reasons.code", hasItem("insufficient-memory"))
                        .extract()
                        .asString();
        assertThat(answer).contains("it-plans-h");
        as(Roles.VIEWER)
                .contentType(ContentType.JSON)
                .body(
                        plan.formatted(
                                "it-nowhere",
                                spec.formatted(1024),
                                spec.formatted(1024),
                                spec.formatted(1024)))
                .post("/api/v1/plans")
                .then()
                .statusCode(404);
        for (String bad : new String[] {"{}", "{\"vms\": []}", "{\"vms\": [{\"count\": 2}]}"}) {
            as(Roles.VIEWER)
                    .contentType(ContentType.JSON)
                    .body(bad)
                    .post("/api/v1/plans")
                    .then()
                    .statusCode(400);
        }
        as(Roles.VIEWER)
                .contentType(ContentType.JSON)
                .body("{\"moreLike\": %s, \"atMost\": 10001}".formatted(spec.formatted(1024)))
                .post("/api/v1/plans")
                .then()
                .statusCode(400);
    }

    private static void assignments() {
        String next =
                as(Roles.VIEWER)
                        .get("/api/v1/assignments?domain=it-rest&limit=1")
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(1))
                        .body("items[0].vm", equalTo("it-rest-vm1"))
                        .body("items[0].state", equalTo("PLACED"))
                        .body("items[0].epoch", equalTo(1))
                        .body("nextCursor", notNullValue())
                        .extract()
                        .path("nextCursor");
        as(Roles.VIEWER)
                .queryParam("cursor", next)
                .get("/api/v1/assignments?host=it-rest-h1&state=PLACED")
                .then()
                .statusCode(200)
                .body("items.vm", contains("it-rest-vm2"))
                .body("nextCursor", nullValue());
        as(Roles.VIEWER)
                .get("/api/v1/assignments?state=FLYING")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-parameter"));
    }

    private static void vm() {
        as(Roles.OPERATOR)
                .get("/api/v1/vms/it-rest-vm1")
                .then()
                .statusCode(200)
                .body("assignment.host", equalTo("it-rest-h1"))
                .body("decisions[0].type", containsString("vm-placed"))
                .body("decisions[0].event.cause", equalTo("REQUESTED"))
                .body("decisions[0].event.explanation.candidates.host", hasItem("it-rest-h1"));
        as(Roles.OPERATOR)
                .get("/api/v1/vms/it-rest-none")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"))
                .body("hint", notNullValue());
    }

    private static void hosts() {
        as(Roles.VIEWER)
                .get("/api/v1/hosts?domain=it-rest")
                .then()
                .statusCode(200)
                .body("items.host", contains("it-rest-h1", "it-rest-h2"))
                .body("items[0].status", equalTo("UP"))
                .body("items[0].tenureOpen", equalTo(true))
                .body("items[0].vms", equalTo(2))
                .body("items[0].memoryMiB.allocated", equalTo(2048))
                .body("items[1].status", equalTo("UNKNOWN"));
        as(Roles.VIEWER).get("/api/v1/hosts").then().statusCode(400);
        as(Roles.VIEWER).get("/api/v1/hosts?domain=it-nowhere").then().statusCode(404);
    }

    private static void ratings() {
        as(Roles.VIEWER)
                .contentType(ContentType.JSON)
                .body(QUESTION.formatted(1024))
                .post("/api/v1/ratings")
                .then()
                .statusCode(200)
                .body("candidates.host", contains("it-ratings-h1"))
                .body("candidates[0].stars", equalTo(4.5f))
                .body("refused[0].host", equalTo("it-ratings-h2"))
                .body("refused[0].refusals.code", contains("host-not-up", "host-awaits-tenure"))
                .body("refused[0].change.kind", equalTo("bring-up"))
                .body("candidatesInAll", equalTo(1))
                .body("groups.text", hasItem("1 host: host not up"))
                .body("cheapestChange", nullValue());
        as(Roles.VIEWER)
                .contentType(ContentType.JSON)
                .body(QUESTION.formatted(1024 * 1024))
                .post("/api/v1/ratings")
                .then()
                .statusCode(200)
                .body("candidates", hasSize(0))
                .body("cheapestChange.kind", equalTo("ask-for-less"))
                .body("cheapestChange.host", equalTo("it-ratings-h1"))
                .body(
                        "cheapestChange.text",
                        containsString("MiB less memory on host it-ratings-h1"));
        String everywhere =
                QUESTION.formatted(1024).replace("\"domain\": \"it-ratings\",", "\"limit\": 1,");
        as(Roles.VIEWER)
                .contentType(ContentType.JSON)
                .body(everywhere)
                .post("/api/v1/ratings")
                .then()
                .statusCode(200)
                .body("candidates", hasSize(1))
                .body("candidates[0].domain", notNullValue());
        as(Roles.VIEWER)
                .contentType(ContentType.JSON)
                .body(everywhere.replace("\"limit\": 1", "\"limit\": 0"))
                .post("/api/v1/ratings")
                .then()
                .statusCode(400);
        as(Roles.VIEWER)
                .contentType(ContentType.JSON)
                .body(everywhere.replace("\"limit\": 1", "\"movingFrom\": \"it-nowhere\""))
                .post("/api/v1/ratings")
                .then()
                .statusCode(404);
        as(Roles.VIEWER)
                .contentType(ContentType.JSON)
                .body(QUESTION.formatted(0))
                .post("/api/v1/ratings")
                .then()
                .statusCode(400);
    }

    @Test
    void nobodyWithoutARoleMayLook() {
        given().get("/api/v1/assignments").then().statusCode(401);
        as(Roles.AGENT).get("/api/v1/assignments").then().statusCode(403);
        as(Roles.AGENT).get("/api/v1/vms/it-rest-vm1").then().statusCode(403);
        as(Roles.AGENT).get("/api/v1/hosts?domain=it-rest").then().statusCode(403);
    }

    @Test
    void itIsReadyAndHasFigures() {
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("berth_placement_domains_owned"))
                .body(containsString("berth_placement_unplaceable_vms"))
                .body(containsString("berth_placement_replacement_seconds"));
    }
}
