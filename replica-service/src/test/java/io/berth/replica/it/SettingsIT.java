package io.berth.replica.it;

import static io.berth.replica.it.Stage.PATH;
import static io.berth.replica.it.Stage.as;
import static io.berth.replica.it.Stage.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.RelationshipChanged;
import io.berth.contracts.replica.RelationshipCreated;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Settings as people make and change them, and what agents and readers hear of them. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class SettingsIT {
    private static final String LINKS = "/api/v1/site-links/";
    private static final String FORESTS = "/api/v1/site-forests";

    private static String body(Stage stage, String name, String target, String settings) {
        return """
        {"id": "%s", "vm": "%s", "targetHost": "%s", %s}
        """
                .formatted(stage.relationship(name), stage.vm("a"), stage.host(target), settings);
    }

    private static ValidatableResponse patch(Stage stage, String name, String tag, String body) {
        return as("administrator")
                .contentType(ContentType.JSON)
                .header("If-Match", tag)
                .body(body)
                .patch(PATH + "/" + stage.relationship(name))
                .then();
    }

    private static ValidatableResponse put(String path, String body) {
        return as("administrator").contentType(ContentType.JSON).body(body).put(path).then();
    }

    private static CycleTerms terms(RunReplicaCycle order) {
        return Objects.requireNonNull(order.terms());
    }

    @Test
    void areTakenChangedAndTold() {
        try (Stage stage = new Stage("it-settings")) {
            stage.ready("a");
            stage.known("a");
            String settings =
                    """
                    "frequency": "PT5M", "zone": "Europe/Berlin",
                    "windows": ["MONDAY,FRIDAY 18:30-06:00"], "initialCopy": "EXTERNAL_MEDIA",
                    "bytesPerSecond": 1000000, "consistentEvery": "PT4H"
                    """;
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            post(PATH, body(stage, "a", "w1", settings))
                                    .statusCode(201)
                                    .body("held", equalTo("awaits-media"))
                                    .body(
                                            "settings.windows[0]",
                                            equalTo("MONDAY,FRIDAY 18:30-06:00")));
            RelationshipCreated created = stage.event(RelationshipCreated.class, _ -> true);
            assertThat(Objects.requireNonNull(created.settings()).zone())
                    .isEqualTo("Europe/Berlin");

            stage.operate("a", "media-imported").statusCode(200);
            RunReplicaCycle first = stage.ordered("a", 1);
            assertThat(first.kind()).isEqualTo(CycleKind.INITIAL_COPY);
            assertThat(terms(first).seeded()).isTrue();
            assertThat(terms(first).bytesPerSecond()).isEqualTo(1_000_000L);
            assertThat(terms(first).applicationConsistent()).isTrue();
            stage.answer(first, "east", Outcome.COPIED);

            patch(stage, "a", "\"1\"", "{\"frequency\": \"PT15M\"}")
                    .statusCode(412)
                    .body("code", equalTo("outdated"));
            patch(stage, "a", "\"2\"", "{\"frequency\": \"PT15M\", \"windows\": []}")
                    .statusCode(200)
                    .header("ETag", "\"3\"")
                    .body("frequency", equalTo("PT15M"))
                    .body("settings.zone", equalTo("Europe/Berlin"))
                    .body("settings.bytesPerSecond", equalTo(1_000_000));
            stage.event(
                    RelationshipChanged.class,
                    changed -> changed.settings().frequency().toMinutes() == 15);
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get(PATH + "/" + stage.relationship("a") + "/recovery-points")
                                    .then()
                                    .body("items[0].applicationConsistent", equalTo(true)));
        }
    }

    @Test
    void badSettingsAreRefusedWithWhatIsWrong() {
        try (Stage stage = new Stage("it-bad-settings")) {
            stage.ready("a");
            stage.known("a");
            post(
                            PATH,
                            body(
                                    stage,
                                    "a",
                                    "w1",
                                    "\"windows\": [\"MONDAY 22:00-06:00\", \"TUESDAY"
                                            + " 05:00-07:00\"]"))
                    .statusCode(422)
                    .body("code", equalTo("windows-overlap"))
                    .body(
                            "detail",
                            allOf(
                                    containsString("MONDAY 22:00-06:00"),
                                    containsString("TUESDAY 05:00-07:00")));
            post(PATH, body(stage, "a", "w1", "\"bytesPerSecond\": 0"))
                    .statusCode(422)
                    .body("code", equalTo("bandwidth-out-of-range"));
            post(PATH, body(stage, "a", "w1", "\"zone\": \"Europe/Atlantis\""))
                    .statusCode(400)
                    .body("code", equalTo("invalid-request"));
            post(PATH, body(stage, "a", "w1", "\"authentication\": \"KERBEROS\""))
                    .statusCode(422)
                    .body("code", equalTo("forest-unknown"));
            put(FORESTS + "/site", "{\"forest\": \"corp.example\"}").statusCode(200);
            post(PATH, body(stage, "a", "w1", "\"authentication\": \"KERBEROS\"")).statusCode(201);
            as("viewer").get(FORESTS).then().body("items[0].forest", equalTo("corp.example"));
            as("administrator").delete(FORESTS + "/site").then().statusCode(204);
            post(PATH, body(stage, "b", "e1", "\"extends\": \"" + stage.relationship("a") + "\""))
                    .statusCode(422)
                    .body("code", equalTo("replication-cycle"));
            put(
                            LINKS + "it-zero",
                            """
                            {"from": "host:a", "to": "host:b", "bytesPerSecond": 0}
                            """)
                    .statusCode(422)
                    .body("code", equalTo("bandwidth-out-of-range"));
        }
    }

    @Test
    void aThirdSiteIsCopiedToFromTheReplica() {
        try (Stage stage = new Stage("it-third")) {
            stage.ready("a");
            stage.hosts("north", "n1");
            stage.known("a");
            stage.create("a", "a", "w1");
            stage.answer(stage.ordered("a", 1), "east", Outcome.COPIED);
            String extend = "\"extends\": \"" + stage.relationship("a") + "\"";
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(
                            () -> post(PATH, body(stage, "b", "n1", extend)).statusCode(201));
            RunReplicaCycle order = stage.ordered("b", 1);
            assertThat(order.host()).isEqualTo(stage.host("w1"));
            assertThat(terms(order).copyOf()).isEqualTo(stage.relationship("a"));
            as("administrator")
                    .delete(PATH + "/" + stage.relationship("a"))
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("still-extended"));
        }
    }

    @Test
    void aLinkIsSharedAndSaysWhen() {
        try (Stage stage = new Stage("it-link")) {
            stage.hosts("east", "e1");
            stage.hosts("west", "w1");
            for (String vm : new String[] {"0", "1", "2"}) {
                stage.specify(vm, "east");
                stage.runs(vm, "east", "e1");
            }
            put(
                            LINKS + "it-link",
                            """
                            {"from": "host:%s", "to": "host:%s", "bytesPerSecond": 2000000,
                             "sharePercent": 50}
                            """
                                    .formatted(stage.host("e1"), stage.host("w1")))
                    .statusCode(200)
                    .body("rateNow", equalTo(1_000_000));
            for (String vm : new String[] {"0", "1", "2"}) {
                stage.create(vm, vm, "w1");
            }
            RunReplicaCycle first = stage.ordered("0", 1);
            RunReplicaCycle second = stage.ordered("1", 1);
            assertThat(terms(first).bytesPerSecond()).isEqualTo(500_000L);
            assertThat(terms(second).bytesPerSecond()).isEqualTo(500_000L);
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .untilAsserted(() -> stage.get("2").body("held", equalTo("link-busy")));
            as("viewer").get(LINKS + "it-link").then().body("takenNow", equalTo(1_000_000));
            stage.answer(first, "east", Outcome.COPIED);
            assertThat(terms(stage.ordered("2", 1)).bytesPerSecond()).isEqualTo(500_000L);
            as("administrator").delete(LINKS + "it-link").then().statusCode(204);
        }
    }
}
