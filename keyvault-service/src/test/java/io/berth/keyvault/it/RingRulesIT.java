package io.berth.keyvault.it;

import static io.berth.keyvault.it.Api.administrator;
import static io.berth.keyvault.it.Api.as;
import static io.berth.keyvault.it.Api.body;
import static io.berth.keyvault.it.Api.ciphertext;
import static io.berth.keyvault.it.Api.closed;
import static io.berth.keyvault.it.Api.inventory;
import static io.berth.keyvault.it.Api.ring;
import static io.berth.keyvault.it.Api.text;
import static io.berth.keyvault.it.Keys.act;
import static io.berth.keyvault.it.Keys.count;
import static io.berth.keyvault.it.Keys.open;
import static io.berth.keyvault.it.Keys.records;
import static io.berth.keyvault.it.Keys.rotate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of rings, what holders may count, and how ciphertexts come under the newest key. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class RingRulesIT {
    @Test
    void belowTheMinimumNothingOpens() {
        String ring = ring();
        String secret = ciphertext(ring, "host/h", "p", "hunter2");
        rotate(ring);
        String rules = "{\"principals\": [\"inventory\"], \"minimumVersion\": %d}";

        administrator()
                .body(rules.formatted(2))
                .put("/api/v1/rings/" + ring)
                .then()
                .statusCode(200)
                .body("minimumVersion", equalTo(2));

        open(ring, secret)
                .body("records[0].code", equalTo("key-below-minimum"))
                .body("records[0].detail", containsString("opens those of key 2 and above"));
        administrator()
                .body(rules.formatted(3))
                .put("/api/v1/rings/" + ring)
                .then()
                .statusCode(422)
                .body("code", equalTo("minimum-above-current"));
        administrator()
                .body(rules.formatted(1))
                .put("/api/v1/rings/" + ring)
                .then()
                .statusCode(200);
        open(ring, secret).body("records[0].status", equalTo("opened"));
    }

    @Test
    void rulesChangeAgainstTheirETag() {
        String ring = ring();
        String etag = administrator().get("/api/v1/rings/" + ring).header("ETag");
        String rules = "{\"principals\": [\"replica\"], \"rotateAfter\": \"P30D\"}";

        administrator()
                .header("If-Match", etag)
                .body(rules)
                .put("/api/v1/rings/" + ring)
                .then()
                .statusCode(200)
                .body("principals", contains("replica"))
                .body("rotateAfter", equalTo("PT720H"))
                .body("revision", equalTo(2));
        administrator()
                .header("If-Match", etag)
                .body(rules)
                .put("/api/v1/rings/" + ring)
                .then()
                .statusCode(412)
                .body("code", equalTo("stale-revision"))
                .body("values.actual", equalTo(2));

        inventory()
                .body(body(ring, Api.plain("o", "f", "x")))
                .post("/api/v1/protect")
                .then()
                .statusCode(403);
        as(Roles.SERVICE, "replica")
                .body(body(ring, Api.plain("o", "f", "x")))
                .post("/api/v1/protect")
                .then()
                .statusCode(200);
    }

    @Test
    void whoMayNoLongerUseTheRingIsStillAskedForItsCount() {
        String ring = ring();
        administrator()
                .delete("/api/v1/rings/" + ring + "/census/inventory")
                .then()
                .statusCode(409)
                .body("code", equalTo("holder-still-permitted"));
        administrator()
                .body("{\"principals\": [\"replica\"]}")
                .put("/api/v1/rings/" + ring)
                .then()
                .statusCode(200);
        rotate(ring);
        count(ring, "replica", "").statusCode(200);

        act(ring, 1, "schedule-destruction", "{}")
                .statusCode(409)
                .body("values.holders.holder", contains("inventory", "replica"))
                .body("values.holders.need", contains("NEVER_COUNTED", "NONE"));
        administrator()
                .delete("/api/v1/rings/" + ring + "/census/inventory")
                .then()
                .statusCode(200)
                .body("holder", equalTo("inventory"));
        act(ring, 1, "schedule-destruction", "{}").statusCode(200);
        administrator()
                .delete("/api/v1/rings/" + ring + "/census/inventory")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown-holder"));
    }

    @Test
    void rewrapsOldCiphertextsAndLeavesCurrentOnes() {
        String ring = ring();
        String old = ciphertext(ring, "host/h", "p", "hunter2");
        rotate(ring);
        String newer = ciphertext(ring, "host/h", "q", "hunter3");

        ValidatableResponse answer =
                inventory()
                        .body(
                                body(
                                        ring,
                                        closed("host/h", "p", old),
                                        closed("host/h", "q", newer),
                                        closed("host/other", "p", old)))
                        .post("/api/v1/rewrap")
                        .then()
                        .statusCode(200)
                        .header("Cache-Control", equalTo("no-store"))
                        .body("keyVersion", equalTo(2))
                        .body("records.status", contains("rewrapped", "current", "refused"))
                        .body("records[0].fromVersion", equalTo(1))
                        .body("records[1].ciphertext", equalTo(newer))
                        .body("records[2].code", equalTo("ciphertext-not-authentic"))
                        .body(not(containsString("plaintext")));

        String renewed = answer.extract().path("records[0].ciphertext");
        assertThat(renewed).isNotEqualTo(old);
        assertThat(
                        text(
                                open(ring, renewed)
                                        .body("records[0].keyVersion", equalTo(2))
                                        .extract()
                                        .path("records[0].plaintext")))
                .isEqualTo("hunter2");
        as(Roles.SERVICE, "replica")
                .body(body(ring, closed("host/h", "p", old)))
                .post("/api/v1/rewrap")
                .then()
                .statusCode(403)
                .body("code", equalTo("ring-not-permitted"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inventory | replica   | 403 | not-the-holder",
                "replica   | replica   | 403 | ring-not-permitted"
            })
    void onlyAHolderCountsAndOnlyItself(String caller, String holder, int status, String code) {
        String ring = ring();

        as(Roles.SERVICE, caller)
                .body("{\"countedAt\": \"%s\", \"counts\": []}".formatted(Instant.now()))
                .put("/api/v1/rings/" + ring + "/census/" + holder)
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    @Test
    void aCountIsTheNewestOrNone() {
        String ring = ring();
        count(ring, "inventory", "").statusCode(200);
        for (Instant wrong :
                List.of(
                        Instant.now().minus(Duration.ofHours(1)),
                        Instant.now().plus(Duration.ofHours(1)))) {
            inventory()
                    .body("{\"countedAt\": \"%s\", \"counts\": []}".formatted(wrong))
                    .put("/api/v1/rings/" + ring + "/census/inventory")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("count-out-of-time"));
        }
        count(ring, "inventory", records(7, 1))
                .statusCode(404)
                .body("code", equalTo("unknown-key"));
        count(ring, "inventory", records(1, 1) + "," + records(1, 2))
                .statusCode(400)
                .body("code", equalTo("invalid-request"));
    }

    @Test
    void listsKeysInPages() {
        String ring = ring();
        rotate(ring);
        rotate(ring);
        String cursor =
                administrator()
                        .get("/api/v1/rings/" + ring + "/keys?limit=2")
                        .then()
                        .statusCode(200)
                        .body("items.version", contains(3, 2))
                        .body("items.state", contains("CURRENT", "OPENS_ONLY"))
                        .extract()
                        .path("nextCursor");

        administrator()
                .get("/api/v1/rings/" + ring + "/keys?limit=2&cursor=" + cursor)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].version", equalTo(1));
    }
}
