package io.berth.placement.it;

import static io.berth.placement.it.Caller.as;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmPlaced;
import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Load is spread from the request over HTTP, or by itself, to the last report of an agent. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(OptimisationIT.Balanced.class)
class OptimisationIT {
    private static final VmSpec LARGE =
            new VmSpec(8, 50, MiB.ofGiB(40), true, RestartPriority.MEDIUM, null);

    @Inject EntityManager entities;

    /** One group looks after itself, and one not at all. */
    public static final class Balanced implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "berth.placement.groups.\"balanced\".optimise", "AUTOMATIC",
                    "berth.placement.groups.\"left-alone\".optimise", "OFF");
        }
    }

    private static void running(Stage stage, String vm) {
        stage.request(vm, LARGE);
        VmPlaced placed = stage.decision(VmPlaced.class, e -> e.vm().equals(stage.vm(vm)));
        stage.answer(placed, Outcome.STARTED);
        stage.decision(VmConfirmed.class, e -> e.vm().equals(stage.vm(vm)));
    }

    /** Four VMs on the first host, and the second one empty. */
    private static void uneven(Stage stage) {
        stage.ready("h1");
        IntStream.rangeClosed(1, 4).forEach(i -> running(stage, "vm" + i));
        stage.ready("h2");
    }

    /** Inventory moves a host into another group. */
    private static void regroup(Stage stage, String name, String group) {
        stage.writer.write(
                Topics.INVENTORY_STATE,
                new HostState(
                        stage.host(name),
                        stage.domain,
                        new ClusterId(stage.domain.value()),
                        new HostGroupId(group),
                        new SiteId("site"),
                        64,
                        MiB.ofGiB(256),
                        HostReserve.NONE,
                        false,
                        2));
    }

    private static ValidatableResponse plan(String domain) {
        return as(Roles.VIEWER).get("/api/v1/optimisations?domain=" + domain).then();
    }

    private static void awaitMoves(String domain, int moves) {
        await().atMost(Stage.PATIENCE)
                .until(() -> moves == plan(domain).extract().<List<?>>path("moves").size());
    }

    private static ValidatableResponse optimise(String domain, String query, String key) {
        return as(Roles.OPERATOR)
                .header("Idempotency-Key", key)
                .body("{\"domain\": \"%s\"}".formatted(domain))
                .post("/api/v1/optimisations" + query)
                .then();
    }

    private static void arrive(Stage stage, String vm) {
        MigrateVm order =
                (MigrateVm)
                        stage.command(
                                Stage.PATIENCE,
                                c -> c instanceof MigrateVm m && m.vm().equals(stage.vm(vm)));
        stage.answer(order, VmMigrationEnded.Outcome.HANDED_OVER);
        stage.decision(
                VmPlaced.class, e -> e.vm().equals(order.vm()) && e.host().equals(order.target()));
        stage.answer(order.target(), order.vm(), order.epoch().next(), Outcome.STARTED);
        stage.decision(
                VmConfirmed.class,
                e -> e.vm().equals(order.vm()) && e.host().equals(order.target()));
    }

    @Test
    void aPlanIsShownCarriedOutAndRemembered() {
        try (Stage stage = new Stage("it-spread")) {
            uneven(stage);
            awaitMoves("it-spread", 2);
            plan("it-spread")
                    .statusCode(200)
                    .body("kind", equalTo("OPTIMISE"))
                    .body("dryRun", equalTo(true))
                    .body("moves.target", contains("it-spread-h2", "it-spread-h2"))
                    .body("moves[0].gain.gain", greaterThan(0.05f))
                    .body("spread.end", equalTo("NOTHING_GAINS"))
                    .body("spread.deviationAfter", equalTo(0.0f));
            optimise("it-spread", "?dryRun=true", "unused").statusCode(200);
            String id =
                    optimise("it-spread", "", "spread-1")
                            .statusCode(202)
                            .header("Location", containsString("/api/v1/operations/"))
                            .body("state", equalTo("PENDING"))
                            .extract()
                            .path("id");
            optimise("it-spread", "", "spread-1").statusCode(202).body("id", equalTo(id));
            arrive(stage, "vm1");
            arrive(stage, "vm2");
            await().atMost(Stage.PATIENCE)
                    .until(() ->
                            "DONE"
                                    .equals(
                                            as(Roles.VIEWER)
                                                    .get("/api/v1/operations/" + id)
                                                    .path("state")));
            as(Roles.VIEWER)
                    .get("/api/v1/operations/" + id)
                    .then()
                    .body("progress.moved", equalTo(2))
                    .body("spread.automatic", equalTo(false));
            as(Roles.VIEWER)
                    .get("/api/v1/operations?domain=it-spread&kind=OPTIMISE")
                    .then()
                    .body("items", hasSize(1));
            plan("it-spread")
                    .body("moves", hasSize(0))
                    .body("state", equalTo("DONE"))
                    .body("spread.leftOut", hasSize(2))
                    .body("spread.leftOut[0].why", containsString("moved not long ago"));
            given().get("/q/metrics")
                    .then()
                    .body(
                            containsString(
                                    "berth_placement_optimisation_moves_total{end=\"done\"} 2"));
            Replays.everyDecisionComesOutAlike(entities, "it-spread");
        }
    }

    @Test
    void aGroupThatLooksAfterItselfIsSpreadWithoutARequest() {
        try (Stage stage = new Stage("it-balanced")) {
            uneven(stage);
            awaitMoves("it-balanced", 2);
            regroup(stage, "h1", "balanced");
            regroup(stage, "h2", "balanced");
            arrive(stage, "vm1");
            arrive(stage, "vm2");
            await().atMost(Stage.PATIENCE)
                    .until(() ->
                            List.of("DONE")
                                    .equals(
                                            as(Roles.VIEWER)
                                                    .get("/api/v1/operations?domain=it-balanced")
                                                    .path("items.state")));
            as(Roles.VIEWER)
                    .get("/api/v1/operations?domain=it-balanced")
                    .then()
                    .body("items[0].requestedBy", equalTo("berth-placement"))
                    .body("items[0].spread.automatic", equalTo(true));
            Replays.everyDecisionComesOutAlike(entities, "it-balanced");
        }
    }

    @Test
    void whatCannotBeOptimisedIsRefused() {
        try (Stage stage = new Stage("it-alone")) {
            stage.ready("h1");
            await().atMost(Stage.PATIENCE)
                    .until(() -> "TOO_FEW_HOSTS".equals(plan("it-alone").extract().path("reason")));
            optimise("it-alone", "", "alone-1")
                    .statusCode(409)
                    .body("code", equalTo("operation-refused"))
                    .body("values.reason", equalTo("TOO_FEW_HOSTS"));
            regroup(stage, "h1", "left-alone");
            await().atMost(Stage.PATIENCE)
                    .until(() ->
                            "OPTIMISATION_OFF".equals(plan("it-alone").extract().path("reason")));
            plan("it-nowhere").statusCode(404).body("code", equalTo("not-found"));
            as(Roles.VIEWER)
                    .body("{\"domain\": \"it-alone\"}")
                    .post("/api/v1/optimisations")
                    .then()
                    .statusCode(403);
            as(Roles.OPERATOR)
                    .body("{}")
                    .post("/api/v1/optimisations")
                    .then()
                    .statusCode(400)
                    .body("values.errors", hasSize(1));
        }
    }

    @Test
    void hostsThatCouldBeOffAreNamed() {
        try (Stage stage = new Stage("it-power")) {
            List<String> names = List.of("h1", "h2", "h3", "h4", "h5");
            stage.ready("h1");
            running(stage, "vm1");
            names.stream().skip(1).forEach(stage::ready);
            stage.writer.write(
                    Topics.INVENTORY_STATE,
                    new ClusterState(
                            new ClusterId("it-power"),
                            new HostGroupId("group"),
                            new SiteId("site"),
                            names.stream().map(stage::host).toList(),
                            1,
                            1));
            await().atMost(Stage.PATIENCE)
                    .until(() -> Integer.valueOf(5).equals(power().extract().path("functioning")));
            power().statusCode(200)
                    .body("off.host", contains("it-power-h2", "it-power-h3"))
                    .body("kept.why", contains("QUORUM", "QUORUM", "QUORUM"))
                    .body("configured", equalTo(5));
        }
    }

    private static ValidatableResponse power() {
        return as(Roles.VIEWER).get("/api/v1/power-advice?domain=it-power").then();
    }
}
