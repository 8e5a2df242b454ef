package io.berth.monitoring.it.enrolment;

import static io.berth.monitoring.it.enrolment.TestHost.as;
import static io.berth.monitoring.it.enrolment.TestHost.certificate;
import static io.berth.monitoring.it.enrolment.TestHost.serial;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.berth.contracts.Topics;
import io.berth.contracts.agents.CertificateRevoked;
import io.berth.contracts.agents.RevocationCause;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.kit.test.AgentTokenMaker;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestAuthority;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.berth.monitoring.pki.Requests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Agents join, renew, are revoked, and are not believed when they are somebody else. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(value = EnrolmentAuthority.class, restrictToAnnotatedClass = true)
class EnrolmentIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final TopicWriter WRITER = new TopicWriter();

    @Inject AgroalDataSource database;

    @AfterAll
    static void close() {
        WRITER.close();
    }

    private static TestHost host(String id) {
        return TestHost.known(WRITER, "enrol-" + id);
    }

    @Test
    void anAgentJoinsAndBeatsWithItsOwnToken() throws Exception {
        TestHost host = host("joins");

        X509Certificate certificate =
                certificate(
                        host.enrol(host.joinToken())
                                .statusCode(200)
                                .body("host", equalTo(host.id()))
                                .body("chain", hasSize(2))
                                .body("renewAfter", notNullValue()));

        host.beat(host.token(certificate).make()).statusCode(200).body("accepted", equalTo(1));
        as("viewer")
                .get("/api/v1/certificates?host=" + host.id())
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].serial", equalTo(serial(certificate)))
                .body("items[0].state", equalTo("VALID"))
                .body("items[0].origin", equalTo("ENROLLED"))
                .body("items[0].by", equalTo("test-administrator"));
    }

    @Test
    void whatTheRequestAsksForBesideItsKeyIsNotLookedAt() throws Exception {
        TestHost host = host("greedy");

        X509Certificate certificate =
                certificate(
                        given().contentType("application/json")
                                .body(
                                        Map.of(
                                                "token",
                                                host.joinToken(),
                                                "certificateRequest",
                                                Requests.greedy(host.keys(), "enrol-joins")))
                                .post("/api/v1/enrolments")
                                .then()
                                .statusCode(200));

        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(List.of(6, "urn:berth:host:" + host.id()));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + host.id());
    }

    @Test
    void aTokenIsForOneKeyAndItsAnswerMayBeAskedForAgain() {
        TestHost host = host("once");
        String token = host.joinToken();

        String first = serial(certificate(host.enrol(token).statusCode(200)));

        assertThat(serial(certificate(host.enrol(token).statusCode(200)))).isEqualTo(first);
        host.withOtherKeys()
                .enrol(token)
                .statusCode(409)
                .body("code", equalTo("join-token-used"))
                .body("values.host", equalTo(host.id()));
        as("administrator")
                .get("/api/v1/join-tokens?limit=500")
                .then()
                .statusCode(200)
                .body("items.find { it.host == '" + host.id() + "' }.state", equalTo("USED"))
                .body("items.find { it.host == '" + host.id() + "' }.serial", equalTo(first));
    }

    @Test
    void ofTwoMachinesWithOneTokenOneGetsACertificate() throws Exception {
        TestHost host = host("race");
        try (ExecutorService both = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 5; round++) {
                String token = host.joinToken();
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    TestHost each = host.withOtherKeys();
                    answers.add(both.submit(() -> each.enrol(token).extract().statusCode()));
                }
                List<Integer> codes = new ArrayList<>();
                for (Future<Integer> answer : answers) {
                    codes.add(answer.get());
                }
                assertThat(codes).containsOnly(200, 409).containsOnlyOnce(200);
            }
        }
        as("viewer")
                .get("/api/v1/certificates?state=VALID&host=" + host.id())
                .then()
                .body("items", hasSize(1));
    }

    @Test
    void aNewerTokenTakesThePlaceOfTheOldAndMayBeRevoked() {
        TestHost host = host("tokens");
        String old = host.joinToken();
        String fresh = host.joinToken();

        host.enrol(old).statusCode(401).body("code", equalTo("join-token-unknown"));
        as("administrator")
                .delete("/api/v1/hosts/" + host.id() + "/join-token")
                .then()
                .statusCode(204);
        host.enrol(fresh).statusCode(401).body("code", equalTo("join-token-unknown"));
        as("administrator")
                .delete("/api/v1/hosts/" + host.id() + "/join-token")
                .then()
                .statusCode(404);
    }

    @Test
    void anExpiredTokenIsWorthNothing() throws Exception {
        TestHost host = host("late");
        String token = host.joinToken();
        update(
                "update join_token set expires_at = now() - interval '1 second' where host = ?",
                host);

        host.enrol(token).statusCode(401).body("code", equalTo("join-token-expired"));
    }

    @Test
    void whoMayMakeTokensAndForWhom() {
        TestHost host = host("rules");
        String path = "/api/v1/hosts/" + host.id() + "/join-token";
        for (String role : List.of("viewer", "operator", "service", "agent")) {
            as(role).post(path).then().statusCode(403);
            as(role).delete(path).then().statusCode(403);
            as(role).get("/api/v1/join-tokens").then().statusCode(403);
        }
        given().post(path).then().statusCode(401);
        as("administrator")
                .post("/api/v1/hosts/enrol-nobody/join-token")
                .then()
                .statusCode(404)
                .body("values.id", equalTo("enrol-nobody"));
        for (String life : List.of("PT1S", "P8D", "soon", "-PT1H")) {
            as("administrator")
                    .body(Map.of("validFor", life))
                    .post(path)
                    .then()
                    .statusCode(400)
                    .body("values.errors[0].pointer", equalTo("/validFor"));
        }
        as("administrator")
                .body(Map.of("validFor", "PT2H"))
                .post(path)
                .then()
                .statusCode(201)
                .body("token", startsWith("berth-join-"))
                .body("authority", notNullValue());
        as("administrator")
                .get("/api/v1/join-tokens?limit=500")
                .then()
                .body(not(containsString("berth-join-")));
    }

    @Test
    void badRequestsAreRefusedWithoutQuotingThem() {
        TestHost host = host("bad");
        String token = host.joinToken();
        enrol("{\"token\":\"" + token + "\",\"certificateRequest\":\"rubbish\"}")
                .statusCode(422)
                .body("code", equalTo("certificate-request-invalid"));
        enrol("{\"token\":\"" + token)
                .statusCode(400)
                .body("code", equalTo("malformed-json"))
                .body(not(containsString(token)));
        enrol("{}").statusCode(400).body("values.errors", hasSize(2));
        enrol("").statusCode(400).body("code", equalTo("body-missing"));
        enrol("null").statusCode(400);
        enrol("{\"token\":\"" + "x".repeat(20_000) + "\"}")
                .statusCode(413)
                .body("code", equalTo("body-too-large"));
        enrol("{\"token\":\"berth-join-no\",\"certificateRequest\":\"x\"}")
                .statusCode(401)
                .body("code", equalTo("join-token-unknown"));
        given().contentType("application/json")
                .body(
                        Map.of(
                                "token",
                                token,
                                "certificateRequest",
                                Requests.of(TestAuthority.keys("RSA-2048"))))
                .post("/api/v1/enrolments")
                .then()
                .statusCode(422)
                .body("code", equalTo("key-not-accepted"))
                .body("values.allowed", hasItem("EC P-256"));
        host.enrol(token).statusCode(200);
    }

    private static io.restassured.response.ValidatableResponse enrol(String body) {
        return given().contentType("application/json").body(body).post("/api/v1/enrolments").then();
    }

    @Test
    void aClonedMachineIsToldToMakeAKeyOfItsOwn() {
        TestHost original = host("original");
        original.join();
        TestHost clone = new TestHost(host("clone").id(), original.keys());

        clone.enrol(clone.joinToken())
                .statusCode(409)
                .body("code", equalTo("key-of-another-host"))
                .body("values.host", equalTo(original.id()));
    }

    @Test
    void aTokenSpeaksForItsOwnHostAndNothingElse() throws Exception {
        TestHost host = host("alone");
        TestHost other = host("other");
        X509Certificate certificate = host.join();
        String token =
                host.token(certificate)
                        .claim("groups", List.of("administrator", "viewer", "operator"))
                        .claim("upn", "test-administrator")
                        .claim("iss", "https://berth.local")
                        .make();

        host.beat(token).statusCode(200);
        TestHost.beat(token, other.id()).statusCode(403).body("code", equalTo("not-your-host"));
        given().header("Authorization", "Bearer " + token)
                .get("/api/v1/hosts")
                .then()
                .statusCode(403);
        given().header("Authorization", "Bearer " + token)
                .post("/api/v1/hosts/" + host.id() + "/join-token")
                .then()
                .statusCode(403);
        host.beat(host.token(certificate).claim("sub", "host:" + other.id()).make())
                .statusCode(401)
                .body("code", equalTo("agent-token-other-host"));
    }

    @Test
    void forgedTokensAreRefused() throws Exception {
        TestHost host = host("forged");
        X509Certificate mine = host.join();
        KeyPair thiefs = TestAuthority.keys("P-256");
        X509Certificate byStranger =
                TestAuthority.stranger().certify(thiefs.getPublic(), host.id());
        X509Certificate byHost =
                new TestAuthority(mine, host.keys().getPrivate())
                        .certify(thiefs.getPublic(), "enrol-joins");
        AgentTokenMaker fine = host.token(mine);
        long now = Instant.now().getEpochSecond();
        Map<AgentTokenMaker, String> forged =
                Map.of(
                        fine.signed("none", null), "agent-token-invalid",
                        fine.signed("HS256", new HmacKey(mine.getPublicKey().getEncoded())),
                                "agent-token-invalid",
                        fine.signed("ES256", thiefs.getPrivate()), "agent-token-invalid",
                        fine.claim("iat", now - 900).claim("exp", now - 600), "agent-token-not-now",
                        fine.claim("exp", now + 86_400), "agent-token-too-long",
                        AgentTokenMaker.fine("ES256", thiefs.getPrivate(), byStranger, host.id()),
                                "agent-certificate-invalid",
                        AgentTokenMaker.fine("ES256", thiefs.getPrivate(), byHost, "enrol-joins")
                                        .chain(byHost, mine, TestAuthority.trusted().certificate()),
                                "agent-certificate-invalid");

        for (Map.Entry<AgentTokenMaker, String> each : forged.entrySet()) {
            host.beat(each.getKey().make())
                    .statusCode(401)
                    .header("WWW-Authenticate", equalTo("Bearer"))
                    .body("code", equalTo(each.getValue()));
        }
        // Without x5c it is a token like any other, and OIDC does not know the key.
        host.beat(
                        new AgentTokenMaker("ES256", host.keys().getPrivate(), null, fine.claims())
                                .make())
                .statusCode(401)
                .body("code", equalTo("unauthenticated"));
        host.beat(fine.make()).statusCode(200);
    }

    @Test
    void renewalLeavesTheEarlierCertificateAndReplacesThoseBefore() throws Exception {
        TestHost host = host("renews");
        X509Certificate first = host.join();
        TestHost second = host.withOtherKeys();
        X509Certificate next =
                certificate(host.renew(host.token(first).make(), second.keys()).statusCode(200));
        assertThat(next.getPublicKey()).isEqualTo(second.keys().getPublic());

        host.beat(host.token(first).make()).statusCode(200);
        second.beat(second.token(next).make()).statusCode(200);

        TestHost third = host.withOtherKeys();
        X509Certificate last =
                certificate(second.renew(second.token(next).make(), third.keys()).statusCode(200));

        host.awaitRefused(host.token(first).make(), "agent-certificate-revoked");
        second.beat(second.token(next).make()).statusCode(200);
        third.beat(third.token(last).make()).statusCode(200);
        as("viewer")
                .get("/api/v1/certificates/" + serial(first))
                .then()
                .body("revocation.cause", equalTo("REPLACED"))
                .body("state", equalTo("REVOKED"));
    }

    @Test
    void onlyACertificateGetsAHostItsNextOne() {
        TestHost host = host("stranger");
        String dev = TestTokens.token("agent", "host:" + host.id());

        host.renew(dev, host.keys()).statusCode(403).body("code", equalTo("no-certificate"));
        host.renew(TestTokens.token("viewer"), host.keys()).statusCode(403);
    }

    @Test
    void enrollingAnewReplacesWhatTheHostHad() throws Exception {
        TestHost host = host("again");
        X509Certificate stolen = host.join();
        TestHost reinstalled = host.withOtherKeys();

        X509Certificate fresh = reinstalled.join();

        host.awaitRefused(host.token(stolen).make(), "agent-certificate-revoked");
        host.renew(host.token(stolen).make(), host.keys()).statusCode(401);
        reinstalled.beat(reinstalled.token(fresh).make()).statusCode(200);
    }

    @Test
    void revocationIsInForceAMomentLater() throws Exception {
        TestHost host = host("revoked");
        X509Certificate certificate = host.join();
        String token = host.token(certificate).make();
        host.beat(token).statusCode(200);
        String path = "/api/v1/certificates/" + serial(certificate) + "/revoke";
        as("operator").body(Map.of("reason", "x")).post(path).then().statusCode(403);
        as("administrator").body("{}").post(path).then().statusCode(400);

        try (var events = TopicReader.fromNow(Topics.AGENT_CERTIFICATES)) {
            as("administrator")
                    .body(Map.of("reason", "the disk was stolen"))
                    .post(path)
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("REVOKED"))
                    .body("revocation.reason", equalTo("the disk was stolen"))
                    .body("revocation.by", equalTo("test-administrator"));
            var told = events.await(PATIENCE, e -> serial(certificate).equals(e.key()));
            assertThat(((CertificateRevoked) told.require()).host().value()).isEqualTo(host.id());
        }

        host.awaitRefused(token, "agent-certificate-revoked");
        host.renew(token, host.keys()).statusCode(401);
        as("administrator")
                .body(Map.of("reason", "again"))
                .post(path)
                .then()
                .statusCode(200)
                .body("revocation.reason", equalTo("the disk was stolen"));
        as("administrator")
                .body(Map.of("reason", "x"))
                .post("/api/v1/certificates/abc123/revoke")
                .then()
                .statusCode(404);
    }

    /** Another instance tells it by the topic alone: no database is asked for a token. */
    @Test
    void whatAnotherInstanceRevokesIsRefusedHere() throws Exception {
        TestHost host = host("elsewhere");
        X509Certificate certificate = host.join();
        String token = host.token(certificate).make();
        host.beat(token).statusCode(200);

        WRITER.write(
                Topics.AGENT_CERTIFICATES,
                new CertificateRevoked(
                        new CertificateSerial(serial(certificate)),
                        new HostId(host.id()),
                        RevocationCause.ADMINISTRATOR,
                        Instant.now(),
                        certificate.getNotAfter().toInstant()));

        host.awaitRefused(token, "agent-certificate-revoked");
    }

    @Test
    void allOfAHostAreRevokedTogether() throws Exception {
        TestHost host = host("taken");
        X509Certificate first = host.join();
        host.renew(host.token(first).make(), TestAuthority.keys("P-256")).statusCode(200);

        as("administrator")
                .body(Map.of("reason", "taken over"))
                .post("/api/v1/hosts/" + host.id() + "/certificates/revoke")
                .then()
                .statusCode(200)
                .body("certificates", hasSize(2))
                .body("certificates.state", everyItem(equalTo("REVOKED")));

        host.awaitRefused(host.token(first).make(), "agent-certificate-revoked");
    }

    @Test
    void aHostThatIsRemovedLosesItsCertificatesAndItsNextLifeKeepsItsOwn() throws Exception {
        TestHost host = host("removed");
        X509Certificate certificate = host.join();
        host.beat(host.token(certificate).make()).statusCode(200);

        WRITER.write(
                new org.apache.kafka.clients.producer.ProducerRecord<>(
                        Topics.INVENTORY_STATE.name(),
                        ("host/" + host.id()).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        null));

        host.awaitRefused(host.token(certificate).make(), "agent-certificate-revoked");
        as("viewer")
                .get("/api/v1/certificates/" + serial(certificate))
                .then()
                .body("revocation.cause", equalTo("HOST_REMOVED"));
        TestHost next = host("removed");
        X509Certificate own = next.join();
        next.beat(next.token(own).make()).statusCode(200);
    }

    @Test
    void whoDoesNotRenewIsAnAlertUntilItDoes() throws Exception {
        TestHost host = host("sleeps");
        X509Certificate certificate = host.join();
        update(
                "update agent_certificate set not_before = now() - interval '28 days', not_after ="
                        + " now() + interval '2 days' where host = ?",
                host);
        String alert = "certificate-expiring." + host.id();
        awaitAlert(alert, "OPEN");
        as("viewer")
                .get("/api/v1/certificates?expiringWithin=P3D&limit=500")
                .then()
                .statusCode(200)
                .body("items.host", hasItem(host.id()));
        as("viewer").get("/api/v1/certificates?expiringWithin=x").then().statusCode(400);
        as("viewer").get("/api/v1/certificates?state=x").then().statusCode(400);

        host.renew(host.token(certificate).make(), TestAuthority.keys("P-256")).statusCode(200);

        awaitAlert(alert, "RESOLVED");
    }

    private static void awaitAlert(String fingerprint, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        as("viewer")
                                .get("/api/v1/alerts/" + fingerprint)
                                .then()
                                .statusCode(200)
                                .body("status", equalTo(status)));
    }

    @Test
    void certificatesAreListedPageByPage() {
        TestHost host = host("pages");
        X509Certificate first = host.join();
        String second =
                serial(
                        certificate(
                                host.renew(host.token(first).make(), TestAuthority.keys("P-256"))
                                        .statusCode(200)));
        List<String> both = new ArrayList<>(List.of(serial(first), second));
        both.sort(null);
        String path = "/api/v1/certificates?limit=1&host=" + host.id();
        String cursor =
                as("operator")
                        .get(path)
                        .then()
                        .body("items.serial", contains(both.getFirst()))
                        .extract()
                        .path("nextCursor");
        as("operator")
                .get(path + "&cursor=" + cursor)
                .then()
                .body("items.serial", contains(both.getLast()))
                .body("nextCursor", equalTo(null));
        as("agent").get(path).then().statusCode(403);
        as("viewer").get("/api/v1/certificates/abc").then().statusCode(404);
        as("viewer").get("/api/v1/certificates/XYZ").then().statusCode(400);
    }

    private void update(String sql, TestHost host) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, host.id());
            assertThat(statement.executeUpdate()).isPositive();
        }
    }
}
