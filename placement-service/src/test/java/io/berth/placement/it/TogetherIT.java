package io.berth.placement.it;

import static io.berth.placement.it.Caller.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.StartOrder;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmTurnCame;
import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** VMs that are kept together and started in turn, from the topics to what people see. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class TogetherIT {
    private static final Logger LOG = Logger.getLogger(TogetherIT.class);

    private static VmSpec spec(int gib, @Nullable String set, @Nullable StartOrder order) {
        return new VmSpec(
                1,
                50,
                MiB.ofGiB(gib),
                true,
                RestartPriority.MEDIUM,
                null,
                VmDetails.NONE.with(set, order));
    }

    private static VmPlaced running(Stage stage, String vm, VmSpec spec) {
        stage.request(vm, spec);
        VmPlaced placed = stage.decision(VmPlaced.class, e -> e.vm().equals(stage.vm(vm)));
        stage.answer(placed, Outcome.STARTED);
        stage.decision(VmConfirmed.class, e -> e.vm().equals(stage.vm(vm)));
        return placed;
    }

    private static ValidatableResponse shown(String what, ValidatableResponse answer) {
        LOG.infof("%s: %s", what, answer.extract().body().asString());
        return answer;
    }

    private static Predicate<HostCommand> start(Stage stage, String vm, long epoch) {
        return c ->
                c instanceof StartVm s && s.vm().equals(stage.vm(vm)) && s.epoch().value() == epoch;
    }

    @Test
    void membersOfASetAreRecoveredTogether() {
        try (Stage stage = new Stage("it-affinity")) {
            stage.ready("h1");
            for (String vm : List.of("db", "app", "web")) {
                running(stage, vm, spec(60, "shop", null));
            }
            stage.ready("h2");
            stage.ready("h3");
            await().atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            shown(
                                            "ratings",
                                            as(Roles.VIEWER)
                                                    .body(
                                                            """
                                                            {"domain": "it-affinity", "vm": "it-affinity-new", "spec": {
                                                              "vcpus": 1, "cpuUtilisationPercent": 50, "memory": 4096,
                                                              "highlyAvailable": true, "restartPriority": "MEDIUM",
                                                              "details": {"disks": [], "possibleOwners": [],
                                                                "preferredOwners": [], "adapters": [],
                                                                "processorCompatibility": false,
                                                                "affinitySet": "shop"}}}
                                                            """)
                                                    .post("/api/v1/ratings")
                                                    .then())
                                    .statusCode(200)
                                    .body("candidates.host", equalTo(List.of("it-affinity-h1")))
                                    .body(
                                            "refused.find { it.host == 'it-affinity-h3' }"
                                                    + ".change.kind",
                                            equalTo("leave-affinity-set")));
            shown(
                            "migration",
                            as(Roles.OPERATOR)
                                    .body("{\"vm\": \"it-affinity-web\"}")
                                    .post("/api/v1/migrations?dryRun=true")
                                    .then())
                    .body("moves[0].refused.refusals.flatten().code", hasItem("affinity"));

            stage.write(Topics.NODE_EVENTS, stage.failed("h1"), "lost-" + stage.domain);
            List<VmPlaced> placed = stage.decisions(3, VmPlaced.class, e -> e.epoch().value() == 2);
            assertThat(placed).extracting(VmPlaced::host).containsOnly(placed.getFirst().host());
        }
    }

    @Test
    void membersOfAGroupAreStartedInTurn() {
        try (Stage stage = new Stage("it-order")) {
            stage.ready("h1");
            running(stage, "db", spec(1, null, new StartOrder("shop", 1, Duration.ZERO)));
            running(stage, "app", spec(1, null, new StartOrder("shop", 2, Duration.ofSeconds(2))));
            stage.ready("h2");

            stage.write(Topics.NODE_EVENTS, stage.failed("h1"), "lost-" + stage.domain);
            List<VmPlaced> placed = stage.decisions(2, VmPlaced.class, e -> e.epoch().value() == 2);
            stage.command(Stage.PATIENCE, start(stage, "db", 2));
            await().atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            shown(
                                            "assignment",
                                            as(Roles.VIEWER).get("/api/v1/vms/it-order-app").then())
                                    .body("assignment.state", equalTo("PLACED"))
                                    .body(
                                            "assignment.awaitsTurn.text",
                                            startsWith("awaits it-order-db of tier 1, until "))
                                    .body("assignment.awaitsTurn.tier", equalTo(1)));

            VmPlaced db =
                    placed.stream()
                            .filter(e -> e.vm().equals(stage.vm("db")))
                            .findFirst()
                            .orElseThrow();
            stage.answer(db, Outcome.STARTED);
            VmTurnCame turn = stage.decision(VmTurnCame.class, e -> true);
            assertThat(turn.vm()).isEqualTo(stage.vm("app"));
            assertThat(turn.without()).isEmpty();
            assertThat(turn.waited()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
            stage.command(Stage.PATIENCE, start(stage, "app", 2));
            shown("told", as(Roles.VIEWER).get("/api/v1/vms/it-order-app").then())
                    .body("assignment.awaitsTurn", nullValue());
        }
    }
}
