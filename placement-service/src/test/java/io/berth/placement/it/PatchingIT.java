package io.berth.placement.it;

import static io.berth.placement.it.Caller.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.OperationEvent;
import io.berth.contracts.placement.PatchStepChanged;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmPlaced;
import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A cluster is patched over HTTP and Kafka, and followed as a stream; deaths are foretold. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PatchingIT {
    private static final VmSpec LARGE =
            new VmSpec(1, 50, MiB.ofGiB(200), true, RestartPriority.HIGH, null);

    @Inject EntityManager entities;

    private static void cluster(Stage stage, int reserve, String... nodes) {
        stage.writer.write(
                Topics.INVENTORY_STATE,
                new ClusterState(
                        new ClusterId(stage.domain.value()),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        Stream.of(nodes).map(stage::host).toList(),
                        reserve,
                        1));
        Stream.of(nodes).forEach(stage::ready);
    }

    private static VmPlaced running(Stage stage, String vm, VmSpec spec) {
        stage.request(vm, spec);
        VmPlaced placed = stage.decision(VmPlaced.class, e -> e.vm().equals(stage.vm(vm)));
        stage.answer(placed, Outcome.STARTED);
        stage.decision(VmConfirmed.class, e -> e.vm().equals(stage.vm(vm)));
        return placed;
    }

    private static ValidatableResponse patching(String body, String query) {
        return as(Roles.OPERATOR).body(body).post("/api/v1/patchings" + query).then();
    }

    private static ValidatableResponse operation(String id) {
        return as(Roles.VIEWER).get("/api/v1/operations/" + id).then();
    }

    private static void awaitNodes(String body, int functioning) {
        await().atMost(Stage.PATIENCE)
                .until(() ->
                        Objects.equals(
                                functioning,
                                patching(body, "?dryRun=true").extract().path("functioning")));
    }

    /** What the hosts and the patch hook do, as often as there is something to do. */
    private static void work(Stage stage, String id, Set<CommandId> answered) {
        try {
            MigrateVm order =
                    (MigrateVm)
                            stage.command(
                                    Duration.ofMillis(200),
                                    c ->
                                            c instanceof MigrateVm m
                                                    && !answered.contains(m.command())
                                                    && m.vm().value()
                                                            .startsWith(stage.domain.value()));
            answered.add(order.command());
            stage.answer(order, VmMigrationEnded.Outcome.HANDED_OVER);
            stage.answer(order.target(), order.vm(), order.epoch().next(), Outcome.STARTED);
        } catch (AssertionError e) {
            List<Map<String, Object>> steps = operation(id).extract().path("patch.steps");
            for (Map<String, Object> step :
                    steps == null ? List.<Map<String, Object>>of() : steps) {
                if ("PATCHING".equals(step.get("state"))) {
                    as(Roles.SERVICE)
                            .body("{\"outcome\": \"PATCHED\", \"detail\": \"7 updates, rebooted\"}")
                            .post(
                                    "/api/v1/operations/{id}/hosts/{host}/patched",
                                    id,
                                    step.get("host"));
                }
            }
        }
    }

    private static CompletableFuture<HttpResponse<Stream<String>>> follow(
            HttpClient client, String id) {
        return client.sendAsync(
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:%d/api/v1/operations/%s/progress"
                                                .formatted(RestAssured.port, id)))
                        .header("Authorization", TestTokens.bearer(Roles.VIEWER))
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
    }

    @Test
    void aClusterIsPatchedNodeByNodeAndFollowed() throws Exception {
        try (var stage = new Stage("it-patch");
                TopicReader<OperationEvent> events =
                        TopicReader.fromNow(Topics.PLACEMENT_OPERATIONS);
                HttpClient client = HttpClient.newHttpClient();
                AutoCloseable _ = client::shutdownNow) {
            cluster(stage, 1, "h1", "h2", "h3");
            running(stage, "vm1", Stage.SMALL);
            running(stage, "vm2", Stage.SMALL);
            String body = "{\"cluster\": \"it-patch\"}";
            awaitNodes(body, 3);
            patching(body, "?dryRun=true")
                    .statusCode(200)
                    .body("keepsReserve", equalTo(true))
                    .body("steps", hasSize(3))
                    .body("steps[0].reserve", containsString("R = 1"));
            String id = patching(body, "").statusCode(202).extract().path("id");
            CompletableFuture<HttpResponse<Stream<String>>> stream = follow(client, id);
            patching(body, "")
                    .statusCode(409)
                    .body("code", equalTo("already-patching"))
                    .body("values.operation", equalTo(id));

            Set<CommandId> answered = new HashSet<>();
            await().atMost(Duration.ofMinutes(3))
                    .pollDelay(Duration.ZERO)
                    .until(() -> {
                        work(stage, id, answered);
                        return "DONE".equals(operation(id).extract().path("state"));
                    });
            operation(id)
                    .body("patch.steps.findAll { it.state == 'RETURNED' }", hasSize(3))
                    .body("moves", hasSize(0))
                    .body("progress.over", equalTo(operation(id).extract().path("progress.all")));
            as(Roles.OPERATOR)
                    .body("{\"outcome\": \"PATCHED\"}")
                    .post("/api/v1/operations/{id}/hosts/it-patch-h1/patched", id)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("operation-over"));
            told(events, id);
            followed(stream);
            Replays.everyDecisionComesOutAlike(entities, "it-patch");
        }
    }

    private static void told(TopicReader<OperationEvent> events, String id) {
        List<String> steps =
                events
                        .awaitMany(
                                12,
                                Stage.PATIENCE,
                                entry ->
                                        entry.event() instanceof PatchStepChanged e
                                                && e.operation().value().equals(id))
                        .stream()
                        .map(entry -> (PatchStepChanged) entry.require())
                        .map(e -> e.host() + " " + e.state())
                        .toList();
        String first = steps.getFirst().split(" ", 2)[0];
        assertThat(steps)
                .startsWith(
                        first + " DRAINING",
                        first + " PATCHING",
                        first + " VALIDATING",
                        first + " RETURNED");
    }

    /** The stream ends by itself, with the operation as it is at the end. */
    private static void followed(CompletableFuture<HttpResponse<Stream<String>>> stream) {
        HttpResponse<Stream<String>> response = stream.join();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type").orElseThrow())
                .startsWith("text/event-stream");
        List<String> lines = response.body().toList();
        List<String> data = lines.stream().filter(line -> line.startsWith("data:")).toList();
        assertThat(lines).contains("event:progress");
        assertThat(data).hasSizeGreaterThan(2);
        assertThat(data.getLast()).contains("\"state\":\"DONE\"");
        assertThat(data).doesNotHaveDuplicates();
    }

    @Test
    void asManyStreamsAsAreAllowedAreServedAndNoMore() throws Exception {
        try (var stage = new Stage("it-streams");
                HttpClient client = HttpClient.newHttpClient();
                AutoCloseable _ = client::shutdownNow) {
            cluster(stage, 0, "h1", "h2");
            String body = "{\"cluster\": \"it-streams\"}";
            awaitNodes(body, 2);
            String id = patching(body, "").statusCode(202).extract().path("id");
            List<HttpResponse<Stream<String>>> open = new ArrayList<>();
            HttpResponse<Stream<String>> last = follow(client, id).join();
            while (last.statusCode() == 200) {
                open.add(last);
                last = follow(client, id).join();
            }
            assertThat(last.statusCode()).isEqualTo(503);
            String problem = String.join("", last.body().toList());
            assertThat(problem).contains("too-many-streams", "berth.operations.max-streams");
            assertThat(open).hasSize(128);

            as(Roles.OPERATOR).post("/api/v1/operations/" + id + "/cancel").then().statusCode(202);
            as(Roles.OPERATOR).post("/api/v1/operations/" + id + "/cancel").then().statusCode(202);
            for (HttpResponse<Stream<String>> each : open) {
                assertThat(
                                each.body().toList().stream()
                                        .filter(l -> l.startsWith("data:"))
                                        .toList())
                        .last()
                        .asString()
                        .contains("CANCELLED");
            }
            as(Roles.VIEWER)
                    .accept("text/event-stream")
                    .get("/api/v1/operations/nobody/progress")
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void whatWouldBreakTheReserveIsRefusedWithFiguresUnlessAReasonIsGiven() {
        try (var stage = new Stage("it-tight")) {
            cluster(stage, 1, "h1", "h2", "h3");
            running(stage, "vm1", LARGE);
            running(stage, "vm2", LARGE);
            String body = "{\"cluster\": \"it-tight\"}";
            awaitNodes(body, 3);
            patching(body, "")
                    .statusCode(409)
                    .body("code", equalTo("reserve-not-kept"))
                    .body("detail", containsString("2 of 3 nodes function, R = 1"));
            patching("{\"cluster\": \"it-nowhere\"}", "").statusCode(404);
            patching("{\"cluster\": \"it-tight\", \"nodes\": [\"it-tight-h9\"]}", "")
                    .statusCode(422)
                    .body("code", equalTo("not-a-node"));
            patching("{\"cluster\": \"it-tight\", \"atOnce\": 0}", "").statusCode(400);
            patching("{}", "").statusCode(400);
            as(Roles.VIEWER).body(body).post("/api/v1/patchings").then().statusCode(403);

            String id =
                    patching("{\"cluster\": \"it-tight\", \"overrideReason\": \"it is night\"}", "")
                            .statusCode(202)
                            .body("asked.overrideReason", equalTo("it is night"))
                            .extract()
                            .path("id");
            await().atMost(Stage.PATIENCE)
                    .until(() ->
                            "PATCHING"
                                    .equals(operation(id).extract().path("patch.steps[0].state")));
            String node = operation(id).extract().path("patch.steps[1].host");
            as(Roles.OPERATOR)
                    .body("{\"outcome\": \"PATCHED\"}")
                    .post("/api/v1/operations/{id}/hosts/{host}/patched", id, node)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("answer-not-expected"))
                    .body("values.state", equalTo("QUEUED"));
            as(Roles.OPERATOR).post("/api/v1/operations/" + id + "/cancel").then().statusCode(202);
            as(Roles.OPERATOR).post("/api/v1/operations/" + id + "/cancel").then().statusCode(202);
            await().atMost(Stage.PATIENCE)
                    .until(() -> "CANCELLED".equals(operation(id).extract().path("state")));
        }
    }

    @Test
    void whatDeathsWouldDoIsForetold() {
        try (var stage = new Stage("it-death")) {
            cluster(stage, 1, "h1", "h2", "h3");
            VmPlaced large = running(stage, "large", LARGE);
            VmPlaced other = running(stage, "other", LARGE);
            String body = "{\"hosts\": [\"%s\", \"%s\"]}".formatted(large.host(), other.host());
            await().atMost(Stage.PATIENCE)
                    .until(() ->
                            Objects.equals(
                                    1, failures(body).extract().path("domains[0].unplaceable")));
            failures(body)
                    .body("domains[0].detection", equalTo("HELD_MORE_THAN_HALF"))
                    .body("domains[0].vms", equalTo(2))
                    .body("domains[0].restarted", equalTo(1))
                    .body("domains[0].fates[0].state", equalTo("UNPLACEABLE"))
                    .body("domains[0].fates[0].refused", hasSize(3))
                    .body("domains[0].fates[1].to", containsString("it-death-h"));
            failures("{\"hosts\": [\"%s\"]}".formatted(large.host()))
                    .body("domains[0].detection", equalTo("AUTOMATIC"))
                    .body("domains[0].restarted", equalTo(1));
            as(Roles.VIEWER)
                    .body("{\"hosts\": [\"it-death-h9\"]}")
                    .post("/api/v1/what-if/failures")
                    .then()
                    .statusCode(404);
            as(Roles.VIEWER)
                    .body("{\"hosts\": []}")
                    .post("/api/v1/what-if/failures")
                    .then()
                    .statusCode(400);
        }
    }

    private static ValidatableResponse failures(String body) {
        return as(Roles.VIEWER).body(body).post("/api/v1/what-if/failures").then().statusCode(200);
    }
}
