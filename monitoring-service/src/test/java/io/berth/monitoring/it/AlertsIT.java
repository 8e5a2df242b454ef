package io.berth.monitoring.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.alerts.AlertEvent;
import io.berth.contracts.alerts.AlertState;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.ValidationRunId;
import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.contracts.keyvault.KeyBackupOverdue;
import io.berth.contracts.keyvault.KeyBackupTaken;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From facts in Kafka to alerts over HTTP and in Kafka, and to those who are told. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(FakeAlertmanager.class)
class AlertsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant AT = Instant.parse("2026-03-14T09:00:00Z");
    private static final BootId BOOT = new BootId(1);
    private static final Tenure TENURE = new Tenure(1);

    @Inject
    @ConfigProperty(name = "berth.alertmanager.url")
    String alertmanager;

    private static RequestSpecification as(String role) {
        return given().header("Authorization", TestTokens.bearer(role))
                .contentType("application/json");
    }

    private static HostSuspect suspect(String host, String domain) {
        return new HostSuspect(new HostId(host), new DomainId(domain), BOOT, TENURE, AT);
    }

    private static HostFailed failed(String host, String domain) {
        return new HostFailed(
                new HostId(host),
                new DomainId(domain),
                BOOT,
                TENURE,
                AT,
                AT.minusMillis(5_100),
                FencingEvidence.POWER_OFF_BY_BMC);
    }

    private static HostUp up(String host, String domain) {
        return new HostUp(new HostId(host), new DomainId(domain), BOOT, TENURE, AT);
    }

    private static ValidatableResponse alert(String fingerprint) {
        return as("viewer").get("/api/v1/alerts/" + fingerprint).then();
    }

    private static void awaitStatus(String fingerprint, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> alert(fingerprint).statusCode(200).body("status", equalTo(status)));
    }

    @Test
    void anAlertOpensIsTakenInHandAndEndsByItself() {
        try (TopicWriter writer = new TopicWriter();
                TopicReader<AlertEvent> topic = TopicReader.fromNow(Topics.ALERTS)) {
            writer.write(Topics.NODE_EVENTS, suspect("al-1", "al"));
            writer.write(Topics.NODE_EVENTS, failed("al-1", "al"));
            awaitStatus("host-failed.al-1", "OPEN");
            alert("host-suspect.al-1").body("status", equalTo("RESOLVED"));

            as("operator")
                    .body("{\"note\": \"looking at the power\"}")
                    .post("/api/v1/alerts/host-failed.al-1/acknowledge")
                    .then()
                    .statusCode(200)
                    .body("acknowledgement.by", equalTo("test-operator"))
                    .body("acknowledgement.note", equalTo("looking at the power"));
            as("viewer").post("/api/v1/alerts/host-failed.al-1/acknowledge").then().statusCode(403);
            as("viewer")
                    .get("/api/v1/alerts?domain=al&acknowledged=true&severity=critical")
                    .then()
                    .body("items.fingerprint", contains("host-failed.al-1"))
                    .body("items[0].summary", containsString("silent for 5.1 s"))
                    .body("items[0].runbook", equalTo("/api/v1/runbooks/host-failed"))
                    .body("items[0].silenced", equalTo(false));

            writer.write(Topics.NODE_EVENTS, up("al-1", "al"));
            awaitStatus("host-failed.al-1", "RESOLVED");
            alert("host-failed.al-1").body("resolvedBecause", equalTo("the host is up"));
            as("viewer")
                    .get("/api/v1/alerts/host-failed.al-1/history")
                    .then()
                    .body("step", contains("RESOLVED", "ACKNOWLEDGED", "OPENED"))
                    .body("[1].by", equalTo("test-operator"));
            as("viewer").get("/api/v1/alerts?domain=al").then().body("items", hasSize(0));
            as("viewer")
                    .get("/api/v1/alerts?domain=al&status=all&limit=1")
                    .then()
                    .body("items", hasSize(1))
                    .body("nextCursor", notNullValue());
            List<AlertState> states =
                    topic.awaitMany(3, PATIENCE, e -> about(e.event(), "host-failed.al-1")).stream()
                            .map(entry -> (AlertState) entry.require())
                            .toList();
            assertThat(states).extracting(AlertState::revision).isSorted();
            assertThat(states.getLast().open()).isFalse();
        }
    }

    private static boolean about(@Nullable AlertEvent event, String fingerprint) {
        return event instanceof AlertState state && state.fingerprint().value().equals(fingerprint);
    }

    @Test
    void whatIsAskedWrongIsNamed() {
        as("viewer")
                .get("/api/v1/alerts?rule=no-such-rule")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-parameter"))
                .body("detail", containsString("host-failed"));
        as("viewer").get("/api/v1/alerts?cursor=%21").then().statusCode(400);
        as("viewer").get("/api/v1/alerts/host-failed.nobody").then().statusCode(404);
        as("viewer").get("/api/v1/alerts/..%2f..").then().statusCode(400);
        as("agent").get("/api/v1/alerts").then().statusCode(403);
        as("operator")
                .body("{\"note\": \"" + "x".repeat(513) + "\"}")
                .post("/api/v1/alerts/host-failed.nobody/acknowledge")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid-request"));
        as("operator")
                .body("{\"until\": \"2020-01-01T00:00:00Z\"}")
                .post("/api/v1/silences")
                .then()
                .statusCode(400)
                .body("values.errors.pointer", contains("", "/until", "/reason"));
    }

    @Test
    void whatStandsInTheEstateIsToldUntilItDoesNot() {
        try (TopicWriter writer = new TopicWriter()) {
            writer.write(Topics.INVENTORY_STATE, support(ClusterSupportState.Answer.STALE));
            awaitStatus("validation-stale.al-c", "OPEN");
            writer.write(Topics.INVENTORY_STATE, support(ClusterSupportState.Answer.SUPPORTED));
            awaitStatus("validation-stale.al-c", "RESOLVED");
            alert("validation-stale.al-c").body("count", equalTo(1));
        }
    }

    private static ClusterSupportState support(ClusterSupportState.Answer answer) {
        return new ClusterSupportState(
                new ClusterId("al-c"), answer, new ValidationRunId(3), AT, 2, 1);
    }

    @Test
    void factsOfTheKeyVaultAreTold() {
        RingId ring = new RingId("al-ring");
        Principal vault = new Principal("keyvault");
        try (TopicWriter writer = new TopicWriter()) {
            writer.write(
                    Topics.KEYVAULT_AUDIT,
                    new KeyBackupOverdue(
                            ring, new KeyVersion(2), null, Duration.ofHours(24), vault));
            awaitStatus("key-backup-overdue.al-ring", "OPEN");
            writer.write(Topics.KEYVAULT_AUDIT, new KeyBackupTaken(ring, new KeyVersion(2), vault));
            awaitStatus("key-backup-overdue.al-ring", "RESOLVED");
        }
    }

    @Test
    void deadLettersAreToldWhoeverSetThemAside() {
        try (TopicWriter writer = new TopicWriter()) {
            writer.write(
                    new ProducerRecord<>(
                            Topics.DISK_LOAD.name() + Topic.DEAD_LETTER_SUFFIX,
                            null,
                            Instant.now().toEpochMilli(),
                            "h".getBytes(StandardCharsets.UTF_8),
                            "{".getBytes(StandardCharsets.UTF_8)));
            awaitStatus("dead-letters.telemetry.disk-load", "OPEN");
            alert("dead-letters.telemetry.disk-load")
                    .body("summary", containsString("set aside within the last 60 minutes"))
                    .body("subject.kind", equalTo("TOPIC"));
        }
    }

    @Test
    void anAlertEndsWithItsSubject() {
        try (TopicWriter writer = new TopicWriter()) {
            writer.write(Topics.NODE_EVENTS, failed("al-gone", "al-g"));
            awaitStatus("host-failed.al-gone", "OPEN");
            writer.write(
                    new ProducerRecord<>(
                            Topics.INVENTORY_STATE.name(),
                            "host/al-gone".getBytes(StandardCharsets.UTF_8),
                            null));
            awaitStatus("host-failed.al-gone", "RESOLVED");
            alert("host-failed.al-gone").body("resolvedBecause", equalTo("it was deleted"));
        }
    }

    @Test
    void whoIsToldHearsOfTheOpeningAndTheEndInOrderAndSigned() throws Exception {
        try (TopicWriter writer = new TopicWriter();
                Pager pager = new Pager()) {
            pager.refuseFirst(1);
            String body =
                    "{\"url\": \"%s\", \"secret\": \"pager\", \"from\": \"CRITICAL\"}"
                            .formatted(pager.url());
            as("operator").body(body).put("/api/v1/webhooks/al-pager").then().statusCode(403);
            as("administrator")
                    .body(body.replace("\"pager\"", "\"no-such-secret\""))
                    .put("/api/v1/webhooks/al-pager")
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("secret-unusable"));
            as("administrator")
                    .body(body)
                    .put("/api/v1/webhooks/al-pager")
                    .then()
                    .statusCode(201)
                    .header("ETag", notNullValue());
            as("administrator")
                    .header("If-Match", "\"7\"")
                    .body(body)
                    .put("/api/v1/webhooks/al-pager")
                    .then()
                    .statusCode(412);

            writer.write(Topics.NODE_EVENTS, failed("al-hook", "al-h"));
            writer.write(Topics.NODE_EVENTS, up("al-hook", "al-h"));

            List<Pager.Call> calls = pager.await("host-failed.al-hook", 3, PATIENCE);
            assertThat(calls)
                    .extracting(Pager.Call::event)
                    .containsExactly("opened", "opened", "resolved");
            assertThat(calls.get(0).delivery()).isEqualTo(calls.get(1).delivery());
            assertThat(calls).allMatch(Pager.Call::isSignedWithOurSecret);
            assertThat(calls.get(2).body()).contains("\"resolvedAt\"");
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get("/api/v1/webhooks/al-pager")
                                    .then()
                                    .body("pending", equalTo(0))
                                    .body("lastError", nullValue()));
            as("administrator").delete("/api/v1/webhooks/al-pager").then().statusCode(204);
        }
    }

    @Test
    void aSilenceKeepsWhatItIsAboutFromBeingSentUntilItEnds() throws Exception {
        try (TopicWriter writer = new TopicWriter();
                Pager pager = new Pager()) {
            as("administrator")
                    .body("{\"url\": \"%s\", \"secret\": \"pager\"}".formatted(pager.url()))
                    .put("/api/v1/webhooks/al-quiet")
                    .then()
                    .statusCode(201);
            String silence =
                    as("operator")
                            .body(
                                    "{\"subject\": \"al-quiet\", \"until\": \"%s\", \"reason\": \"moving it\"}"
                                            .formatted(Instant.now().plusSeconds(3600)))
                            .post("/api/v1/silences")
                            .then()
                            .statusCode(201)
                            .body("active", equalTo(true))
                            .body("by", equalTo("test-operator"))
                            .extract()
                            .path("id");
            writer.write(Topics.NODE_EVENTS, failed("al-quiet", "al-q"));
            writer.write(Topics.NODE_EVENTS, failed("al-loud", "al-q"));
            awaitStatus("host-failed.al-quiet", "OPEN");
            alert("host-failed.al-quiet").body("silenced", equalTo(true));
            pager.await("host-failed.al-loud", 1, PATIENCE);
            assertThat(pager.calls("host-failed.al-quiet")).isEmpty();
            as("viewer")
                    .get("/alertmanager/api/v2/alerts?active=false")
                    .then()
                    .statusCode(200)
                    .body("fingerprint", hasItem("host-failed.al-quiet"))
                    .body(
                            "find { it.labels.subject == 'al-quiet' }.status.silencedBy",
                            contains(silence))
                    .body(
                            "find { it.labels.subject == 'al-quiet' }.labels.alertname",
                            equalTo("HostFailed"));

            as("operator").delete("/api/v1/silences/" + silence).then().statusCode(204);

            assertThat(pager.await("host-failed.al-quiet", 1, PATIENCE).getFirst().event())
                    .isEqualTo("opened");
            as("administrator").delete("/api/v1/webhooks/al-quiet").then().statusCode(204);
        }
    }

    @Test
    void whoFollowsHearsFirstWhatIsOpenAndThenWhatChanges() throws Exception {
        try (TopicWriter writer = new TopicWriter();
                HttpClient client = HttpClient.newHttpClient();
                AutoCloseable _ = client::shutdownNow) {
            writer.write(Topics.NODE_EVENTS, failed("al-sse", "al-s"));
            awaitStatus("host-failed.al-sse", "OPEN");
            HttpResponse<Stream<String>> stream =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://localhost:%d/api/v1/alerts/stream"
                                                            .formatted(RestAssured.port)))
                                    .header("Authorization", TestTokens.bearer("viewer"))
                                    .header("Accept", "text/event-stream")
                                    .build(),
                            HttpResponse.BodyHandlers.ofLines());
            assertThat(stream.statusCode()).isEqualTo(200);
            Iterator<String> lines = stream.body().iterator();
            assertThat(next(lines, "al-sse")).contains("\"status\":\"OPEN\"");
            writer.write(Topics.NODE_EVENTS, up("al-sse", "al-s"));
            assertThat(next(lines, "al-sse")).contains("\"status\":\"RESOLVED\"");
        }
    }

    private static String next(Iterator<String> lines, String about) {
        while (true) {
            String line = lines.next();
            if (line.startsWith("data:") && line.contains(about)) {
                return line;
            }
        }
    }

    @Test
    void anAlertmanagerIsToldOfWhatIsOpenAndOfItsEnd() throws Exception {
        try (TopicWriter writer = new TopicWriter();
                HttpClient client = HttpClient.newHttpClient();
                AutoCloseable _ = client::shutdownNow) {
            writer.write(Topics.NODE_EVENTS, failed("al-am", "al-m"));
            await().atMost(PATIENCE).until(() -> !posted(client, "al-am").isEmpty());
            JsonNode open = posted(client, "al-am").getFirst();
            assertThat(open.path("labels").path("alertname").asText()).isEqualTo("HostFailed");
            assertThat(open.path("labels").path("severity").asText()).isEqualTo("page");
            assertThat(open.path("labels").path("domain").asText()).isEqualTo("al-m");
            assertThat(open.path("annotations").path("summary").asText()).contains("5.1 s");
            assertThat(Instant.parse(open.path("endsAt").asText())).isAfter(Instant.now());

            writer.write(Topics.NODE_EVENTS, up("al-am", "al-m"));
            await().atMost(PATIENCE)
                    .until(() ->
                            Instant.parse(posted(client, "al-am").getLast().path("endsAt").asText())
                                    .isBefore(Instant.now()));
        }
    }

    private List<JsonNode> posted(HttpClient client, String subject) throws Exception {
        String all =
                client.send(
                                HttpRequest.newBuilder(URI.create(alertmanager + "posted")).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        List<JsonNode> found = new ArrayList<>();
        for (String line : all.lines().toList()) {
            for (JsonNode alert : EventCodec.JSON.readTree(line)) {
                if (alert.path("labels").path("subject").asText().equals(subject)) {
                    found.add(alert);
                }
            }
        }
        return found;
    }

    @Test
    void everyRuleShowsItsRunbook() {
        List<Map<String, String>> rules =
                as("viewer").get("/api/v1/alert-rules").then().statusCode(200).extract().path("");
        assertThat(rules).extracting(rule -> rule.get("rule")).contains("host-failed");
        for (Map<String, String> rule : rules) {
            as("viewer")
                    .get(rule.get("runbook"))
                    .then()
                    .statusCode(200)
                    .body(containsString("## What to do"));
        }
        as("viewer").get("/api/v1/runbooks/..%2fpom").then().statusCode(404);
        assertThat(Set.copyOf(rules)).hasSameSizeAs(rules);
    }
}
