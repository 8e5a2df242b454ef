package io.berth.placement.it;

import static io.berth.placement.it.Caller.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.berth.contracts.hosts.AbortMigration;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmMigrating;
import io.berth.contracts.placement.VmPlaced;
import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

/** Migrations and evacuations from the request over HTTP to the last report of an agent. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class MovesIT {
    @Inject EntityManager entities;

    /** A VM that its host has reported running. */
    private static VmPlaced running(Stage stage, String vm, VmSpec spec) {
        stage.request(vm, spec);
        VmPlaced placed = stage.decision(VmPlaced.class, e -> e.vm().equals(stage.vm(vm)));
        stage.answer(placed, Outcome.STARTED);
        stage.decision(VmConfirmed.class, e -> e.vm().equals(stage.vm(vm)));
        return placed;
    }

    private static ValidatableResponse migrate(String body, String query, String key) {
        RequestSpecification request = as(Roles.OPERATOR).body(body);
        return (key.isEmpty() ? request : request.header("Idempotency-Key", key))
                .post("/api/v1/migrations" + query)
                .then();
    }

    private static ValidatableResponse operation(String id) {
        return as(Roles.VIEWER).get("/api/v1/operations/" + id).then();
    }

    /** The command for this VM, told apart from those of other VMs. */
    private static MigrateVm order(Stage stage, VmId vm) {
        return (MigrateVm)
                stage.command(Stage.PATIENCE, c -> c instanceof MigrateVm m && m.vm().equals(vm));
    }

    @Test
    void aVmIsMovedWithoutEverHavingTwoHosts() {
        try (Stage stage = new Stage("it-migrate")) {
            stage.ready("h1");
            VmPlaced placed = running(stage, "vm", Stage.SMALL);
            stage.ready("h2");
            awaitPlan("it-migrate-vm", "it-migrate-h2", "moves[0].state", "MOVING");
            VmId vm = stage.vm("vm");
            String body = "{\"vm\": \"it-migrate-vm\", \"target\": \"it-migrate-h2\"}";

            migrate(body, "?dryRun=true", "")
                    .statusCode(200)
                    .body("dryRun", equalTo(true))
                    .body("moves[0].state", equalTo("MOVING"))
                    .body("moves[0].target", equalTo("it-migrate-h2"))
                    .body("moves[0].mode", equalTo("LIVE"));
            String id =
                    migrate(body, "", "key-1")
                            .statusCode(202)
                            .header("Location", containsString("/api/v1/operations/"))
                            .body("state", equalTo("PENDING"))
                            .body("requestedBy", notNullValue())
                            .extract()
                            .path("id");
            migrate(body, "", "key-1").statusCode(202).body("id", equalTo(id));
            migrate("{\"vm\": \"it-migrate-vm\"}", "", "key-1")
                    .statusCode(422)
                    .body("code", equalTo("idempotency-key-reused"));

            MigrateVm order = order(stage, vm);
            assertThat(order.host()).isEqualTo(placed.host());
            assertThat(order.target()).isEqualTo(stage.host("h2"));
            stage.decision(VmMigrating.class, e -> e.vm().equals(vm));
            as(Roles.VIEWER)
                    .get("/api/v1/vms/it-migrate-vm")
                    .then()
                    .body("assignment.state", equalTo("MIGRATING"))
                    .body("assignment.host", equalTo("it-migrate-h1"))
                    .body("assignment.epoch", equalTo(1));
            migrate(body, "", "")
                    .statusCode(409)
                    .body("code", equalTo("operation-refused"))
                    .body("values.reason", equalTo("ALREADY_MOVING"));

            stage.answer(order, VmMigrationEnded.Outcome.HANDED_OVER);
            StartVm start =
                    (StartVm)
                            stage.command(
                                    Stage.PATIENCE,
                                    c ->
                                            c instanceof StartVm s
                                                    && s.vm().equals(vm)
                                                    && s.stateFrom() != null);
            assertThat(start.host()).isEqualTo(stage.host("h2"));
            assertThat(start.epoch()).isEqualTo(new Epoch(2));
            stage.answer(start.host(), vm, start.epoch(), Outcome.STARTED);
            stage.decision(
                    VmConfirmed.class, e -> e.vm().equals(vm) && e.host().equals(stage.host("h2")));
            operation(id)
                    .statusCode(200)
                    .body("state", equalTo("DONE"))
                    .body("progress.moved", equalTo(1))
                    .body("moves[0].state", equalTo("DONE"));
            as(Roles.VIEWER)
                    .get("/api/v1/operations?vm=it-migrate-vm&state=DONE")
                    .then()
                    .body("items.id", contains(id));
            as(Roles.OPERATOR)
                    .post("/api/v1/operations/" + id + "/cancel")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("operation-over"));
            Replays.everyDecisionComesOutAlike(entities, "it-migrate");
        }
    }

    @Test
    void whatIsRefusedIsRefusedWithItsNumbersAndChangesNothing() {
        try (Stage stage = new Stage("it-refuse");
                Stage other = new Stage("it-refuse-other")) {
            stage.ready("h1");
            running(stage, "vm", Stage.SMALL);
            stage.ready("h2");
            other.ready("h1");
            stage.adapter("h1", 500, 2);
            stage.adapter("h2", 10_000, 2);
            awaitPlan("it-refuse-vm", "it-refuse-h2", "moves[0].linkMbit", 500);

            migrate("{\"vm\": \"it-refuse-vm\", \"target\": \"it-refuse-h2\"}", "?dryRun=true", "")
                    .statusCode(200)
                    .body("moves[0].mode", equalTo("QUICK"))
                    .body("moves[0].linkMbit", equalTo(500));
            migrate(
                            "{\"vm\": \"it-refuse-vm\", \"target\": \"it-refuse-h2\", \"mode\":"
                                    + " \"LIVE\"}",
                            "",
                            "")
                    .statusCode(409)
                    .body("values.refused[0].refusals.code", contains("link-too-slow"))
                    .body("values.refused[0].refusals[0].required", equalTo(1000))
                    .body("values.refused[0].refusals[0].available", equalTo(500));
            migrate("{\"vm\": \"it-refuse-vm\", \"target\": \"it-refuse-h1\"}", "", "")
                    .statusCode(409)
                    .body("values.reason", equalTo("ALREADY_THERE"));
            migrate("{\"vm\": \"it-refuse-vm\", \"target\": \"it-refuse-other-h1\"}", "", "")
                    .statusCode(422)
                    .body("code", equalTo("target-in-another-domain"))
                    .body("values.targetDomain", equalTo("it-refuse-other"));
            migrate("{\"vm\": \"it-nobody\"}", "", "").statusCode(404);
            migrate("{\"mode\": \"FLYING\"}", "", "")
                    .statusCode(400)
                    .body("values.errors", hasSize(2));
            as(Roles.VIEWER)
                    .body("{\"vm\": \"it-refuse-vm\"}")
                    .post("/api/v1/migrations")
                    .then()
                    .statusCode(403);
            as(Roles.VIEWER)
                    .get("/api/v1/operations?domain=it-refuse")
                    .then()
                    .body("items", hasSize(0));
        }
    }

    /** What a target has reported, and how it is specified, is read by threads of their own. */
    private static void awaitPlan(String vm, String target, String path, Object expected) {
        String body = "{\"vm\": \"%s\", \"target\": \"%s\"}".formatted(vm, target);
        await().atMost(Stage.PATIENCE)
                .until(() ->
                        expected.equals(migrate(body, "?dryRun=true", "").extract().path(path)));
    }

    @Test
    void aHostIsEvacuatedWithProgressAndOpenedAgain() {
        try (Stage stage = new Stage("it-evacuate")) {
            stage.ready("h1");
            running(stage, "vm1", Stage.SMALL);
            running(stage, "vm2", Stage.SMALL);
            running(stage, "vm3", Stage.SMALL);
            stage.ready("h2");
            awaitPlan("it-evacuate-vm1", "it-evacuate-h2", "moves[0].state", "MOVING");
            HostId source = stage.host("h1");

            as(Roles.OPERATOR)
                    .body("{\"host\": \"it-evacuate-h1\"}")
                    .post("/api/v1/evacuations?dryRun=true")
                    .then()
                    .statusCode(200)
                    .body("progress.all", equalTo(3))
                    .body("moves.target", hasItem("it-evacuate-h2"));
            String id =
                    as(Roles.OPERATOR)
                            .body("{\"host\": \"it-evacuate-h1\"}")
                            .post("/api/v1/evacuations")
                            .then()
                            .statusCode(202)
                            .body("kind", equalTo("EVACUATE"))
                            .extract()
                            .path("id");
            MigrateVm first = order(stage, stage.vm("vm1"));
            MigrateVm second = order(stage, stage.vm("vm2"));
            assertThat(first.host()).isEqualTo(source);
            arrive(stage, first);
            MigrateVm third = order(stage, stage.vm("vm3"));
            operation(id)
                    .body("state", equalTo("RUNNING"))
                    .body("progress.moved", equalTo(1))
                    .body("progress.all", equalTo(3));
            as(Roles.VIEWER)
                    .get("/api/v1/hosts?domain=it-evacuate")
                    .then()
                    .body("items[0].evacuated", equalTo(true));

            as(Roles.OPERATOR).post("/api/v1/operations/" + id + "/cancel").then().statusCode(202);
            stage.command(
                    Stage.PATIENCE,
                    c -> c instanceof AbortMigration a && a.vm().equals(third.vm()));
            stage.answer(third, VmMigrationEnded.Outcome.ABORTED);
            stage.answer(second, VmMigrationEnded.Outcome.ABORTED);
            await().atMost(Stage.PATIENCE)
                    .until(() -> "CANCELLED".equals(operation(id).extract().path("state")));
            operation(id)
                    .body("progress.moved", equalTo(1))
                    .body("progress.over", equalTo(3))
                    .body("closesHost", equalTo(false))
                    .body("cancelledBy", notNullValue());
            Replays.everyDecisionComesOutAlike(entities, "it-evacuate");
        }
    }

    private static void arrive(Stage stage, MigrateVm order) {
        stage.answer(order, VmMigrationEnded.Outcome.HANDED_OVER);
        stage.decision(
                VmPlaced.class, e -> e.vm().equals(order.vm()) && e.host().equals(order.target()));
        stage.answer(order.target(), order.vm(), order.epoch().next(), Outcome.STARTED);
        stage.decision(
                VmConfirmed.class,
                e -> e.vm().equals(order.vm()) && e.host().equals(order.target()));
    }
}
