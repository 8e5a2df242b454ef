package io.berth.replica.it;

import static io.berth.replica.it.Stage.PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.EndReplicaTest;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.FailoverTested;
import io.berth.contracts.replica.TestOutcome;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class TestFailoverIT {
    private static String tests(Stage stage) {
        return PATH + "/" + stage.relationship("a") + "/tests";
    }

    private static ValidatableResponse test(Stage stage, String id) {
        return Stage.as("viewer").get(tests(stage) + "/" + id).then().statusCode(200);
    }

    private static void awaitClosed(Stage stage, String id, TestOutcome outcome) {
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .untilAsserted(() -> test(stage, id).body("step", equalTo("CLOSED")));
        test(stage, id).body("outcome", equalTo(outcome.name()));
    }

    @Test
    void itIsEvidenceAndCopiesGoOnMeanwhile() {
        try (Stage stage = new Stage("it-test")) {
            stage.replicating("a");
            stage.get("a").body("lastTest", nullValue());
            String id =
                    stage.ask("a", "tests", "{\"keepFor\": \"PT1H\"}")
                            .statusCode(202)
                            .header("Location", containsString("/tests/"))
                            .body("step", equalTo("BOOTING"))
                            .body("point", equalTo(1))
                            .body("bootWithin", equalTo("PT5M"))
                            .body("outcome", nullValue())
                            .extract()
                            .path("id");
            stage.get("a").body("state", equalTo("TESTING"));
            TestReplica order = stage.commanded(TestReplica.class, "w1");
            assertThat(order.command().value()).isEqualTo(id);
            assertThat(order.point().value()).isEqualTo(1);
            assertThat(order.memory()).isEqualTo(MiB.ofGiB(1));
            assertThat(order.keepFor()).isEqualTo(Duration.ofHours(1));
            stage.ask("a", "tests", "{}")
                    .statusCode(409)
                    .body("code", equalTo("test-already-open"))
                    .body("values.test", equalTo(id))
                    .body("values.principal", equalTo("test-operator"))
                    .body("detail", containsString("BOOTING"));

            stage.operate("a", "replicate-now").statusCode(202);
            stage.answer(stage.ordered("a", 2), "east", Outcome.COPIED);
            stage.event(CycleCompleted.class, e -> e.cycle().value() == 2);
            stage.get("a").body("state", equalTo("TESTING"));

            stage.answer(order, ReplicaTested.Outcome.BOOTED);
            FailoverTested shown =
                    stage.event(FailoverTested.class, e -> e.test().value().equals(id));
            assertThat(shown.outcome()).isEqualTo(TestOutcome.BOOTED);
            assertThat(shown.point().value()).isEqualTo(1);
            assertThat(Objects.requireNonNull(shown.bootTook())).hasSeconds(41);
            test(stage, id).body("step", equalTo("JUDGED")).body("outcome", equalTo("BOOTED"));
            stage.get("a").body("state", equalTo("TESTING"));

            stage.cleaned(order);
            stage.awaitState("a", "REPLICATING");
            stage.get("a")
                    .body("lastTest.outcome", equalTo("BOOTED"))
                    .body("lastTest.point", equalTo(1))
                    .body("lastTest.bootTook", equalTo("PT41S"));
            Stage.as("operator").delete(tests(stage) + "/" + id).then().statusCode(202);
            awaitClosed(stage, id, TestOutcome.BOOTED);
        }
    }

    @Test
    void onePerVmNewestFirstAndEndedByHand() {
        try (Stage stage = new Stage("it-test-many")) {
            stage.replicating("a");
            List<Integer> answers =
                    IntStream.range(0, 6)
                            .mapToObj(_ ->
                                    CompletableFuture.supplyAsync(() ->
                                            stage.ask("a", "tests", "{}").extract().statusCode()))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .sorted()
                            .toList();
            assertThat(answers).containsExactly(202, 409, 409, 409, 409, 409);
            TestReplica order = stage.commanded(TestReplica.class, "w1");
            String first = order.command().value();
            for (int i = 0; i < 2; i++) {
                Stage.as("operator")
                        .delete(tests(stage) + "/" + first)
                        .then()
                        .statusCode(202)
                        .body("step", equalTo("ENDING"));
            }
            EndReplicaTest end = stage.commanded(EndReplicaTest.class, "w1");
            assertThat(end.test()).isEqualTo(order.command());
            stage.cleaned(order);
            awaitClosed(stage, first, TestOutcome.ENDED);
            stage.awaitState("a", "REPLICATING");

            String second = stage.ask("a", "tests", "{}").statusCode(202).extract().path("id");
            String cursor =
                    Stage.as("viewer")
                            .get(tests(stage) + "?limit=1")
                            .then()
                            .body("items.id", contains(second))
                            .extract()
                            .path("nextCursor");
            Stage.as("viewer")
                    .get(tests(stage) + "?limit=1&cursor=" + cursor)
                    .then()
                    .body("items.id", contains(first))
                    .body("nextCursor", nullValue());
        }
    }

    @Test
    void aDisasterWaitsForNoTest() {
        try (Stage stage = new Stage("it-test-fail")) {
            stage.replicating("a");
            ValidatableResponse begun = stage.ask("a", "tests", "{}").statusCode(202);
            String id = begun.extract().path("id");
            String pointAt = begun.extract().path("pointAt");
            TestReplica order = stage.commanded(TestReplica.class, "w1");

            stage.ask(
                            "a",
                            "failover",
                            "{\"kind\": \"unplanned\", \"acceptLossSince\": \"%s\"}"
                                    .formatted(pointAt))
                    .statusCode(202);
            assertThat(stage.commanded(EndReplicaTest.class, "w1").test())
                    .isEqualTo(order.command());
            stage.get("a").body("state", equalTo("PREPARED"));
            stage.cleaned(order);
            awaitClosed(stage, id, TestOutcome.ENDED);
            stage.get("a").body("state", equalTo("PREPARED"));
            stage.ask("a", "tests", "{}")
                    .statusCode(409)
                    .body("code", equalTo("illegal-transition"));
        }
    }

    @Test
    void theTargetsFailureEndsIt() {
        try (Stage stage = new Stage("it-test-down")) {
            stage.replicating("a");
            String id = stage.ask("a", "tests", "").statusCode(202).extract().path("id");
            stage.commanded(TestReplica.class, "w1");
            stage.failed("west", "w1");
            awaitClosed(stage, id, TestOutcome.INTERRUPTED);
            stage.awaitState("a", "REPLICATING");
            stage.ask("a", "tests", "{}").statusCode(409).body("code", equalTo("host-down"));
        }
    }

    @Test
    void aRemovalEndsItAndTellsSo() {
        try (Stage stage = new Stage("it-test-gone")) {
            stage.replicating("a");
            stage.ask("a", "tests", "{}").statusCode(202);
            TestReplica order = stage.commanded(TestReplica.class, "w1");
            Stage.as("administrator")
                    .delete(PATH + "/" + stage.relationship("a"))
                    .then()
                    .statusCode(204);
            assertThat(stage.commanded(EndReplicaTest.class, "w1").test())
                    .isEqualTo(order.command());
            stage.commanded(DropReplica.class, "w1");
            assertThat(
                            stage.event(FailoverTested.class, e -> e.test().equals(order.command()))
                                    .outcome())
                    .isEqualTo(TestOutcome.ENDED);
            Stage.as("viewer").get(tests(stage)).then().statusCode(404);
        }
    }

    @Test
    void onlyWhoMayAsksAndOnlyForWhatThereIs() {
        try (Stage stage = new Stage("it-test-no")) {
            stage.ready("a");
            stage.create("a", "a", "w1");
            stage.ask("a", "tests", "{}")
                    .statusCode(409)
                    .body("code", equalTo("illegal-transition"));
            stage.answer(stage.ordered("a", 1), "east", Outcome.COPIED);
            stage.awaitState("a", "REPLICATING");
            stage.ask("a", "tests", "{\"point\": 99}")
                    .statusCode(422)
                    .body("code", equalTo("no-such-recovery-point"));
            stage.ask(
                            "a",
                            "tests",
                            "{\"point\": 0, \"bootWithin\": \"PT2H\", \"keepFor\": \"PT25H\"}")
                    .statusCode(400)
                    .body("values.errors.pointer", contains("/point", "/bootWithin", "/keepFor"));
            for (String role : List.of("viewer", "service", "agent")) {
                Stage.as(role)
                        .contentType(ContentType.JSON)
                        .body("{}")
                        .post(tests(stage))
                        .then()
                        .statusCode(403);
                Stage.as(role).delete(tests(stage) + "/t").then().statusCode(403);
            }
            Stage.as("operator")
                    .delete(tests(stage) + "/t")
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("test-not-found"));
            Stage.as("viewer").get(tests(stage) + "/no id").then().statusCode(404);
            Stage.as("viewer").get(tests(stage)).then().body("items", hasSize(0));
            Stage.as("viewer")
                    .get(PATH + "/it-nobody/tests")
                    .then()
                    .statusCode(404)
                    .body("code", endsWith("not-found"));
        }
    }
}
