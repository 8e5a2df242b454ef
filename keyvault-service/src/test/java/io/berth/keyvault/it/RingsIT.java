package io.berth.keyvault.it;

import static io.berth.keyvault.it.Api.administrator;
import static io.berth.keyvault.it.Api.as;
import static io.berth.keyvault.it.Api.base64;
import static io.berth.keyvault.it.Api.body;
import static io.berth.keyvault.it.Api.ciphertext;
import static io.berth.keyvault.it.Api.closed;
import static io.berth.keyvault.it.Api.fresh;
import static io.berth.keyvault.it.Api.plain;
import static io.berth.keyvault.it.Api.protect;
import static io.berth.keyvault.it.Api.ring;
import static io.berth.keyvault.it.Api.unprotect;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.KeyRotated;
import io.berth.contracts.keyvault.RingCreated;
import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Makes, shows and rotates rings over HTTP. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class RingsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aRotatedRingOpensOldRecordsAndProtectsWithTheNewKey() {
        String ring = ring();
        String old = ciphertext(ring, "a", "p", "1");

        administrator()
                .post("/api/v1/rings/" + ring + "/rotate")
                .then()
                .statusCode(200)
                .body("currentVersion", equalTo(2))
                .body("versions.version", contains(2, 1))
                .body("versions.state", contains("CURRENT", "OPENS_ONLY"))
                .body("versions[0].createdAt", notNullValue());

        String newer =
                protect(body(ring, plain("a", "p", "2")))
                        .statusCode(200)
                        .body("keyVersion", equalTo(2))
                        .extract()
                        .path("records[0].ciphertext");
        unprotect(body(ring, closed("a", "p", old), closed("a", "p", newer)))
                .statusCode(200)
                .body("records.keyVersion", contains(1, 2))
                .body("records.plaintext", contains(base64("1"), base64("2")));
    }

    @Test
    void eachChangeIsAudited() {
        try (TopicReader<KeyAuditEvent> audit = TopicReader.fromNow(Topics.KEYVAULT_AUDIT)) {
            String ring = ring();
            administrator().post("/api/v1/rings/" + ring + "/rotate").then().statusCode(200);

            RingId id = new RingId(ring);
            Principal alice = new Principal("alice");
            assertThat(audit.awaitMany(2, SOON, entry -> ring.equals(entry.key())))
                    .extracting(TopicReader.Entry::require)
                    .containsExactly(
                            new RingCreated(
                                    id,
                                    KeyVersion.FIRST,
                                    List.of(new Principal("inventory")),
                                    alice),
                            new KeyRotated(id, KeyVersion.FIRST, KeyVersion.FIRST.next(), alice));
        }
    }

    @Test
    void theRingOfTheConfigurationIsThere() {
        administrator()
                .get("/api/v1/rings/inventory-credentials")
                .then()
                .statusCode(200)
                .body("principals", contains("inventory"))
                .body("versions[0].version", equalTo(1));
        administrator()
                .get("/api/v1/rings?limit=500")
                .then()
                .statusCode(200)
                .body("items.id", hasItem("inventory-credentials"));
    }

    @Test
    void listsRingsInPages() {
        ring();
        ring();
        String cursor =
                administrator()
                        .get("/api/v1/rings?limit=1")
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(1))
                        .extract()
                        .path("nextCursor");

        administrator()
                .get("/api/v1/rings?limit=1&cursor=" + cursor)
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
        administrator()
                .get("/api/v1/rings?cursor=Lw")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-cursor"));
    }

    @Test
    void aRingIsMadeOnce() {
        String ring = ring();

        administrator()
                .body("{\"id\": \"%s\", \"principals\": [\"x\"]}".formatted(ring))
                .post("/api/v1/rings")
                .then()
                .statusCode(409)
                .body("code", equalTo("ring-already-exists"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "operator", "agent", "service"})
    void onlyAnAdministratorManagesRings(String role) {
        as(role, "inventory")
                .body("{\"id\": \"%s\", \"principals\": [\"x\"]}".formatted(fresh("ring")))
                .post("/api/v1/rings")
                .then()
                .statusCode(403)
                .body("code", equalTo("access-denied"));
        as(role, "inventory")
                .post("/api/v1/rings/inventory-credentials/rotate")
                .then()
                .statusCode(403);
    }

    @Test
    void withoutATokenThereIsNoAnswer() {
        given().get("/api/v1/rings").then().statusCode(401);
        as(Roles.AGENT, "h1").get("/api/v1/rings").then().statusCode(403);
    }

    @ParameterizedTest
    @CsvSource({"get, unknown", "get, %20", "post, unknown"})
    void aRingThatIsNotThereIsToldSo(String method, String id) {
        String path = "/api/v1/rings/" + id;
        (method.equals("get")
                        ? administrator().urlEncodingEnabled(false).get(path)
                        : administrator().post(path + "/rotate"))
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown-ring"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "null                                          | invalid-request | ",
                "{\"principals\": [\"x\"]}                     | invalid-request | /id",
                "{\"id\": \"a b\", \"principals\": [\"x\"]}    | invalid-request | /id",
                "{\"id\": \"r\"}                               | invalid-request | /principals",
                "{\"id\": \"r\", \"principals\": []}           | invalid-request | /principals",
                "{\"id\": \"r\", \"principals\": [\"x\", \"x\"]} | invalid-request | /principals/1",
                "{\"id\": \"r\", \"principals\": [null]}       | invalid-request | /principals/0",
                "{\"id\": \"r\", \"principals\": [\"x y\"]}    | invalid-request | /principals/0",
                "{\"id\": 5, \"principals\": [\"x\"]}          | malformed-json  | ",
                "{\"id\": \"r\", \"extra\": 1}                 | malformed-json  | "
            })
    void tellsWhatIsWrongWithAWish(String body, String code, String pointer) {
        var answer =
                administrator()
                        .body(body)
                        .post("/api/v1/rings")
                        .then()
                        .statusCode(400)
                        .body("code", equalTo(code));
        if (pointer != null) {
            answer.body("values.errors[0].pointer", equalTo(pointer));
        }
    }

    @Test
    void isReadyWhileItsKeysOpen() {
        String ring = ring();

        await().atMost(SOON)
                .untilAsserted(() ->
                        given().get("/q/health/ready")
                                .then()
                                .statusCode(200)
                                .body(
                                        "checks.find { it.name == 'keys' }.data.keyVersion",
                                        equalTo(1)));
        assertThat(ring).isNotEmpty();
    }
}
