package io.berth.monitoring.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;

import io.berth.contracts.Topics;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostLoadEvent;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.contracts.wire.Partitions;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.berth.monitoring.store.FoldStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From beats in Kafka to facts in Kafka, in real time. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class DetectionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject FoldStore folds;

    private static RequestSpecification as(String role) {
        return given().header("Authorization", TestTokens.bearer(role));
    }

    @Test
    void findsTheCrashOfOneOfFour() {
        try (VirtualFleet fleet = new VirtualFleet("crash4", 4);
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS);
                TopicReader<HostLoadEvent> loads = TopicReader.fromNow(Topics.HOST_LOAD)) {
            fleet.start();
            facts.awaitMany(4, PATIENCE, e -> isUp(e.event(), fleet));

            fleet.crash(fleet.host(4));

            HostFailed failed = awaitFailure(facts, fleet);
            Duration detection = Duration.between(failed.lastBeat(), failed.logTime());
            assertThat(detection)
                    .isBetween(
                            LeaseTimings.DEFAULT.threshold(),
                            LeaseTimings.DEFAULT.threshold().plusSeconds(1));
            assertThat(failed.evidence()).isEqualTo(FencingEvidence.LEASE_EXPIRED_UNDER_WATCHDOG);
            as("viewer")
                    .get("/api/v1/hosts/" + fleet.host(4))
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("FAILED"))
                    .body("evidence", equalTo("LEASE_EXPIRED_UNDER_WATCHDOG"));
            as("viewer")
                    .get("/api/v1/hosts?domain=crash4&limit=3")
                    .then()
                    .body("items", hasSize(3))
                    .body("items.state", everyItem(equalTo("UP")));
            as("operator")
                    .post("/api/v1/hosts/" + fleet.host(1) + "/confirm-off")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("host-is-up"));
            loads.await(
                    PATIENCE,
                    e ->
                            e.event() instanceof HostLoadMeasured load
                                    && load.host().equals(fleet.host(1))
                                    && load.cpuPercent() == 25.0);
            assertThat(facts.readFor(Duration.ofSeconds(1)))
                    .filteredOn(e -> isFailure(e.event(), fleet))
                    .hasSize(1);
        }
    }

    @Test
    void goesOnAfterAnotherInstanceClaimedThePartition() {
        try (VirtualFleet fleet = new VirtualFleet("claimed", 4);
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS)) {
            fleet.start();
            facts.awaitMany(4, PATIENCE, e -> isUp(e.event(), fleet));
            int partition = Partitions.of("claimed", TestPlatform.PARTITIONS);

            folds.claim(partition);
            fleet.crash(fleet.host(2));

            HostFailed failed = awaitFailure(facts, fleet);
            assertThat(failed.host()).isEqualTo(fleet.host(2));
            List<TopicReader.Entry<NodeEvent>> all = facts.readFor(Duration.ofSeconds(2));
            assertThat(all).filteredOn(e -> isFailure(e.event(), fleet)).hasSize(1);
            assertThat(all).filteredOn(e -> isUp(e.event(), fleet)).hasSize(4);
        }
    }

    @Test
    void holdsASilentMajorityUntilAnOperatorConfirms() {
        try (VirtualFleet fleet = new VirtualFleet("held3", 3);
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS)) {
            fleet.start();
            facts.awaitMany(3, PATIENCE, e -> isUp(e.event(), fleet));
            fleet.crash(fleet.host(2));
            fleet.crash(fleet.host(3));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get("/api/v1/hosts/" + fleet.host(2))
                                    .then()
                                    .body("state", equalTo("SUSPECT")));
            as("viewer")
                    .get("/api/v1/domains")
                    .then()
                    .statusCode(200)
                    .body(
                            "items.find { it.id == 'held3' }.hold.reason",
                            equalTo("MAJORITY_SILENT"));

            as("operator")
                    .post("/api/v1/hosts/" + fleet.host(2) + "/confirm-off")
                    .then()
                    .statusCode(202)
                    .body("topic", equalTo("telemetry.heartbeats"));

            HostFailed failed = awaitFailure(facts, fleet);
            assertThat(failed.host()).isEqualTo(fleet.host(2));
            assertThat(failed.evidence()).isEqualTo(FencingEvidence.OPERATOR_CONFIRMED);
        }
    }

    @Test
    void isReadyAndTellsItsFigures() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        String metrics = given().get("/q/metrics").then().extract().asString();
        assertThat(metrics)
                .contains("berth_monitoring_log_time_lag_seconds")
                .contains("berth_monitoring_beats_total")
                .contains("berth_monitoring_hosts{")
                .contains("berth_monitoring_holds");
    }

    private static HostFailed awaitFailure(TopicReader<NodeEvent> facts, VirtualFleet fleet) {
        NodeEvent event = facts.await(PATIENCE, e -> isFailure(e.event(), fleet)).event();
        return (HostFailed) Objects.requireNonNull(event);
    }

    private static boolean isFailure(@Nullable NodeEvent event, VirtualFleet fleet) {
        return event instanceof HostFailed failed && failed.domain().equals(fleet.domain());
    }

    private static boolean isUp(@Nullable NodeEvent event, VirtualFleet fleet) {
        return event instanceof HostUp up && up.domain().equals(fleet.domain());
    }
}
