package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.clusterBody;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.host;
import static io.berth.inventory.it.Api.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.contracts.inventory.ClusterSupportState.Answer;
import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.domain.validation.Catalogue;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ValidationsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String HOSTILE = "<script>alert(1)</script>";

    private final String cluster = fresh("cluster");
    private final List<String> hosts = List.of(fresh("host"), fresh("host"), fresh("host"));
    private final String path = "/api/v1/clusters/" + cluster;
    private final FactAgents agents = new FactAgents(cluster, hosts);

    @BeforeEach
    void formCluster() {
        post(
                        "/api/v1/clusters",
                        clusterBody(
                                cluster,
                                group(),
                                1,
                                host(hosts.get(0)),
                                host(hosts.get(1)),
                                host(hosts.get(2))))
                .statusCode(201);
    }

    @AfterEach
    void closeAgents() {
        agents.close();
    }

    @Test
    void aRunGoesFromAskingToSupportAndIsWithdrawnByAChange() {
        get(path + "/support")
                .statusCode(200)
                .body("answer", equalTo("NEVER_VALIDATED"))
                .body("run", nullValue());
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            long run = start("{}");
            get("/api/v1/validations/" + run)
                    .statusCode(200)
                    .body("state", equalTo("WAITING"))
                    .body("answered", equalTo(0))
                    .body("nodes.host", hasSize(3));
            get("/api/v1/validations/" + run + "/report")
                    .statusCode(409)
                    .body("code", equalTo("validation-not-ended"));
            agents.answer(run);

            ended(run)
                    .body("judgement", equalTo("SUPPORTED"))
                    .body("answered", equalTo(3))
                    .body("results", hasSize(Catalogue.TESTS.size()))
                    .body("results.status", everyItem(equalTo("PASSED")))
                    .body("reasons", hasSize(0));
            assertThat(support(states, Answer.SUPPORTED).run().value()).isEqualTo(run);
            get(path + "/support")
                    .body("answer", equalTo("SUPPORTED"))
                    .body("run", equalTo((int) run))
                    .body("report", equalTo("/api/v1/validations/" + run + "/report"));
            get("/api/v1/validations/" + run + "/facts/" + hosts.getFirst())
                    .statusCode(200)
                    .body("system.osName", equalTo("Windows Server 2008 R2"));
            get("/api/v1/validations/" + run + "/facts/nobody").statusCode(404);

            post(path + "/hosts", "[%s]".formatted(host(fresh("host")))).statusCode(200);

            assertThat(support(states, Answer.STALE).reasons()).isPositive();
        }
        get(path + "/support")
                .body("answer", equalTo("STALE"))
                .body("changes.what", hasItem("nodes"));
        as("viewer")
                .get(path + "/validations")
                .then()
                .body("items", hasSize(1))
                .body("items[0].changes.what", hasItem("nodes"));
    }

    @Test
    void nodesThatDoNotReportInTimeFailTheRun() {
        long run = start("{\"answerWithin\": \"PT1S\"}");

        ended(run)
                .body("judgement", equalTo("NOT_SUPPORTED"))
                .body("results.status", everyItem(equalTo("FAILED")))
                .body("results[0].reason", containsString("No facts came from a node within PT1S"))
                .body("nodes.answeredAt", everyItem(nullValue()));
        agents.answer(agents.asked(hosts.get(2), run), facts -> facts);
        get(path + "/support").body("answer", equalTo("NOT_SUPPORTED"));

        long again = start("{}");
        agents.answer(again);
        ended(again).body("judgement", equalTo("SUPPORTED"));
        get("/api/v1/validations/" + run)
                .body("answered", equalTo(0))
                .body("judgement", equalTo("NOT_SUPPORTED"));
        as("viewer")
                .get(path + "/validations?limit=1")
                .then()
                .body("items.id", contains((int) again))
                .body("items[0].results", nullValue())
                .body("nextCursor", not(nullValue()));
    }

    @Test
    void theReportIsAPageThatEscapesWhatHostsCallThings() {
        long run = start("{}");
        agents.answer(agents.asked(hosts.get(0), run), facts -> facts);
        agents.answer(
                agents.asked(hosts.get(1), run),
                facts ->
                        facts.replace(
                                        "hba.sys\",\"version\":\"2.2\",\"signed\":true",
                                        HOSTILE + "\",\"version\":\"2.2\",\"signed\":false")
                                .replace("6.1.7601.17514", HOSTILE));
        agents.answer(agents.asked(hosts.get(2), run), facts -> facts);
        ended(run)
                .body("reasons", contains(startsWith("Integration services versions:")))
                .body("results.find { it.test == 'signed-drivers' }.status", equalTo("WARNING"));

        String page =
                get("/api/v1/validations/" + run + "/report")
                        .statusCode(200)
                        .contentType(startsWith("text/html"))
                        .header("Content-Security-Policy", startsWith("default-src 'none'"))
                        .header("Content-Disposition", nullValue())
                        .extract()
                        .asString();
        assertThat(page)
                .contains("Not supported", cluster, "&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script", "http://", "https://", "NOT_FOUND");
        get("/api/v1/validations/" + run + "/report?download=true")
                .header(
                        "Content-Disposition",
                        equalTo(
                                "attachment; filename=\"validation-%s-%d.html\""
                                        .formatted(cluster, run)));
    }

    @Test
    void aRunOfSomeTestsDoesNotTouchTheAnswer() {
        long run = start("{\"tests\": [\"time-skew\", \"packet-loss\"]}");
        agents.answer(run);

        ended(run)
                .body("judgement", equalTo("PARTIAL"))
                .body("tests", contains("packet-loss", "time-skew"))
                .body("results.findAll { it.status == 'PASSED' }", hasSize(2));
        get(path + "/support").body("answer", equalTo("NEVER_VALIDATED"));
    }

    @Test
    void oneRunOfAClusterAtATime() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService administrators = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(
                        administrators.submit(
                                () -> begin("operator", "{}").extract().statusCode()));
            }
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }

        assertThat(statuses).containsExactlyInAnyOrder(202, 409, 409, 409);
        begin("operator", "{}")
                .statusCode(409)
                .body("code", equalTo("validation-running"))
                .body("values.cluster", equalTo(cluster));
    }

    @Test
    void refusesWhatMakesNoSense() {
        begin("viewer", "{}").statusCode(403);
        begin("operator", "{\"tests\": [\"time-skew\", \"luck\"], \"answerWithin\": \"PT5S\"}")
                .statusCode(422)
                .body("code", equalTo("unknown-validation-test"))
                .body("values.errors[0].pointer", equalTo("/tests/1"))
                .body("hint", containsString("time-skew"));
        for (String within : List.of("PT0.9S", "PT30M1S", "soon", "-PT5S")) {
            begin("operator", "{\"answerWithin\": \"%s\"}".formatted(within))
                    .statusCode(400)
                    .body("code", equalTo("invalid-request"))
                    .body("values.errors[0].pointer", equalTo("/answerWithin"));
        }
        begin("operator", "{\"tests\": [null]}").statusCode(400);
        as("operator")
                .contentType(ContentType.JSON)
                .post("/api/v1/clusters/nowhere/validations")
                .then()
                .statusCode(404)
                .body("code", equalTo("cluster-not-found"));
        get("/api/v1/clusters/nowhere/support").statusCode(404);
        get("/api/v1/clusters/nowhere/validations").statusCode(404);
        for (String run : List.of("0", "-1", "x", "999999999")) {
            get("/api/v1/validations/" + run)
                    .statusCode(404)
                    .body("code", equalTo("validation-not-found"));
        }
    }

    private long start(String body) {
        return begin("operator", body)
                .statusCode(202)
                .header("Location", containsString("/api/v1/validations/"))
                .body("state", equalTo("WAITING"))
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private ValidatableResponse begin(String role, String body) {
        return as(role).contentType(ContentType.JSON).body(body).post(path + "/validations").then();
    }

    private static ValidatableResponse ended(long run) {
        await().atMost(SOON)
                .until(() ->
                        get("/api/v1/validations/" + run)
                                .extract()
                                .jsonPath()
                                .getString("state")
                                .equals("ENDED"));
        return get("/api/v1/validations/" + run).statusCode(200);
    }

    private ClusterSupportState support(TopicReader<InventoryState> states, Answer answer) {
        InventoryState state =
                states.await(
                                SOON,
                                entry ->
                                        entry.event() instanceof ClusterSupportState support
                                                && support.cluster().value().equals(cluster)
                                                && support.answer() == answer)
                        .event();
        return (ClusterSupportState) state;
    }
}
