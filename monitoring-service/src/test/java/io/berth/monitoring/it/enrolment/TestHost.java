package io.berth.monitoring.it.enrolment;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.test.AgentTokenMaker;
import io.berth.kit.test.TestAuthority;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicWriter;
import io.berth.monitoring.pki.Requests;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A host of the inventory with an agent that speaks HTTP.
 *
 * @param keys of the agent
 */
record TestHost(String id, KeyPair keys) {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    static RequestSpecification as(String role) {
        return given().header("Authorization", TestTokens.bearer(role))
                .contentType("application/json");
    }

    /** A host that the service knows of; it also knows by then whose certificates are revoked. */
    static TestHost known(TopicWriter writer, String id) {
        writer.write(
                Topics.INVENTORY_STATE,
                new HostState(
                        new HostId(id),
                        new DomainId("enrolment"),
                        new ClusterId("enrolment"),
                        new HostGroupId("g"),
                        new SiteId("s"),
                        8,
                        new MiB(65_536),
                        new HostReserve(0, MiB.ZERO),
                        false,
                        1));
        TestHost host = new TestHost(id, TestAuthority.keys("P-256"));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        as("administrator")
                                .post("/api/v1/hosts/" + id + "/join-token")
                                .then()
                                .statusCode(201));
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        return host;
    }

    /** The same host with other keys. */
    TestHost withOtherKeys() {
        return new TestHost(id, TestAuthority.keys("P-256"));
    }

    String joinToken() {
        return as("administrator")
                .post("/api/v1/hosts/" + id + "/join-token")
                .then()
                .statusCode(201)
                .header("Cache-Control", equalTo("no-store"))
                .extract()
                .path("token");
    }

    /** Enrols; nobody is asked who calls. */
    ValidatableResponse enrol(String token) {
        return given().contentType("application/json")
                .body(Map.of("token", token, "certificateRequest", Requests.of(keys)))
                .post("/api/v1/enrolments")
                .then();
    }

    /** Joins, and has its certificate. */
    X509Certificate join() {
        return certificate(enrol(joinToken()).statusCode(200));
    }

    static X509Certificate certificate(ValidatableResponse answer) {
        String pem = answer.extract().path("certificate");
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(
                                            pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }

    AgentTokenMaker token(X509Certificate certificate) {
        return AgentTokenMaker.fine("ES256", keys.getPrivate(), certificate, id);
    }

    ValidatableResponse beat(String token) throws Exception {
        return beat(token, id);
    }

    /** A beat of some host, with a token. */
    static ValidatableResponse beat(String token, String of) throws Exception {
        HostBeat beat =
                new HostBeat(
                        new HostId(of),
                        new DomainId("enrolment"),
                        new BootId(1),
                        new Tenure(0),
                        1,
                        0,
                        true,
                        true,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        new HostLoad(5, new MiB(2048)),
                        "",
                        null);
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(EventCodec.JSON.writeValueAsString(beat))
                .post("/api/v1/heartbeats")
                .then();
    }

    ValidatableResponse renew(String token, KeyPair next) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(Map.of("certificateRequest", Requests.of(next)))
                .post("/api/v1/enrolments/renew")
                .then();
    }

    /** Until a token is refused with this code. */
    void awaitRefused(String token, String code) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> beat(token).statusCode(401).body("code", equalTo(code)));
    }
}
