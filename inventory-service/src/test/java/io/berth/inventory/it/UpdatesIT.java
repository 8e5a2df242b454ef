package io.berth.inventory.it;

import static io.berth.inventory.it.Api.as;
import static io.berth.inventory.it.Api.clusterBody;
import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.group;
import static io.berth.inventory.it.Api.groupUnder;
import static io.berth.inventory.it.Api.host;
import static io.berth.inventory.it.Api.post;
import static io.berth.inventory.it.Api.put;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.UpdateBaselineState;
import io.berth.kit.test.AgentTokenMaker;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestAuthority;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Update servers, baselines, scans and compliance over real HTTP. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class UpdatesIT {
    private static final String SERVERS = "/api/v1/update-servers";
    private static final String BASELINES = "/api/v1/update-baselines";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void anUpdateServerIsJudged() {
        String id = fresh("wsus");
        post(SERVERS, serverBody(id, "DOWNSTREAM", "WSUS 3.0 SP1", false))
                .statusCode(422)
                .body(
                        "values.errors.code",
                        contains(
                                "downstream-update-server",
                                "update-server-not-dedicated",
                                "update-server-too-old"));
        post(SERVERS, serverBody(id, "ROOT", "WSUS 3.0 SP2", true))
                .statusCode(201)
                .body("advice[0].code", equalTo("update-console-missing"))
                .body("advice[0].text", containsString("m2"));
        put(SERVERS + "/" + id, serverBody(id, "DOWNSTREAM", "WSUS 3.0 SP2", true)).statusCode(422);
        delete(SERVERS + "/" + id).statusCode(204);
    }

    @Test
    void complianceFollowsScansAndExemptions() {
        String top = group();
        String below = groupUnder(top, "{}");
        String a = fresh("host-a");
        String b = fresh("host-b");
        String c = fresh("host-c");
        post("/api/v1/clusters", clusterBody(fresh("cluster"), below, 0, host(a), host(b), host(c)))
                .statusCode(201);
        String id = fresh("baseline");
        try (TopicReader<InventoryState> states = TopicReader.fromNow(Topics.INVENTORY_STATE)) {
            post(BASELINES, baselineBody(id, top, "")).statusCode(201).header("ETag", "\"1\"");
            UpdateBaselineState state =
                    (UpdateBaselineState)
                            states.await(SOON, e -> ("update-baseline/" + id).equals(e.key()))
                                    .event();
            assertThat(state).isNotNull();
            assertThat(state.updates()).hasSize(3);
        }
        scan("agent", a, Instant.now(), "\"KB2\", \"KB3\"").statusCode(204);
        scan("operator", b, Instant.now(), "\"KB1\"").statusCode(204);

        get(BASELINES + "/" + id + "/compliance")
                .statusCode(200)
                .body("counts.COMPLIANT", equalTo(1))
                .body("counts.MISSING_UPDATES", equalTo(1))
                .body("counts.UNKNOWN", equalTo(1))
                .body("items.host", contains(a, b, c))
                .body("items.status", contains("COMPLIANT", "MISSING_UPDATES", "UNKNOWN"))
                .body("items[1].missing.update", contains("KB2", "KB3"))
                .body("items[1].scannedAt", notNullValue())
                .body("items[2].reason", equalTo("The host was never scanned."));
        String cursor =
                get(BASELINES + "/" + id + "/compliance?limit=2")
                        .body("items", hasSize(2))
                        .extract()
                        .path("nextCursor");
        get(BASELINES + "/" + id + "/compliance?limit=2&cursor=" + cursor)
                .body("items.host", contains(c))
                .body("nextCursor", nullValue());
        get(BASELINES + "/" + id + "/compliance?status=MISSING_UPDATES")
                .body("items.host", contains(b))
                .body("counts.COMPLIANT", equalTo(1));
        get(BASELINES + "/" + id + "/compliance?status=GOOD").statusCode(400);

        String exemptions =
                """
                {"host": "%1$s", "update": "KB2", "reason": "breaks its controller"},
                {"host": "%1$s", "update": "KB3", "reason": "not used there"}
                """
                        .formatted(b);
        String at =
                put(BASELINES + "/" + id, baselineBody(id, top, exemptions))
                        .statusCode(200)
                        .body("exemptions[0].by", equalTo("test-administrator"))
                        .extract()
                        .path("exemptions[0].at");
        put(BASELINES + "/" + id, baselineBody(id, top, exemptions).replace("March", "April"))
                .header("ETag", "\"3\"")
                .body("exemptions[0].at", equalTo(at));
        get(BASELINES + "/" + id + "/compliance?status=COMPLIANT")
                .body("items.host", contains(a, b))
                .body("items[1].missing", empty())
                .body(
                        "items[1].exempted.reason",
                        contains("breaks its controller", "not used there"));
    }

    @Test
    void aScanIsOfAKnownHostAndNotOlderThanTheLast() {
        String h = fresh("host");
        post("/api/v1/clusters", clusterBody(fresh("cluster"), group(), 0, host(h)))
                .statusCode(201);
        Instant now = Instant.now();
        scan("agent", h, now, "").statusCode(204);
        scan("agent", h, now, "").statusCode(204);
        scan("agent", h, now.minusSeconds(1), "")
                .statusCode(409)
                .body("code", equalTo("scan-outdated"));
        scan("agent", h, now.plusSeconds(3600), "")
                .statusCode(422)
                .body("code", equalTo("scan-from-the-future"));
        scan("agent", "no-such-host", now, "").statusCode(404);
        scan("viewer", h, now, "").statusCode(403);
        as("agent")
                .contentType(ContentType.JSON)
                .body("{\"scannedAt\": \"yesterday\"}")
                .put("/api/v1/hosts/" + h + "/update-scan")
                .then()
                .statusCode(400)
                .body("values.errors.pointer", contains("/scannedAt", "/installed"));
    }

    @Test
    void anAgentScansItsOwnHostAlone() {
        String mine = fresh("host");
        String other = fresh("host");
        post("/api/v1/clusters", clusterBody(fresh("cluster"), group(), 0, host(mine), host(other)))
                .statusCode(201);
        KeyPair keys = TestAuthority.keys("P-256");
        X509Certificate certificate = TestAuthority.trusted().certify(keys.getPublic(), mine);
        String own = AgentTokenMaker.fine("ES256", keys.getPrivate(), certificate, mine).make();
        String forged =
                AgentTokenMaker.fine(
                                "ES256",
                                keys.getPrivate(),
                                TestAuthority.stranger().certify(keys.getPublic(), mine),
                                mine)
                        .make();
        String byHand = TestTokens.token("agent", "host:" + mine);

        scanBy(own, mine).statusCode(204);
        scanBy(byHand, mine).statusCode(204);
        scanBy(own, other).statusCode(403).body("code", equalTo("not-your-host"));
        scanBy(byHand, other).statusCode(403).body("code", equalTo("not-your-host"));
        scanBy(forged, mine).statusCode(401).body("code", equalTo("agent-certificate-invalid"));
    }

    private static ValidatableResponse scanBy(String token, String host) {
        return given().header("Authorization", "Bearer " + token)
                .contentType(ContentType.JSON)
                .body("{\"scannedAt\": \"%s\", \"installed\": []}".formatted(Instant.now()))
                .put("/api/v1/hosts/" + host + "/update-scan")
                .then();
    }

    @Test
    void aBaselineNamesWhatExists() {
        post(BASELINES, baselineBody(fresh("baseline"), "no-such-group", ""))
                .statusCode(422)
                .body("code", equalTo("unknown-host-group"));
        post(
                        BASELINES,
                        """
                        {"id": "%s", "name": "b",
                         "updates": [{"update": "A", "supersedes": ["B"]},
                                     {"update": "B", "supersedes": ["A"]}]}
                        """
                                .formatted(fresh("baseline")))
                .statusCode(422)
                .body("code", equalTo("supersedes-cycle"));
    }

    private static ValidatableResponse scan(
            String role, String host, Instant at, String installed) {
        return as(role).contentType(ContentType.JSON)
                .body("{\"scannedAt\": \"%s\", \"installed\": [%s]}".formatted(at, installed))
                .put("/api/v1/hosts/" + host + "/update-scan")
                .then();
    }

    private static String serverBody(String id, String role, String version, boolean dedicated) {
        return """
        {"id": "%s", "name": "Updates", "address": "wsus.example.org", "role": "%s",
         "version": "%s", "dedicated": %s,
         "managerNodes": [{"name": "m1", "updateConsole": true},
                          {"name": "m2", "updateConsole": false}]}
        """
                .formatted(id, role, version, dedicated);
    }

    private static String baselineBody(String id, String group, String exemptions) {
        return """
        {"id": "%s", "name": "March", "groups": ["%s"],
         "updates": [{"update": "KB1", "severity": "IMPORTANT"},
                     {"update": "KB2", "severity": "CRITICAL", "supersedes": ["KB1"]},
                     {"update": "KB3"}],
         "exemptions": [%s]}
        """
                .formatted(id, group, exemptions);
    }
}
