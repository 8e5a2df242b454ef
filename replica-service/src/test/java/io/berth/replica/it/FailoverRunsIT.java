package io.berth.replica.it;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class FailoverRunsIT {
    private static final String GROUPS = "/api/v1/failover-groups";
    private static final String RUNS = "/api/v1/failover-runs";

    private static ValidatableResponse put(String group, String body) {
        return Stage.as("administrator")
                .contentType(ContentType.JSON)
                .body(body)
                .put(GROUPS + "/" + group)
                .then();
    }

    private static ValidatableResponse run(String body) {
        return Stage.as("operator").contentType(ContentType.JSON).body(body).post(RUNS).then();
    }

    private static ValidatableResponse get(String run) {
        return Stage.as("viewer").get(RUNS + "/" + run).then().statusCode(200);
    }

    @Test
    void aGroupGoesStepByStepAndCanBeStopped() {
        try (Stage stage = new Stage("it-group")) {
            stage.replicating("a");
            stage.specify("b", "east");
            stage.runs("b", "east", "e1");
            stage.create("b", "b", "w1");
            String a = stage.relationship("a").value();
            String b = stage.relationship("b").value();
            put(
                            "it-group",
                            """
                            {"rank": 3, "steps": [{"relationships": ["%s"]},
                                                  {"pause": "PT1S", "relationships": ["%s"]}]}
                            """
                                    .formatted(a, b))
                    .statusCode(200)
                    .body("steps.pause", contains("PT0S", "PT1S"))
                    .body("revision", equalTo(1));
            put("it-other", "{\"steps\": [{\"relationships\": [\"%s\", \"none\"]}]}".formatted(a))
                    .statusCode(409)
                    .body("values.errors.code", contains("in-other-group", "unknown-relationship"));

            run("{\"group\": \"it-group\", \"kind\": \"planned\", \"rehearse\": true}")
                    .statusCode(200)
                    .body("vms.relationship", contains(a, b))
                    .body("vms[0].code", nullValue())
                    .body("vms[1].code", notNullValue());
            stage.get("a").body("state", equalTo("REPLICATING"));

            String id =
                    run("{\"group\": \"it-group\", \"kind\": \"planned\"}")
                            .statusCode(202)
                            .body("steps", equalTo(2))
                            .extract()
                            .path("id");
            stage.requested(StopVmRequested.class, StopVmRequested::vm, "a");
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(
                            () -> get(id).body("begun", equalTo(1)).body("waiting", equalTo(1)));
            run("{\"group\": \"it-group\", \"kind\": \"planned\"}")
                    .statusCode(409)
                    .body("code", equalTo("failover-run-open"))
                    .body("values.run", equalTo(id));

            Stage.as("operator")
                    .post(RUNS + "/" + id + "/stop")
                    .then()
                    .statusCode(200)
                    .body("vms[1].code", equalTo("run-stopped"));
            stage.ask("a", "cancel", "").statusCode(202);
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            get(id).body("endedAt", notNullValue())
                                    .body("stopped", equalTo(true))
                                    .body("cancelled", equalTo(1))
                                    .body("leftOut", equalTo(1)));
            Stage.as("operator")
                    .post(RUNS + "/" + id + "/stop")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("failover-run-over"));
            Stage.as("viewer")
                    .get(RUNS + "?limit=1")
                    .then()
                    .statusCode(200)
                    .body("items", hasSize(1))
                    .body("items.vms", everyItem(nullValue()));
            Stage.as("administrator").delete(GROUPS + "/it-group").then().statusCode(204);
            Stage.as("viewer").get(GROUPS + "/it-group").then().statusCode(404);
        }
    }

    @Test
    void oneThatWouldLoseTooMuchIsLeftOut() {
        try (Stage stage = new Stage("it-limit")) {
            stage.replicating("a");
            put(
                            "it-limit",
                            "{\"steps\": [{\"relationships\": [\"%s\"]}]}"
                                    .formatted(stage.relationship("a")))
                    .statusCode(200);
            String id =
                    run("""
                    {"group": "it-limit", "kind": "unplanned", "acceptLossUpTo": "PT0S"}
                    """)
                            .statusCode(202)
                            .extract()
                            .path("id");
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            get(id).body("endedAt", notNullValue())
                                    .body("vms[0].code", equalTo("loss-above-limit"))
                                    .body("took", notNullValue()));
            stage.get("a").body("state", equalTo("REPLICATING"));
            Stage.as("administrator").delete(GROUPS + "/it-limit").then().statusCode(204);
        }
    }

    @Test
    void ofTwoRelationshipsOfAVmTheFirstGoes() {
        try (Stage stage = new Stage("it-twice")) {
            stage.replicating("a");
            stage.hosts("north", "n1");
            String a = stage.relationship("a").value();
            String extension = stage.relationship("x").value();
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            Stage.post(
                                            Stage.PATH,
                                            """
                                            {"id": "%s", "vm": "%s", "targetHost": "%s", "extends": "%s"}
                                            """
                                                    .formatted(
                                                            extension,
                                                            stage.vm("a"),
                                                            stage.host("n1"),
                                                            a))
                                    .statusCode(201));
            stage.answer(stage.ordered("x", 1), "west", Outcome.COPIED);
            stage.event(CycleCompleted.class, e -> e.relationship().value().equals(extension));
            put(
                            "it-twice",
                            "{\"steps\": [{\"relationships\": [\"%s\", \"%s\"]}]}"
                                    .formatted(extension, a))
                    .statusCode(200);
            run("""
            {"group": "it-twice", "kind": "unplanned", "acceptLossUpTo": "PT1H",
             "rehearse": true}
            """)
                    .statusCode(200)
                    .body("vms.relationship", contains(extension, a))
                    .body("vms[0].code", nullValue())
                    .body("vms[1].code", equalTo("same-vm-in-run"));

            String id =
                    run("{\"group\": \"it-twice\", \"kind\": \"unplanned\", \"acceptLossUpTo\":"
                                    + " \"PT1H\"}")
                            .statusCode(202)
                            .extract()
                            .path("id");
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            get(id).body("begun", equalTo(1))
                                    .body("leftOut", equalTo(1))
                                    .body("vms[1].code", equalTo("same-vm-in-run")));
            stage.get("x").body("state", equalTo("PREPARED"));
            stage.get("a").body("state", equalTo("REPLICATING"));
            Stage.as("administrator").delete(GROUPS + "/it-twice").then().statusCode(204);
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        run("{\"kind\": \"planned\"}").statusCode(400);
        run("{\"kind\": \"planned\", \"group\": \"x\", \"site\": \"y\"}").statusCode(400);
        run("{\"kind\": \"unplanned\", \"site\": \"y\"}")
                .statusCode(400)
                .body("values.errors.pointer", contains("/acceptLossUpTo"));
        run("{\"kind\": \"planned\", \"site\": \"y\", \"acceptLossUpTo\": \"PT1M\"}")
                .statusCode(400);
        run("{\"kind\": \"planned\", \"group\": \"it-none\"}")
                .statusCode(404)
                .body("code", equalTo("failover-group-not-found"));
        run("{\"kind\": \"planned\", \"site\": \"it-nowhere\"}")
                .statusCode(409)
                .body("code", equalTo("nothing-to-fail-over"));
        put("it-empty", "{\"steps\": []}").statusCode(400);
        put("it-empty", "{\"steps\": [{\"pause\": \"PT2H\", \"relationships\": [\"a\"]}]}")
                .statusCode(400)
                .body("values.errors.pointer", contains("/steps/0/pause"));
        Stage.as("viewer").get(RUNS + "/none").then().statusCode(404);
        Stage.as("viewer").get(RUNS + "?cursor=%2A").then().statusCode(400);
        for (String role : new String[] {"viewer", "service", "agent"}) {
            Stage.as(role)
                    .contentType(ContentType.JSON)
                    .body("{}")
                    .post(RUNS)
                    .then()
                    .statusCode(403);
        }
        Stage.as("operator")
                .contentType(ContentType.JSON)
                .body("{}")
                .put(GROUPS + "/x")
                .then()
                .statusCode(403);
    }
}
