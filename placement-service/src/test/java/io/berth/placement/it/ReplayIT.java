package io.berth.placement.it;

import static io.berth.placement.it.Caller.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmPlaced;
import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions of the past made again, through REST, from real topics and tables. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ReplayIT {
    @Inject EntityManager entities;

    @Test
    void everyDecisionOfALossCanBeMadeAgain() {
        try (Stage stage = new Stage("it-replay")) {
            stage.ready("h1");
            stage.ready("h2");
            for (String vm : List.of("vm1", "vm2", "vm3")) {
                stage.request(vm, Stage.SMALL);
            }
            List<VmPlaced> placed = stage.decisions(3, VmPlaced.class, event -> true);
            placed.forEach(event -> stage.answer(event, Outcome.STARTED));
            stage.decisions(3, VmConfirmed.class, event -> true);
            stage.specify("h1", MiB.ofGiB(128), 2);
            stage.writer.write(
                    Topics.HOST_LOAD,
                    new HostLoadMeasured(
                            stage.host("h2"), stage.domain, 40, MiB.ofGiB(3), 10, Instant.EPOCH));
            stage.writer.write(Topics.NODE_EVENTS, stage.failed("h1"));
            VmPlaced again =
                    stage.decision(
                            VmPlaced.class, event -> event.cause() == PlacementCause.HOST_FAILED);

            List<Long> ids = decisionsOf(again.vm().value());
            assertThat(ids).hasSizeGreaterThanOrEqualTo(3);
            all(stage.domain.value()).forEach(id -> replay(id).body("identical", equalTo(true)));
            replay(ids.getFirst())
                    .body("decision.from", containsString("monitoring.node-events"))
                    .body(
                            "told.find { it.vm == '%s' && it.cause }.cause".formatted(again.vm()),
                            equalTo("HOST_FAILED"));
            assertThat(decisionsOf(again.vm().value()))
                    .as("making a decision again changes nothing")
                    .isEqualTo(ids);
        }
    }

    @Test
    void anotherMomentIsNoticed() {
        try (Stage stage = new Stage("it-replay-other")) {
            stage.ready("h1");
            stage.request("vm1", Stage.SMALL);
            stage.decision(VmPlaced.class, event -> true);
            long id = decisionsOf("it-replay-other-vm1").getFirst();

            QuarkusTransaction.requiringNew()
                    .run(() ->
                            entities.createNativeQuery(
                                            "update placement_journal set made_at = made_at +"
                                                    + " interval '1 second' where id = ?1")
                                    .setParameter(1, id)
                                    .executeUpdate());

            ValidatableResponse answer = replay(id).body("identical", equalTo(false));
            answer.body("digest", not(equalTo(answer.extract().path("decision.digest"))));
            answer.body("told.host", contains("it-replay-other-h1"));
        }
    }

    @Test
    void whatIsNotRememberedIsSaid() {
        as(Roles.OPERATOR)
                .post("/api/v1/decisions/999999999/replay")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"))
                .body("hint", containsString("journal-kept"));
        as(Roles.OPERATOR)
                .get("/api/v1/decisions/many")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-parameter"));
        as(Roles.VIEWER).post("/api/v1/decisions/1/replay").then().statusCode(403);
    }

    @Test
    void aRecordThatIsGoneIsSaid() {
        try (Stage stage = new Stage("it-replay-gone")) {
            stage.ready("h1");
            stage.request("vm1", Stage.SMALL);
            stage.decision(VmPlaced.class, event -> true);
            long id = decisionsOf("it-replay-gone-vm1").getFirst();
            as(Roles.VIEWER)
                    .get("/api/v1/decisions/" + id)
                    .then()
                    .statusCode(200)
                    .body("from", containsString("placement.requests"))
                    .body(
                            "inputs.topic",
                            hasItems(
                                    "placement.requests",
                                    "hosts.reports",
                                    "monitoring.node-events",
                                    "inventory.state"));

            QuarkusTransaction.requiringNew()
                    .run(() ->
                            entities.createNativeQuery(
                                            "update placement_journal set origin_offset ="
                                                    + " origin_offset + 1000000 where id = ?1")
                                    .setParameter(1, id)
                                    .executeUpdate());

            as(Roles.OPERATOR)
                    .post("/api/v1/decisions/{id}/replay", id)
                    .then()
                    .statusCode(410)
                    .body("code", equalTo("input-gone"))
                    .body("detail", containsString("placement.requests"));
        }
    }

    private static ValidatableResponse replay(long id) {
        return as(Roles.OPERATOR).post("/api/v1/decisions/{id}/replay", id).then().statusCode(200);
    }

    private static List<Long> decisionsOf(String vm) {
        return as(Roles.VIEWER)
                .get("/api/v1/vms/" + vm)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("decisions.decision", Long.class);
    }

    private List<Long> all(String domain) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        entities
                                .createNativeQuery(
                                        "select id from placement_journal where domain = ?1 order"
                                                + " by domain_version, step",
                                        Long.class)
                                .setParameter(1, domain)
                                .getResultList()
                                .stream()
                                .map(Long.class::cast)
                                .toList());
    }
}
