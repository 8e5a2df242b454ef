package io.berth.keyvault.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moves of keys over HTTP. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class MovesIT {
    private static final String MOVES = "/api/v1/container/moves";

    @Test
    void aMoveToWhereTheKeysAreEndsByItself() {
        String ring = Api.ring();
        String ciphertext = Api.ciphertext(ring, "host/1", "password", "hunter2");
        String id =
                Api.administrator()
                        .body("{\"to\": \"postgres\"}")
                        .post(MOVES)
                        .then()
                        .statusCode(202)
                        .header("Location", containsString(MOVES + "/"))
                        .body("to", equalTo("postgres"))
                        .body("startedBy", equalTo("alice"))
                        .extract()
                        .path("id");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        Api.administrator()
                                .get(MOVES + "/" + id)
                                .then()
                                .statusCode(200)
                                .body("state", equalTo("DONE"))
                                .body("toErase", equalTo(0)));
        Api.administrator().get(MOVES).then().statusCode(200).body("items.id", hasItem(id));
        String plaintext =
                Api.unprotect(Api.body(ring, Api.closed("host/1", "password", ciphertext)))
                        .statusCode(200)
                        .extract()
                        .path("records[0].plaintext");
        assertThat(Api.text(plaintext)).isEqualTo("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"to\": \"local:node-1\"}        | 422 | place-not-shared",
                "{\"to\": \"ldap\"}                | 409 | place-not-reached",
                "{\"to\": \"cn=x,dc=y\"}           | 400 | invalid-request",
                "{\"to\": \"local:../../etc\"}     | 400 | invalid-request",
                "{}                                | 400 | invalid-request",
                "{\"to\": 7, \"from\": \"postgres\"} | 400 | malformed-json"
            })
    void refusesWhatIsNoPlaceToMoveTo(String body, int status, String code) {
        Api.administrator()
                .body(body)
                .post(MOVES)
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "0"})
    void knowsNoMoveThatNeverWas(String id) {
        Api.administrator()
                .get(MOVES + "/" + id)
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown-move"));
        Api.administrator()
                .get(MOVES + "/" + UUID.randomUUID())
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown-move"));
    }

    @ParameterizedTest
    @ValueSource(strings = {Roles.VIEWER, Roles.OPERATOR, Roles.SERVICE})
    void onlyAdministratorsMoveKeys(String role) {
        Api.as(role, "bob").body("{\"to\": \"postgres\"}").post(MOVES).then().statusCode(403);
        Api.as(role, "bob").get(MOVES).then().statusCode(403);
    }
}
