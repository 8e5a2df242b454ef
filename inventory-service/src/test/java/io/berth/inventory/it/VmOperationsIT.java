package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.cluster;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.vmBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.VmSnapshot;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.OperateVmRequested;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.Standstill;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.placement.VmOperationOrdered;
import io.berth.contracts.placement.VmOperationRefused;
import io.berth.contracts.placement.VmOperationSettled;
import io.berth.contracts.placement.VmOperationSettled.Outcome;
import io.berth.inventory.store.VmTaskStore;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations through REST and Kafka, with the test in placement's place. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class VmOperationsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HostId HOST = new HostId("node-1");
    private static final Epoch EPOCH = new Epoch(3);

    @Inject VmTaskStore tasks;

    private String vm = "";
    private String domain = "";
    private long revision;
    private TopicReader<PlacementRequest> requests;
    private final TopicWriter placement = new TopicWriter();

    @BeforeEach
    void aVmRuns() {
        domain = cluster();
        vm = fresh("vm");
        post("/api/v1/vms", vmBody(vm, domain)).statusCode(201);
        stands(null);
        awaitState("RUNNING");
        requests = TopicReader.fromNow(Topics.PLACEMENT_REQUESTS);
    }

    @AfterEach
    void close() {
        requests.close();
        placement.close();
    }

    @Test
    void isPausedAndResumed() {
        String operation =
                operate("pause")
                        .statusCode(202)
                        .header("Location", notNullValue())
                        .body("operation", equalTo("pause"))
                        .body("state", equalTo("ASKED"))
                        .body("endedAt", nullValue())
                        .extract()
                        .path("id");
        OperateVmRequested request = request(operation);
        assertThat(request.action()).isEqualTo(VmAction.PAUSE);
        assertThat(request.domain()).isEqualTo(new DomainId(domain));
        operate("save")
                .statusCode(409)
                .body("code", equalTo("operation-under-way"))
                .body("values.underWay", equalTo(operation));

        tell(ordered(request));
        awaitOperation(operation, "ORDERED").body("host", equalTo("node-1"));
        tell(settled(request, Outcome.DONE));
        awaitOperation(operation, "DONE").body("endedAt", notNullValue());

        stands(Standstill.PAUSED);
        awaitState("PAUSED").body("assignment.standstill", equalTo("PAUSED"));
        operate("pause")
                .statusCode(409)
                .body("code", equalTo("illegal-operation"))
                .body("values.state", equalTo("PAUSED"))
                .body("values.legal", hasItems("resume", "save", "turn-off"));
        operate("stop").statusCode(409);
        operate("resume").statusCode(202);
    }

    @Test
    void snapshotsAreTakenRevertedToAndDeleted() {
        String path = "/api/v1/vms/" + vm + "/snapshots";
        snapshot("before update").statusCode(400).body("values.errors.pointer", contains("/name"));
        String operation = snapshot("before-update").statusCode(202).extract().path("id");
        OperateVmRequested request = request(operation);
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            tell(settled(request, Outcome.DONE));
            tell(settled(request, Outcome.DONE));
            VmState announced =
                    (VmState)
                            Objects.requireNonNull(
                                    states.await(SOON, e -> ("vm/" + vm).equals(e.key())).event());
            assertThat(announced.snapshots())
                    .extracting(VmSnapshot::name)
                    .extracting(Object::toString)
                    .containsExactly("before-update");
            assertThat(announced.revision()).isEqualTo(2);
        }
        get(path)
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("items.name", contains("before-update"))
                .body("items[0].takenBy", equalTo("test-operator"));
        snapshot("before-update").statusCode(409).body("code", equalTo("snapshot-already-exists"));
        as("operator")
                .post(path + "/other/revert")
                .then()
                .statusCode(404)
                .body("code", equalTo("snapshot-not-found"));

        String revert =
                as("operator")
                        .post(path + "/before-update/revert")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id");
        tell(settled(request(revert), Outcome.DONE));
        awaitOperation(revert, "DONE");
        String deletion =
                as("operator")
                        .delete(path + "/before-update")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id");
        tell(settled(request(deletion), Outcome.DONE));
        awaitOperation(deletion, "DONE");
        get(path).body("items", empty());
        get("/api/v1/vms/" + vm + "/operations")
                .body("items.operation", contains("delete-snapshot", "revert", "snapshot"));
    }

    @Test
    void whatPlacementRefusesOrGivesUpEndsWithItsReason() {
        String first = operate("save").statusCode(202).extract().path("id");
        OperateVmRequested refused = request(first);
        tell(
                new VmOperationRefused(
                        refused.vm(),
                        refused.domain(),
                        refused.command(),
                        refused.action(),
                        null,
                        VmOperationRefused.Reason.HOST_NOT_READY,
                        "host node-1 is SUSPECT"));
        awaitOperation(first, "REFUSED")
                .body("reason", equalTo("HOST_NOT_READY"))
                .body("detail", equalTo("host node-1 is SUSPECT"));

        String second = operate("save").statusCode(202).extract().path("id");
        OperateVmRequested late = request(second);
        tell(settled(late, Outcome.TIMED_OUT));
        awaitOperation(second, "FAILED").body("reason", equalTo("TIMED_OUT"));
        tell(settled(late, Outcome.DONE));
        awaitOperation(second, "DONE").body("reason", nullValue());
    }

    @Test
    void whatPlacementNeverSpeaksOfIsGivenUp() {
        String operation = operate("pause").statusCode(202).extract().path("id");

        QuarkusTransaction.requiringNew()
                .run(() ->
                        tasks.giveUp(
                                Instant.now().plusSeconds(3600),
                                Instant.now(),
                                "nothing was heard",
                                500));

        awaitOperation(operation, "FAILED").body("reason", equalTo("NO_ANSWER"));
        operate("pause").statusCode(202);
    }

    @Test
    void isTurnedOffWhateverItsGuestDoes() {
        as("operator")
                .post("/api/v1/vms/" + vm + "/turn-off")
                .then()
                .statusCode(202)
                .body("wanted", equalTo("STOPPED"))
                .body("state", equalTo("STOPPING"));

        assertThat(requests.await(SOON, e -> isOfVm(e.event())).event())
                .isEqualTo(
                        new StopVmRequested(new VmId(vm), new DomainId(domain), StopWay.TURN_OFF));
    }

    @Test
    void whoDecidedFromAnotherStateOrMayNotIsRefused() {
        as("operator")
                .header("If-Match", "\"7\"")
                .post("/api/v1/vms/" + vm + "/pause")
                .then()
                .statusCode(412);
        as("viewer").post("/api/v1/vms/" + vm + "/pause").then().statusCode(403);
        as("operator").post("/api/v1/vms/nobody/pause").then().statusCode(404);
        get("/api/v1/vms/" + vm + "/operations/none")
                .statusCode(404)
                .body("code", equalTo("operation-not-found"));
        get("/api/v1/vms/nobody/operations").statusCode(404);
    }

    private ValidatableResponse operate(String operation) {
        return as("operator").post("/api/v1/vms/" + vm + "/" + operation).then();
    }

    private ValidatableResponse snapshot(String name) {
        return as("operator")
                .contentType(ContentType.JSON)
                .body("{\"name\": \"" + name + "\"}")
                .post("/api/v1/vms/" + vm + "/snapshots")
                .then();
    }

    private OperateVmRequested request(String operation) {
        return (OperateVmRequested)
                Objects.requireNonNull(
                        requests.await(
                                        SOON,
                                        e ->
                                                e.event() instanceof OperateVmRequested request
                                                        && request.command()
                                                                .value()
                                                                .equals(operation))
                                .event());
    }

    private boolean isOfVm(@Nullable PlacementRequest request) {
        return request != null && VmsIT.isOf(vm, request);
    }

    private void tell(PlacementDecision decision) {
        placement.write(Topics.PLACEMENT_DECISIONS, decision);
    }

    private static VmOperationOrdered ordered(OperateVmRequested request) {
        return new VmOperationOrdered(
                request.vm(),
                request.domain(),
                request.command(),
                request.action(),
                request.snapshot(),
                HOST,
                EPOCH);
    }

    private static VmOperationSettled settled(OperateVmRequested request, Outcome outcome) {
        return new VmOperationSettled(
                request.vm(),
                request.domain(),
                request.command(),
                request.action(),
                request.snapshot(),
                HOST,
                EPOCH,
                outcome,
                "");
    }

    private void stands(@Nullable Standstill standstill) {
        placement.write(
                Topics.PLACEMENT_ASSIGNMENTS,
                new VmAssignment(
                        new VmId(vm),
                        new DomainId(domain),
                        HOST,
                        EPOCH,
                        AssignmentState.RUNNING,
                        ++revision,
                        standstill));
    }

    private ValidatableResponse awaitState(String state) {
        await().atMost(SOON)
                .untilAsserted(() -> get("/api/v1/vms/" + vm).body("state", equalTo(state)));
        return get("/api/v1/vms/" + vm);
    }

    private ValidatableResponse awaitOperation(String operation, String state) {
        String path = "/api/v1/vms/" + vm + "/operations/" + operation;
        await().atMost(SOON).untilAsserted(() -> get(path).body("state", equalTo(state)));
        return get(path).body("id", endsWith(operation));
    }
}
