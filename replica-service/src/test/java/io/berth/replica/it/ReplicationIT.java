package io.berth.replica.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleFailed;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.RelationshipCreated;
import io.berth.contracts.replica.RelationshipRemoved;
import io.berth.contracts.replica.ReplicationState;
import io.berth.contracts.replica.ReplicationStateChanged;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.replica.store.ShiftedClock;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ReplicationIT {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    @Test
    void copiesFirstAllAndThenWhatChanged() {
        try (Stage stage = new Stage("it-copy")) {
            stage.ready("a");
            stage.create("a", "a", "w1");
            RunReplicaCycle first = stage.ordered("a", 1);
            assertThat(first.host()).isEqualTo(stage.host("e1"));
            assertThat(first.target()).isEqualTo(stage.host("w1"));
            assertThat(first.kind()).isEqualTo(CycleKind.INITIAL_COPY);
            assertThat(first.terms()).extracting(CycleTerms::keep).isEqualTo(List.of());
            stage.get("a")
                    .body("state", equalTo("INITIAL_RUNNING"))
                    .body("rpo", nullValue())
                    .body("health.status", equalTo("WARNING"))
                    .body("health.reasons.code", contains("initial-copy-incomplete"));

            stage.answer(first, "east", Outcome.COPIED);
            CycleCompleted completed = stage.event(CycleCompleted.class, e -> true);
            assertThat(completed.bytes()).isEqualTo(4096);
            assertThat(completed.source()).isEqualTo(stage.host("e1"));
            stage.event(ReplicationStateChanged.class, e -> e.to() == ReplicationState.REPLICATING);
            stage.get("a")
                    .body("state", equalTo("REPLICATING"))
                    .body("health.status", equalTo("NORMAL"))
                    .body("rpo", notNullValue())
                    .body("running", nullValue())
                    .body("source", equalTo(stage.host("e1").value()))
                    .body("lastCycles", hasSize(1));

            ShiftedClock.advance(INTERVAL);
            RunReplicaCycle second = stage.ordered("a", 2);
            assertThat(second.kind()).isEqualTo(CycleKind.DELTA);
            assertThat(second.terms())
                    .extracting(CycleTerms::keep)
                    .isEqualTo(List.of(first.cycle()));
            stage.answer(second, "east", Outcome.COPIED);
            CycleCompleted delta = stage.event(CycleCompleted.class, e -> e.cycle().value() == 2);
            assertThat(delta.pointAt()).isAfter(completed.pointAt());
            assertThat(second.terms()).extracting(CycleTerms::pointAt).isEqualTo(delta.pointAt());
            String path = Stage.PATH + "/" + stage.relationship("a");
            Stage.as("viewer")
                    .get(path + "/recovery-points")
                    .then()
                    .statusCode(200)
                    .body("items[0].cycle", equalTo(2));
            Stage.as("viewer")
                    .get(path + "/cycles?limit=1")
                    .then()
                    .statusCode(200)
                    .body("items.cycle", contains(2))
                    .body("items[0].bytes", equalTo(4096))
                    .body("items[0].took", equalTo("PT0.25S"))
                    .body("nextCursor", notNullValue());
            RelationshipCreated created = stage.event(RelationshipCreated.class, e -> true);
            assertThat(created.principal().value()).isEqualTo("test-administrator");
        }
    }

    @Test
    void followsTheVmWhenItsHostFails() {
        try (Stage stage = new Stage("it-follow")) {
            stage.ready("a");
            stage.create("a", "a", "w1");
            stage.answer(stage.ordered("a", 1), "east", Outcome.COPIED);
            stage.event(CycleCompleted.class, e -> true);
            ShiftedClock.advance(INTERVAL);
            RunReplicaCycle lost = stage.ordered("a", 2);

            stage.failed("east", "e1");
            CycleFailed failed = stage.event(CycleFailed.class, e -> true);
            assertThat(failed.reason()).isEqualTo(CycleFailure.SOURCE_FAILED);
            assertThat(failed.cycle().value()).isEqualTo(2);
            await().atMost(Stage.PATIENCE)
                    .untilAsserted(() -> stage.get("a").body("held", equalTo("source-down")));
            // An answer of the dead cycle changes nothing any more.
            stage.answer(lost, "east", Outcome.COPIED);
            stage.assign("a", "east", stage.host("e2"), AssignmentState.PLACED);
            stage.runs("a", "east", "e2");

            RunReplicaCycle third = stage.ordered("a", 3);
            assertThat(third.host()).isEqualTo(stage.host("e2"));
            assertThat(third.kind()).isEqualTo(CycleKind.DELTA);
            stage.answer(third, "east", Outcome.COPIED);
            stage.event(CycleCompleted.class, e -> e.cycle().value() == 3);
            assertThat(stage.events.readFor(Duration.ofMillis(500)))
                    .filteredOn(entry ->
                            entry.event() instanceof CycleCompleted done
                                    && done.relationship().equals(third.relationship()))
                    .hasSize(2);
        }
    }

    @Test
    void waitsForItsTargetAndCopiesAllAnewWhenThatLostItsDisk() {
        try (Stage stage = new Stage("it-target")) {
            stage.ready("a");
            stage.create("a", "a", "w1");
            stage.answer(stage.ordered("a", 1), "east", Outcome.COPIED);
            stage.event(CycleCompleted.class, e -> true);
            ShiftedClock.advance(INTERVAL);
            stage.ordered("a", 2);

            stage.failed("west", "w1");
            assertThat(stage.event(CycleFailed.class, e -> true).reason())
                    .isEqualTo(CycleFailure.TARGET_FAILED);
            await().atMost(Stage.PATIENCE)
                    .untilAsserted(() -> stage.get("a").body("held", equalTo("target-down")));
            ShiftedClock.advance(INTERVAL.multipliedBy(3));
            stage.get("a")
                    .body("health.status", equalTo("CRITICAL"))
                    .body("health.reasons[0].code", equalTo("target-unreachable"));

            stage.up("west", "w1", 2);
            RunReplicaCycle third = stage.ordered("a", 3);
            stage.answer(third, "east", Outcome.TARGET_LACKS_COPY);
            ReplicationStateChanged resync =
                    stage.event(
                            ReplicationStateChanged.class,
                            e -> e.to() == ReplicationState.RESYNC_REQUIRED);
            assertThat(resync.from()).isEqualTo(ReplicationState.REPLICATING);
            RunReplicaCycle fourth = stage.ordered("a", 4);
            assertThat(fourth.kind()).isEqualTo(CycleKind.INITIAL_COPY);
            stage.get("a")
                    .body("state", equalTo("RESYNCING"))
                    .body("health.status", equalTo("CRITICAL"))
                    .body("rpo", nullValue());
            stage.answer(fourth, "east", Outcome.COPIED);
            stage.event(
                    ReplicationStateChanged.class,
                    e ->
                            e.from() == ReplicationState.RESYNCING
                                    && e.to() == ReplicationState.REPLICATING);
        }
    }

    @Test
    void aSilentSourceIsAskedAgainUnderAHigherNumber() {
        try (Stage stage = new Stage("it-silent")) {
            stage.ready("a");
            stage.create("a", "a", "w1");
            RunReplicaCycle first = stage.ordered("a", 1);

            ShiftedClock.advance(Duration.ofMinutes(30));
            assertThat(stage.event(CycleFailed.class, e -> true).reason())
                    .isEqualTo(CycleFailure.NO_ANSWER);
            RunReplicaCycle second = stage.ordered("a", 2);
            assertThat(second.command()).isNotEqualTo(first.command());
            stage.answer(first, "east", Outcome.COPIED);
            stage.answer(second, "east", Outcome.COPIED);
            CycleCompleted completed = stage.event(CycleCompleted.class, e -> true);
            assertThat(completed.cycle().value()).isEqualTo(2);
        }
    }

    @Test
    void isPausedResumedAndAskedForACopyByAnOperator() {
        try (Stage stage = new Stage("it-operate")) {
            stage.ready("a");
            stage.create("a", "a", "w1");
            stage.answer(stage.ordered("a", 1), "east", Outcome.COPIED);
            stage.event(CycleCompleted.class, e -> true);

            stage.operate("a", "pause").statusCode(200).body("state", equalTo("PAUSED"));
            stage.operate("a", "replicate-now")
                    .statusCode(409)
                    .body("code", equalTo("illegal-transition"))
                    .body("values.state", equalTo("PAUSED"))
                    .body("values.legalOperations", contains("resume", "remove"));
            ShiftedClock.advance(INTERVAL.multipliedBy(4));
            stage.get("a")
                    .body("lastCycle", equalTo(1))
                    .body("health.reasons.code", contains("paused"));
            stage.operate("a", "resume").statusCode(200).body("state", equalTo("REPLICATING"));
            stage.answer(stage.ordered("a", 2), "east", Outcome.COPIED);
            stage.event(CycleCompleted.class, e -> e.cycle().value() == 2);
            stage.operate("a", "replicate-now").statusCode(202);
            stage.ordered("a", 3);
            stage.operate("a", "resume").statusCode(409);
        }
    }

    @Test
    void isRemovedWithItsCopiesAndItsNumbersGoOn() {
        try (Stage stage = new Stage("it-remove")) {
            stage.ready("a");
            stage.create("a", "a", "w1");
            stage.answer(stage.ordered("a", 1), "east", Outcome.COPIED);
            stage.event(CycleCompleted.class, e -> true);
            ShiftedClock.advance(INTERVAL);
            RunReplicaCycle running = stage.ordered("a", 2);

            String path = Stage.PATH + "/" + stage.relationship("a");
            Stage.as("operator").delete(path).then().statusCode(403);
            Stage.as("administrator").delete(path).then().statusCode(204);
            assertThat(stage.event(CycleFailed.class, e -> true).reason())
                    .isEqualTo(CycleFailure.RELATIONSHIP_REMOVED);
            stage.event(RelationshipRemoved.class, e -> true);
            DropReplica drop =
                    (DropReplica)
                            stage.commands
                                    .await(
                                            Stage.PATIENCE,
                                            e ->
                                                    e.event() instanceof DropReplica d
                                                            && d.relationship()
                                                                    .equals(running.relationship()))
                                    .require();
            assertThat(drop.host()).isEqualTo(stage.host("w1"));
            stage.answer(running, "east", Outcome.COPIED);
            Stage.as("viewer").get(path).then().statusCode(404);
            Stage.as("viewer").get(path + "/cycles").then().statusCode(404);

            stage.create("a", "a", "w1");
            RunReplicaCycle next = stage.ordered("a", 3);
            assertThat(next.kind()).isEqualTo(CycleKind.INITIAL_COPY);
        }
    }

    @Test
    void tellsItsFiguresAndItsReadiness() {
        try (Stage stage = new Stage("it-figures")) {
            stage.ready("a");
            stage.create("a", "a", "w1");
            stage.answer(stage.ordered("a", 1), "east", Outcome.COPIED);
            stage.event(CycleCompleted.class, e -> true);

            await().atMost(Stage.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(Stage.as("viewer").get("/q/metrics").asString())
                                    .contains(
                                            "berth_replica_relationships{health=\"normal\"}",
                                            "berth_replica_rpo_worst_seconds",
                                            "berth_replica_rpo_exceeded",
                                            "berth_replica_cycles_total{result=\"completed\"}",
                                            "berth_replica_cycles_missed_total",
                                            "berth_replica_cycle_lateness_seconds_count",
                                            "berth_replica_cycle_bytes_total",
                                            "berth_replica_running_cycles",
                                            "berth_replica_held{reason=\"target-down\"}"));
            Stage.as("viewer")
                    .get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body(
                            "checks.find { it.name == 'replica-scheduler' }.data.secondsSinceLook",
                            lessThan(10));
        }
    }
}
