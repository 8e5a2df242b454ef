package io.berth.placement.it;

import static io.berth.placement.it.Caller.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.ClusterEvent;
import io.berth.contracts.placement.ClusterReserveJudged;
import io.berth.contracts.placement.ExactOutcome;
import io.berth.contracts.placement.VmPlaced;
import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.berth.placement.store.Fence;
import io.berth.placement.store.ReserveStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * The example of the documentation: eight nodes of which two may fail, judged after every change,
 * published, and asked over HTTP.
 */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ReserveIT {
    private static final String CLUSTER = "it-reserve";
    private static final int NODES = 8;
    private static final int VMS = 16;
    private static final VmSpec LARGE =
            new VmSpec(2, 50, MiB.ofGiB(64), true, RestartPriority.MEDIUM, null);

    @Inject ReserveStore store;

    @Test
    void aClusterIsJudgedAfterEveryChangeAndCanBeAskedAbout() {
        try (Stage stage = new Stage(CLUSTER);
                TopicReader<ClusterEvent> judgements =
                        TopicReader.fromNow(Topics.PLACEMENT_CLUSTERS)) {
            specify(stage, 2, 1);
            for (int n = 1; n <= NODES; n++) {
                stage.ready("n" + n);
            }
            await(judgements, e -> e.functioning() == NODES && e.vms() == 0 && !e.overCommitted());
            for (int v = 1; v <= VMS; v++) {
                stage.request("vm" + v, LARGE);
            }
            stage.decisions(VMS, VmPlaced.class, e -> true)
                    .forEach(placed -> stage.answer(placed, Outcome.STARTED));
            ClusterReserveJudged held = await(judgements, e -> e.vms() == VMS);
            assertThat(held.overCommitted()).isFalse();
            assertThat(held.exact().outcome()).isEqualTo(ExactOutcome.PROVEN);
            assertThat(held.exact().combinations()).isEqualTo(28);
            asked();
            whatIf();
            aFormerOwnerIsFenced();

            specify(stage, 5, 2);
            ClusterReserveJudged more = await(judgements, e -> e.reserve() == 5);
            assertThat(more.overCommitted()).isTrue();
            show("reserve-5", "/api/v1/clusters/" + CLUSTER + "/reserve");
            specify(stage, 2, 3);
            await(judgements, e -> e.reserve() == 2 && !e.overCommitted());

            for (int n = 1; n <= 3; n++) {
                stage.writer.write(Topics.NODE_EVENTS, stage.failed("n" + n));
            }
            ClusterReserveJudged five =
                    await(judgements, e -> e.functioning() == 5 && e.overCommitted());
            assertThat(Objects.requireNonNull(five.exact().witness()).failedNodes()).hasSize(2);
            show("five-up", "/api/v1/clusters/" + CLUSTER + "/reserve");
            as(Roles.VIEWER)
                    .get("/api/v1/clusters?overCommitted=true")
                    .then()
                    .statusCode(200)
                    .body("items.cluster", contains(CLUSTER));
            given().get("/q/metrics")
                    .then()
                    .body(containsString("berth_placement_over_committed_clusters 1.0"))
                    .body(containsString("berth_placement_reserve_judgement_seconds"));

            stage.writer.write(
                    new ProducerRecord<>(
                            Topics.INVENTORY_STATE.name(),
                            ("cluster/" + CLUSTER).getBytes(StandardCharsets.UTF_8),
                            null));
            judgements.await(
                    Stage.PATIENCE, entry -> entry.event() == null && CLUSTER.equals(entry.key()));
            as(Roles.VIEWER).get("/api/v1/clusters/" + CLUSTER + "/reserve").then().statusCode(404);
        }
    }

    /** It still has a version of the domain from before its successor judged. */
    private void aFormerOwnerIsFenced() {
        ClusterId cluster = new ClusterId(CLUSTER);
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    assertThat(store.mayReplace(cluster, new Fence(0))).isFalse();
                    assertThat(store.mayReplace(cluster, new Fence(Long.MAX_VALUE))).isTrue();
                });
    }

    private static void asked() {
        as(Roles.VIEWER)
                .get("/api/v1/clusters/" + CLUSTER + "/reserve")
                .then()
                .statusCode(200)
                .body("configured", equalTo(NODES))
                .body("slots.required", equalTo(VMS * 65_536))
                .body("proof.unit", equalTo("MiB"))
                .body("exact.outcome", equalTo("PROVEN"))
                .body("revision", greaterThan(0));
        show("held", "/api/v1/clusters/" + CLUSTER + "/reserve");
        as(Roles.VIEWER)
                .get("/api/v1/clusters?overCommitted=maybe")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-parameter"));
        as(Roles.AGENT).get("/api/v1/clusters").then().statusCode(403);
        as(Roles.AGENT).get("/api/v1/clusters/" + CLUSTER + "/reserve").then().statusCode(403);
        given().get("/api/v1/clusters").then().statusCode(401);
        as(Roles.VIEWER)
                .get("/api/v1/clusters/it-nowhere/reserve")
                .then()
                .statusCode(404)
                .body("hint", notNullValue());
    }

    private static void whatIf() {
        ask("{}").statusCode(200).body("mayFail", equalTo(4));
        ask("{\"nodeFailureReserve\": 5}")
                .statusCode(200)
                .body("judgement.overCommitted", equalTo(true))
                .body("judgement.exact.witness.failedNodes", hasSize(5));
        ask("{\"failedNodes\": [\"it-reserve-n1\", \"it-reserve-n2\", \"it-reserve-n3\"]}")
                .statusCode(200)
                .body("judgement.functioning", equalTo(5))
                .body("judgement.overCommitted", equalTo(true));
        ask("""
        {"moreLike": {"vcpus": 2, "cpuUtilisationPercent": 50, "memory": 65536,
         "highlyAvailable": true, "restartPriority": "MEDIUM"}}
        """)
                .statusCode(200)
                .body("moreFit.atLeast", equalTo(8))
                .body("moreFit.complete", equalTo(true));
        ask("""
        {"added": [{"count": 9, "spec": {"vcpus": 2, "cpuUtilisationPercent": 50,
         "memory": 65536, "highlyAvailable": true, "restartPriority": "MEDIUM"}}]}
        """)
                .statusCode(200)
                .body("judgement.overCommitted", equalTo(true));
        ask("{\"nodeFailureReserve\": 8}").statusCode(409).body("code", equalTo("13803"));
        ask("{\"nodeFailureReserve\": -1}").statusCode(400);
        ask("{\"failedNodes\": [\"it-elsewhere\"]}")
                .statusCode(400)
                .body("code", equalTo("not-a-functioning-node"));
        as(Roles.VIEWER)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/clusters/it-nowhere/reserve/what-if")
                .then()
                .statusCode(404);
    }

    private static ValidatableResponse ask(String question) {
        Response answer =
                as(Roles.VIEWER)
                        .contentType(ContentType.JSON)
                        .body(question)
                        .post("/api/v1/clusters/" + CLUSTER + "/reserve/what-if");
        System.out.println("reserve what-if " + question.strip() + "\n" + answer.asPrettyString());
        return answer.then();
    }

    /** The documentation shows what this prints. */
    private static void show(String name, String path) {
        System.out.println("reserve " + name + "\n" + as(Roles.VIEWER).get(path).asPrettyString());
    }

    private static ClusterReserveJudged await(
            TopicReader<ClusterEvent> judgements, Predicate<ClusterReserveJudged> wanted) {
        return (ClusterReserveJudged)
                Objects.requireNonNull(
                        judgements
                                .await(
                                        Stage.PATIENCE,
                                        entry ->
                                                entry.event() instanceof ClusterReserveJudged judged
                                                        && judged.cluster().value().equals(CLUSTER)
                                                        && wanted.test(judged))
                                .event());
    }

    private static void specify(Stage stage, int reserve, long revision) {
        List<HostId> nodes = new ArrayList<>();
        for (int n = 1; n <= NODES; n++) {
            nodes.add(stage.host("n" + n));
        }
        stage.writer.write(
                Topics.INVENTORY_STATE,
                new ClusterState(
                        new ClusterId(CLUSTER),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        nodes,
                        reserve,
                        revision));
    }
}
