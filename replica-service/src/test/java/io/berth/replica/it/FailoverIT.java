package io.berth.replica.it;

import static io.berth.replica.it.Stage.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.berth.contracts.hosts.DiscardVmDisk;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.placement.HandOverVmRequested;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.contracts.replica.FailoverStepTaken;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class FailoverIT {
    private static final String PLANNED = "{\"kind\": \"planned\"}";

    @Test
    void aPlannedOneGoesOverAndIsReversed() {
        try (Stage stage = new Stage("it-planned")) {
            stage.replicating("a");
            stage.ask("a", "failover", PLANNED)
                    .statusCode(202)
                    .body("step", equalTo("STOPPING"))
                    .body("source", equalTo(stage.host("e1").value()));
            goOver(stage);

            stage.failover("a")
                    .body("recoveryTime", notNullValue())
                    .body("pointAt", notNullValue())
                    .body("stoppedAt", equalTo(1));
            stage.get("a").body("state", equalTo("FAILED_OVER"));
            FailoverStepTaken over =
                    stage.event(FailoverStepTaken.class, e -> e.step() == FailoverStep.FAILED_OVER);
            assertThat(over.took()).isPositive();
            Stage.as("administrator")
                    .delete(PATH + "/" + stage.relationship("a"))
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("failover-open"));

            stage.ask("a", "reverse", "").statusCode(202).body("step", equalTo("REVERSED"));
            stage.commanded(DropReplica.class, "w1");
            stage.get("a").body("targetHost", equalTo(stage.host("e1").value()));
            RunReplicaCycle back = stage.ordered("a", 3);
            assertThat(back.host()).isEqualTo(stage.host("w1"));
            assertThat(back.target()).isEqualTo(stage.host("e1"));
            assertThat(back.kind()).isEqualTo(CycleKind.INITIAL_COPY);
        }
    }

    /** Everybody does what is asked of them, from STOPPING to FAILED_OVER. */
    private static void goOver(Stage stage) {
        StopVmRequested stop = stage.requested(StopVmRequested.class, StopVmRequested::vm, "a");
        assertThat(stop.way()).as("its guest is shut down").isNull();
        assertThat(stop.domain()).isEqualTo(stage.domain("east"));
        stage.assign("a", "east", null, AssignmentState.STOPPED, 1);

        RunReplicaCycle last = stage.ordered("a", 2);
        assertThat(last.kind()).isEqualTo(CycleKind.LAST_DELTA);
        assertThat(last.host()).isEqualTo(stage.host("e1"));
        stage.answer(last, "east", Outcome.COPIED);

        PromoteReplica promote = stage.commanded(PromoteReplica.class, "w1");
        assertThat(promote.point().value()).isEqualTo(2);
        stage.answer(promote, ReplicaPromoted.Outcome.PROMOTED);

        HandOverVmRequested handOver =
                stage.requested(HandOverVmRequested.class, HandOverVmRequested::vm, "a");
        assertThat(handOver.to()).isEqualTo(stage.domain("west"));
        assertThat(handOver.onlyAt()).isNotNull();
        assertThat(Objects.requireNonNull(handOver.terms()))
                .isEqualTo(new HandOverTerms(List.of(stage.host("w1")), false));
        stage.assign("a", "west", null, AssignmentState.STOPPED, 2);

        PlaceVmRequested place = stage.requested(PlaceVmRequested.class, PlaceVmRequested::vm, "a");
        assertThat(place.domain()).isEqualTo(stage.domain("west"));
        assertThat(Objects.requireNonNull(place.spec().details()).possibleOwners())
                .containsExactly(stage.host("w1"));
        stage.assign("a", "west", stage.host("w1"), AssignmentState.RUNNING, 3);
        stage.awaitStep("a", "FAILED_OVER");
    }

    @Test
    void anUnplannedOneShowsItsLossFirstAndWaitsForEvidence() {
        try (Stage stage = new Stage("it-unplanned")) {
            stage.replicating("a");
            stage.failed("east", "e1");
            String pointAt =
                    Awaitility.await()
                            .atMost(Stage.PATIENCE)
                            .until(
                                    () ->
                                            Stage.as("viewer")
                                                    .get(
                                                            PATH
                                                                    + "/"
                                                                    + stage.relationship("a")
                                                                    + "/failover-preview")
                                                    .then()
                                                    .statusCode(200)
                                                    .body("points", hasSize(1))
                                                    .body("points[0].loss", notNullValue())
                                                    .extract()
                                                    .jsonPath(),
                                    preview -> preview.getBoolean("sourceDown"))
                            .getString("points[0].pointAt");

            stage.ask("a", "failover", PLANNED)
                    .statusCode(409)
                    .body("code", equalTo("host-down"))
                    .body("hint", containsString("unplanned"));
            stage.ask("a", "failover", "{\"kind\": \"unplanned\"}")
                    .statusCode(409)
                    .body("code", equalTo("loss-not-accepted"))
                    .body("values.pointAt", equalTo(pointAt));
            stage.ask("a", "failover", "{\"kind\": \"unplanned\", \"point\": 99}")
                    .statusCode(422)
                    .body("code", equalTo("no-such-recovery-point"));
            stage.ask(
                            "a",
                            "failover",
                            "{\"kind\": \"unplanned\", \"acceptLossSince\": \"%s\"}"
                                    .formatted(pointAt))
                    .statusCode(202);
            StopVmRequested stop = stage.requested(StopVmRequested.class, StopVmRequested::vm, "a");
            assertThat(stop.way()).isEqualTo(StopWay.TURN_OFF);
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            stage.failover("a")
                                    .body("step", equalTo("STOPPING"))
                                    .body("waiting", equalTo("for-evidence"))
                                    .body("hint", containsString("BMC")));

            stage.assign("a", "east", null, AssignmentState.STOPPED, 1);
            PromoteReplica promote = stage.commanded(PromoteReplica.class, "w1");
            stage.answer(promote, ReplicaPromoted.Outcome.REFUSED_NO_SUCH_POINT);
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            stage.failover("a").body("waiting", equalTo("promotion-refused")));

            stage.ask("a", "cancel", "").statusCode(202).body("step", equalTo("CANCELLED"));
            stage.requested(PlaceVmRequested.class, PlaceVmRequested::vm, "a");
            stage.commanded(DiscardVmDisk.class, "w1");
            stage.get("a").body("state", equalTo("REPLICATING"));
        }
    }

    @Test
    void ofManyAtOnceOneBegins() {
        try (Stage stage = new Stage("it-many")) {
            stage.replicating("a");
            List<Integer> answers =
                    IntStream.range(0, 8)
                            .mapToObj(_ ->
                                    CompletableFuture.supplyAsync(() ->
                                            stage.ask("a", "failover", PLANNED)
                                                    .extract()
                                                    .statusCode()))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .sorted()
                            .toList();
            assertThat(answers).containsExactly(202, 409, 409, 409, 409, 409, 409, 409);
            stage.ask("a", "failover", PLANNED)
                    .statusCode(409)
                    .body("code", equalTo("failover-already-begun"))
                    .body("values.step", equalTo("STOPPING"));
            stage.ask("a", "complete", "")
                    .statusCode(409)
                    .body("code", equalTo("failover-not-at-this-step"));
        }
    }

    @Test
    void aFinishedOneIsCompletedAndThenTheRelationshipCanGo() {
        try (Stage stage = new Stage("it-complete")) {
            stage.replicating("a");
            stage.ask("a", "failover", PLANNED).statusCode(202);
            goOver(stage);

            stage.ask("a", "cancel", "")
                    .statusCode(409)
                    .body("code", equalTo("loss-at-replica-not-accepted"));
            stage.ask("a", "complete", "").statusCode(202).body("step", equalTo("COMPLETED"));
            stage.commanded(DropReplica.class, "w1");
            stage.commanded(DiscardVmDisk.class, "e1");
            stage.get("a").body("state", equalTo("DISABLED"));
            Stage.as("viewer")
                    .get(PATH + "/" + stage.relationship("a") + "/recovery-points")
                    .then()
                    .body("items", hasSize(0));
            Stage.as("administrator")
                    .delete(PATH + "/" + stage.relationship("a"))
                    .then()
                    .statusCode(204);
            Stage.as("viewer")
                    .get(PATH + "/" + stage.relationship("a") + "/failover")
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void onlyWhoMayAsksAndOnlyForWhatThereIs() {
        String nobody = PATH + "/it-nobody";
        for (String operation : List.of("failover", "cancel", "complete", "reverse")) {
            for (String role : List.of("viewer", "service", "agent")) {
                Stage.as(role)
                        .contentType(ContentType.JSON)
                        .body(PLANNED)
                        .post(nobody + "/" + operation)
                        .then()
                        .statusCode(403);
            }
            Stage.as("operator")
                    .contentType(ContentType.JSON)
                    .body(operation.equals("failover") ? PLANNED : "{}")
                    .post(nobody + "/" + operation)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("relationship-not-found"));
        }
        Stage.as("agent").get(nobody + "/failover-preview").then().statusCode(403);
        Stage.as("viewer").get(nobody + "/failover-preview").then().statusCode(404);
        Stage.as("viewer").get(nobody + "/failover").then().statusCode(404);
        Stream.of(
                        "{\"kind\": \"soon\", \"point\": -1, \"acceptLossSince\": \"noon\"}",
                        "{\"point\": 0, \"acceptLossSince\": \"1\"}")
                .forEach(body ->
                        Stage.as("operator")
                                .contentType(ContentType.JSON)
                                .body(body)
                                .post(nobody + "/failover")
                                .then()
                                .statusCode(400)
                                .body(
                                        "values.errors.pointer",
                                        contains("/kind", "/point", "/acceptLossSince")));
        Stage.as("operator")
                .contentType(ContentType.JSON)
                .post(nobody + "/failover")
                .then()
                .statusCode(400)
                .body("code", equalTo("body-missing"));
    }
}
