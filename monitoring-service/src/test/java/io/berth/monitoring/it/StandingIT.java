package io.berth.monitoring.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.ClockSkewed;
import io.berth.contracts.monitoring.ExpectedSilence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostIsolated;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.monitoring.QuarantineEnded;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Quarantine, maintenance, isolation and clocks, from beats in Kafka to what people are shown. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class StandingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RequestSpecification as(String role) {
        return given().header("Authorization", TestTokens.bearer(role));
    }

    private static String path(HostId host) {
        return "/api/v1/hosts/" + host;
    }

    @Test
    void quarantinesAHostThatFailsThreeTimesAndReleasesItOnAWord() {
        try (VirtualFleet fleet = new VirtualFleet("flapping4", 4);
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS)) {
            HostId host = fleet.host(4);
            fleet.start();
            facts.awaitMany(4, PATIENCE, e -> isUp(e.event(), fleet));
            as("operator")
                    .post(path(host) + "/release")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("host-not-quarantined"));

            for (int failure = 1; failure <= 3; failure++) {
                fleet.crash(host);
                facts.awaitMany(failure, PATIENCE, e -> isFailureOf(e.event(), host));
                fleet.revive(host);
                facts.awaitMany(1 + failure, PATIENCE, e -> isUpOf(e.event(), host));
            }

            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get(path(host))
                                    .then()
                                    .body("state", equalTo("UP"))
                                    .body("standing", equalTo("QUARANTINED"))
                                    .body("quarantinedUntil", notNullValue()));
            assertThat(given().get("/q/metrics").asString())
                    .contains("berth_monitoring_hosts_standing{standing=\"quarantined\"}");
            as("viewer").post(path(host) + "/release").then().statusCode(403);
            as("operator")
                    .post(path(host) + "/release")
                    .then()
                    .statusCode(202)
                    .body("topic", equalTo("telemetry.heartbeats"));

            QuarantineEnded ended =
                    (QuarantineEnded)
                            Objects.requireNonNull(
                                    facts.await(
                                                    PATIENCE,
                                                    e ->
                                                            e.event()
                                                                            instanceof
                                                                            QuarantineEnded free
                                                                    && free.host().equals(host))
                                            .event());
            assertThat(ended.cause()).isEqualTo(QuarantineEnded.Cause.LIFTED);
            assertThat(ended.by()).isNotBlank();
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get(path(host))
                                    .then()
                                    .body("standing", equalTo("IN_SERVICE"))
                                    .body("quarantinedUntil", nullValue()));
        }
    }

    @Test
    void tellsMaintenanceIsolationAndClocks() {
        try (VirtualFleet fleet = new VirtualFleet("standing5", 5);
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS)) {
            HostId away = fleet.host(5);
            HostId lonely = fleet.host(4);
            HostId early = fleet.host(3);
            fleet.maintenance(away, true);
            fleet.withoutWatchdog(lonely);
            fleet.hears(fleet.host(1), lonely);
            fleet.clockAhead(early, Duration.ofSeconds(5));
            fleet.start();
            facts.awaitMany(5, PATIENCE, e -> isUp(e.event(), fleet));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get(path(away))
                                    .then()
                                    .body("standing", equalTo("MAINTENANCE")));
            facts.await(
                    PATIENCE,
                    e ->
                            e.event() instanceof ClockSkewed off
                                    && off.host().equals(early)
                                    && off.skewMillis() > 3000);
            as("viewer").get(path(early)).then().body("clockSkewMillis", notNullValue());

            fleet.clockAhead(early, Duration.ZERO);
            fleet.crash(lonely);
            fleet.crash(away);

            facts.await(
                    PATIENCE,
                    e ->
                            e.event() instanceof HostIsolated alone
                                    && alone.host().equals(lonely)
                                    && alone.heardBy().equals(fleet.host(1)));
            as("viewer").get(path(lonely)).then().body("state", equalTo("ISOLATED"));
            HostFailed failed =
                    (HostFailed)
                            Objects.requireNonNull(
                                    facts.await(PATIENCE, e -> isFailureOf(e.event(), away))
                                            .event());
            assertThat(failed.expected()).isEqualTo(ExpectedSilence.MAINTENANCE);

            fleet.hears(fleet.host(1));

            facts.await(
                    PATIENCE,
                    e -> e.event() instanceof HostUnreachable lost && lost.host().equals(lonely));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get(path(early))
                                    .then()
                                    .body("clockSkewMillis", nullValue()));
            as("viewer")
                    .get("/api/v1/hosts?domain=standing5")
                    .then()
                    .body(containsString("\"state\":\"UNREACHABLE\""));
            assertThat(facts.readFor(Duration.ofMillis(500)))
                    .noneMatch(e -> e.event() instanceof HostQuarantined);
        }
    }

    private static boolean isFailureOf(@Nullable NodeEvent event, HostId host) {
        return event instanceof HostFailed failed && failed.host().equals(host);
    }

    private static boolean isUpOf(@Nullable NodeEvent event, HostId host) {
        return event instanceof HostUp up && up.host().equals(host);
    }

    private static boolean isUp(@Nullable NodeEvent event, VirtualFleet fleet) {
        return event instanceof HostUp up && up.domain().equals(fleet.domain());
    }
}
