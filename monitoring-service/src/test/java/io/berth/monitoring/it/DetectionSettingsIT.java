package io.berth.monitoring.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.UseLease;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.telemetry.DetectionSet;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.wire.Partitions;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.berth.monitoring.store.FoldStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Thresholds of clusters, set over HTTP, told to partition and agents, and judged by. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class DetectionSettingsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject FoldStore folds;

    private static RequestSpecification as(String role) {
        return given().header("Authorization", TestTokens.bearer(role))
                .contentType("application/json");
    }

    private static String path(VirtualFleet fleet) {
        return "/api/v1/clusters/" + fleet.domain() + "/detection";
    }

    private static ValidatableResponse put(VirtualFleet fleet, String threshold) {
        return as("administrator")
                .body("{\"threshold\":\"%s\"}".formatted(threshold))
                .put(path(fleet))
                .then();
    }

    @Test
    void eachClusterIsJudgedByItsOwnThreshold() {
        try (VirtualFleet five = new VirtualFleet("judged-by-5", 3);
                VirtualFleet twelve = new VirtualFleet("judged-by-12", 3);
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS);
                TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            five.start();
            twelve.start();
            facts.awaitMany(6, PATIENCE, e -> isUp(e.event(), five) || isUp(e.event(), twelve));

            put(twelve, "PT12S")
                    .statusCode(200)
                    .header("ETag", equalTo("\"1\""))
                    .body("lease", equalTo("PT10.35S"))
                    .body("changedBy", equalTo("test-administrator"));
            follow(commands, twelve, 3);
            awaitFollowing(twelve, 3);
            five.crash(five.host(3));
            twelve.crash(twelve.host(3));

            HostFailed first = failure(facts, five);
            HostFailed second = failure(facts, twelve);
            assertThat(silence(first)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
            assertThat(silence(second)).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(13));
            assertThat(first.threshold()).hasSeconds(5);
            assertThat(first.lease()).hasMillis(3500);
            assertThat(second.threshold()).hasSeconds(12);
            assertThat(second.lease()).hasMillis(10_350);
        }
    }

    @Test
    void anAgentThatNeverFollowsIsWaitedForAndSaidSo() {
        try (VirtualFleet fleet = new VirtualFleet("never-follows", 3);
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS);
                TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            fleet.start();
            facts.awaitMany(3, PATIENCE, e -> isUp(e.event(), fleet));
            put(fleet, "PT12S").statusCode(200);
            follow(commands, fleet, 3);
            awaitFollowing(fleet, 3);

            put(fleet, "PT5S").statusCode(200).body("revision", equalTo(2));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get(path(fleet))
                                    .then()
                                    .body("inForce", nullValue())
                                    .body("agents.waitingFor", equalTo(3))
                                    .body("agents.hosts", hasSize(3))
                                    .body("agents.hosts[0].lease", equalTo("PT10.35S"))
                                    .body("agents.hosts[0].judgedAfter", equalTo("PT11.957S")));
            commands.await(PATIENCE, e -> asks(e.event(), fleet.host(3), Duration.ofMillis(3500)));
            folds.claim(Partitions.of(fleet.domain().value(), TestPlatform.PARTITIONS));
            fleet.crash(fleet.host(3));

            HostFailed failed = failure(facts, fleet);
            assertThat(silence(failed))
                    .isBetween(Duration.ofMillis(11_957), Duration.ofMillis(12_957));
            assertThat(failed.lease()).hasMillis(10_350);
            assertThat(given().get("/q/metrics").asString())
                    .contains("berth_monitoring_hosts_judged_later");
        }
    }

    @Test
    void whatWasSetLiesInThePartitionOnceAndARebootedAgentIsAskedAnew() {
        try (VirtualFleet fleet = new VirtualFleet("asked-anew", 3);
                TopicReader<HeartbeatEvent> log = TopicReader.fromNow(Topics.HEARTBEATS);
                TopicReader<NodeEvent> facts = TopicReader.fromNow(Topics.NODE_EVENTS);
                TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
            fleet.start();
            facts.awaitMany(3, PATIENCE, e -> isUp(e.event(), fleet));
            put(fleet, "PT8S").statusCode(200);
            follow(commands, fleet, 3);
            awaitFollowing(fleet, 3);

            try (TopicReader<HostCommand> later = TopicReader.fromNow(Topics.HOST_COMMANDS)) {
                fleet.forgetsItsLease(fleet.host(1));
                later.await(PATIENCE, e -> asks(e.event(), fleet.host(1), Duration.ofMillis(6450)));
            }

            assertThat(log.readFor(Duration.ofSeconds(1)))
                    .filteredOn(e ->
                            e.event() instanceof DetectionSet set
                                    && set.domain().equals(fleet.domain()))
                    .singleElement()
                    .satisfies(e ->
                            assertThat(e.raw().partition())
                                    .isEqualTo(
                                            Partitions.of(
                                                    fleet.domain().value(),
                                                    TestPlatform.PARTITIONS)));
        }
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheArithmetic() {
        try (VirtualFleet fleet = new VirtualFleet("refused-detection", 2)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get(path(fleet))
                                    .then()
                                    .statusCode(200)
                                    .header("ETag", equalTo("\"0\""))
                                    .body("threshold", equalTo("PT5S"))
                                    .body("limits.shortestThreshold", equalTo("PT4.919S"))
                                    .body("limits.longestThreshold", equalTo("PT1M")));
            as("administrator")
                    .body("{\"threshold\":\"PT8S\",\"lease\":\"PT10S\"}")
                    .put(path(fleet))
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("detection-does-not-fit"))
                    .body("detail", containsString("1.02·10000 + 400 + 1000 = 11600 ms"))
                    .body("hint", containsString("PT6.47S"));
            put(fleet, "PT4S").statusCode(422).body("detail", containsString("= 3450 ms"));
            put(fleet, "PT2M").statusCode(422);
            put(fleet, "twelve").statusCode(400);
            put(fleet, "PT9999999999H").statusCode(400);
            as("administrator").body("{}").put(path(fleet)).then().statusCode(400);
            as("administrator")
                    .header("If-Match", "\"7\"")
                    .body("{\"threshold\":\"PT8S\"}")
                    .put(path(fleet))
                    .then()
                    .statusCode(412)
                    .body("code", equalTo("stale"))
                    .body("values.revision", equalTo(0));
            as("operator").body("{\"threshold\":\"PT8S\"}").put(path(fleet)).then().statusCode(403);
            as("viewer").get("/api/v1/clusters/nowhere/detection").then().statusCode(404);
            as("viewer").get("/api/v1/clusters/no%20id/detection").then().statusCode(400);
            given().get(path(fleet)).then().statusCode(401);
        }
    }

    /** The agents do as they are told, one command each. */
    private static void follow(TopicReader<HostCommand> commands, VirtualFleet fleet, int hosts) {
        Set<HostId> obeyed = new HashSet<>();
        commands.await(
                PATIENCE,
                e -> {
                    if (e.event() instanceof UseLease use && fleet.obey(use)) {
                        obeyed.add(use.host());
                    }
                    return obeyed.size() == hosts;
                });
    }

    private static void awaitFollowing(VirtualFleet fleet, int hosts) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        as("viewer")
                                .get(path(fleet))
                                .then()
                                .body("inForce", nullValue())
                                .body("agents.following", equalTo(hosts))
                                .body("agents.waitingFor", equalTo(0)));
    }

    private static boolean asks(@Nullable HostCommand command, HostId host, Duration lease) {
        return command instanceof UseLease use
                && use.host().equals(host)
                && use.lease().equals(lease);
    }

    private static Duration silence(HostFailed failed) {
        return Duration.between(failed.lastBeat(), failed.logTime());
    }

    private static HostFailed failure(TopicReader<NodeEvent> facts, VirtualFleet fleet) {
        NodeEvent event =
                facts.await(
                                PATIENCE,
                                e ->
                                        e.event() instanceof HostFailed failed
                                                && failed.domain().equals(fleet.domain()))
                        .event();
        return (HostFailed) Objects.requireNonNull(event);
    }

    private static boolean isUp(@Nullable NodeEvent event, VirtualFleet fleet) {
        return event instanceof HostUp up && up.domain().equals(fleet.domain());
    }
}
