package io.berth.placement.it;

import static io.berth.placement.it.Caller.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmPlaced;
import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A past period under other policies, through REST, from real topics and tables. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PastWhatIfIT {
    /** Four of these fill a host. */
    private static final VmSpec LARGE =
            new VmSpec(2, 50, MiB.ofGiB(64), true, RestartPriority.MEDIUM, null);

    @Inject EntityManager entities;

    private static Response ask(String question) {
        return as(Roles.OPERATOR)
                .contentType(ContentType.JSON)
                .body(question)
                .post("/api/v1/decisions/what-if");
    }

    private static String question(String domain, Instant since, String change) {
        return "{\"domain\": \"%s\", \"since\": \"%s\", \"until\": \"%s\", %s}"
                .formatted(domain, since, Instant.now(), change);
    }

    /** Two hosts and six VMs, one after the other, under a reserve of 0. */
    private static void fill(Stage stage) {
        stage.writer.write(
                Topics.INVENTORY_STATE,
                new ClusterState(
                        new ClusterId(stage.domain.value()),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        List.of(stage.host("h1"), stage.host("h2")),
                        0,
                        1));
        stage.ready("h1");
        stage.ready("h2");
        for (int v = 1; v <= 6; v++) {
            VmId vm = stage.vm("vm" + v);
            stage.request("vm" + v, LARGE);
            VmPlaced placed = stage.decision(VmPlaced.class, event -> event.vm().equals(vm));
            stage.answer(placed, Outcome.STARTED);
            stage.decision(VmConfirmed.class, event -> event.vm().equals(vm));
        }
    }

    @Test
    void aReserveWouldHaveRefusedTheVmThatNoSurvivorHolds() {
        Instant since = Instant.now();
        try (Stage stage = new Stage("it-past")) {
            fill(stage);
            String asked = question("it-past", since, "\"reserve\": 1");

            Response answer = ask(asked);

            System.out.println("past " + asked + "\n" + answer.asPrettyString());
            answer.then()
                    .statusCode(200)
                    .body("limited", equalTo(false))
                    .body("differing", equalTo(1))
                    .body("notReproduced", equalTo(0))
                    .body("inputGone.count", equalTo(0))
                    .body("decisions[0].from", containsString("placement.requests"))
                    .body("decisions[0].vms[0].vm", equalTo("it-past-vm6"))
                    .body("decisions[0].vms[0].then.host", containsString("it-past-h"))
                    .body("decisions[0].vms[0].otherwise.host", equalTo(null))
                    .body("decisions[0].vms[0].newRefusals", hasSize(2))
                    .body(
                            "decisions[0].vms[0].newRefusals.refusals.flatten().code",
                            everyItem(equalTo("over-committed-cluster")))
                    .body("clusters[0].cluster", equalTo("it-past"))
                    .body("clusters[0].reserve", equalTo(1))
                    .body("clusters[0].reserveTooLarge", equalTo(false))
                    .body("clusters[0].spells", equalTo(1))
                    .body("clusters[0].times[0].until", equalTo(null));
            long compared = answer.jsonPath().getLong("compared");
            assertThat(compared).isGreaterThan(12);
            assertThat(answer.jsonPath().getLong("same")).isEqualTo(compared - 1);
            assertThat(ask(asked).asString())
                    .as("the same question has the same answer, bit for bit")
                    .isEqualTo(answer.asString());
        }
    }

    @Test
    void anotherGoalWouldHavePackedTheVms() {
        Instant since = Instant.now();
        try (Stage stage = new Stage("it-past-goal")) {
            fill(stage);
            Response packed =
                    ask(question("it-past-goal", since, "\"goal\": \"consolidate\", \"limit\": 1"));
            packed.then()
                    .statusCode(200)
                    .body("clusters", hasSize(0))
                    .body("decisions", hasSize(1))
                    .body("decisions[0].vms[0].vm", equalTo("it-past-goal-vm2"))
                    .body("decisions[0].vms[0].otherwise.stars", equalTo(3.5f));
            assertThat(packed.jsonPath().getLong("differing")).isPositive();
            ask(question("it-past-goal", since, "\"goal\": \"LOAD_BALANCE\""))
                    .then()
                    .statusCode(200)
                    .body("differing", equalTo(0));
            ask(question("it-past-goal", since, "\"reserve\": 2"))
                    .then()
                    .statusCode(200)
                    .body("differing", equalTo(0))
                    .body("clusters[0].reserve", equalTo(0))
                    .body("clusters[0].reserveTooLarge", equalTo(true));
        }
    }

    @Test
    void whatCannotBeMadeAgainIsCountedAndNamed() {
        Instant since = Instant.now();
        try (Stage stage = new Stage("it-past-gone")) {
            stage.ready("h1");
            stage.request("vm1", Stage.SMALL);
            stage.decision(VmPlaced.class, event -> true);
            long id =
                    as(Roles.VIEWER)
                            .get("/api/v1/vms/it-past-gone-vm1")
                            .jsonPath()
                            .getLong("decisions[0].decision");
            QuarkusTransaction.requiringNew()
                    .run(() ->
                            entities.createNativeQuery(
                                            "update placement_journal set origin_offset ="
                                                    + " origin_offset + 1000000 where id = ?1")
                                    .setParameter(1, id)
                                    .executeUpdate());
            Response answer = ask(question("it-past-gone", since, "\"weights\": {\"cpu\": 2}"));
            answer.then()
                    .statusCode(200)
                    .body("inputGone.count", equalTo(1))
                    .body("differing", equalTo(0));
            assertThat(answer.jsonPath().getList("inputGone.decisions", Long.class))
                    .containsExactly(id);
        }
    }

    @Test
    void whatIsWrongWithAQuestionIsSaid() {
        ask("{\"since\": \"-PT1H\"}")
                .then()
                .statusCode(400)
                .body("detail", containsString("nothing is changed"));
        ask("{\"since\": \"yesterday\", \"reserve\": 64, \"goal\": \"fast\"}")
                .then()
                .statusCode(400)
                .body("values.errors.pointer", hasItems("/since", "/goal", "/reserve"))
                .body("values.errors.detail", hasItem(containsString("yesterday")));
        ask("{\"since\": \"PT1H\", \"reserve\": 1}")
                .then()
                .statusCode(400)
                .body("detail", containsString("must be before"));
        ask("{\"since\": \"-PT1H\", \"weights\": {\"cpu\": 101}}")
                .then()
                .statusCode(400)
                .body("detail", containsString("weights.cpu is 101.0"));
        as(Roles.VIEWER)
                .contentType(ContentType.JSON)
                .body("{\"since\": \"-PT1H\", \"reserve\": 1}")
                .post("/api/v1/decisions/what-if")
                .then()
                .statusCode(403);
    }
}
