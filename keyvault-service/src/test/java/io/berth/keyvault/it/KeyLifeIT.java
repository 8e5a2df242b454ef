package io.berth.keyvault.it;

import static io.berth.keyvault.it.Api.administrator;
import static io.berth.keyvault.it.Api.as;
import static io.berth.keyvault.it.Api.body;
import static io.berth.keyvault.it.Api.ciphertext;
import static io.berth.keyvault.it.Api.closed;
import static io.berth.keyvault.it.Api.inventory;
import static io.berth.keyvault.it.Api.ring;
import static io.berth.keyvault.it.Keys.act;
import static io.berth.keyvault.it.Keys.count;
import static io.berth.keyvault.it.Keys.open;
import static io.berth.keyvault.it.Keys.path;
import static io.berth.keyvault.it.Keys.records;
import static io.berth.keyvault.it.Keys.rotate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.CensusHolderRemoved;
import io.berth.contracts.keyvault.CensusReported;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.KeyDestroyed;
import io.berth.contracts.keyvault.KeyDestructionCancelled;
import io.berth.contracts.keyvault.KeyDestructionScheduled;
import io.berth.contracts.keyvault.KeyDisabled;
import io.berth.contracts.keyvault.KeyEnabled;
import io.berth.contracts.keyvault.KeyRotated;
import io.berth.contracts.keyvault.RecordsProtected;
import io.berth.contracts.keyvault.RecordsRewrapped;
import io.berth.contracts.keyvault.RingChanged;
import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From rotated to destroyed, over HTTP, with what the holders count and what the audit says. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class KeyLifeIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aDisabledKeyOpensNothingUntilItIsEnabled() {
        String ring = ring();
        String secret = ciphertext(ring, "host/h", "p", "hunter2");
        act(ring, 1, "disable", "")
                .statusCode(409)
                .body("code", equalTo("illegal-key-state"))
                .body("hint", containsString("rotate"));
        rotate(ring);

        act(ring, 1, "disable", "").statusCode(200).body("state", equalTo("DISABLED"));

        open(ring, secret)
                .body("records[0].status", equalTo("refused"))
                .body("records[0].code", equalTo("key-disabled"))
                .body("records[0].detail", containsString("by alice"));
        act(ring, 1, "enable", "").statusCode(200).body("state", equalTo("OPENS_ONLY"));
        open(ring, secret).body("records[0].status", equalTo("opened"));
        act(ring, 1, "enable", "")
                .statusCode(409)
                .body("values.state", equalTo("OPENS_ONLY"))
                .body("values.legal", contains("DISABLED"));
    }

    @Test
    void aForeignRingsCiphertextIsNotToldOfClosedKeys() {
        String ring = ring();
        String other = ring();
        String secret = ciphertext(ring, "host/h", "p", "hunter2");
        rotate(other);
        act(other, 1, "disable", "").statusCode(200);

        open(other, secret).body("records[0].code", equalTo("ciphertext-not-authentic"));
    }

    @Test
    void aKeyIsDestroyedOnlyWhenAllHoldersHaveCountedZero() {
        String ring = ring();
        String secret = ciphertext(ring, "host/h", "p", "hunter2");
        act(ring, 1, "schedule-destruction", "{}")
                .statusCode(409)
                .body("code", equalTo("illegal-key-state"));
        rotate(ring);
        act(ring, 1, "schedule-destruction", "{}")
                .statusCode(409)
                .body("code", equalTo("key-still-needed"))
                .body("values.holders[0].holder", equalTo("inventory"))
                .body("values.holders[0].need", equalTo("NEVER_COUNTED"));
        count(ring, "inventory", records(1, 17) + "," + records(2, 3))
                .statusCode(200)
                .body("records", equalTo(20));
        act(ring, 1, "schedule-destruction", "{}")
                .statusCode(409)
                .body("detail", startsWith("17 records are counted under key 1 of ring"))
                .body("values.records", equalTo(17))
                .body("values.holders[0].need", equalTo("HAS_RECORDS"));
        count(ring, "inventory", records(2, 20)).statusCode(200);

        act(ring, 1, "schedule-destruction", "{\"waitFor\": \"PT1S\"}")
                .statusCode(200)
                .body("state", equalTo("DESTRUCTION_SCHEDULED"))
                .body("destroyAt", notNullValue())
                .body("census.cleared", equalTo(true));

        await().atMost(SOON)
                .untilAsserted(() ->
                        open(ring, secret)
                                .body("records[0].code", equalTo("key-destroyed"))
                                .body("records[0].detail", containsString("by alice")));
        administrator()
                .get(path(ring, 1))
                .then()
                .statusCode(200)
                .body("state", equalTo("DESTROYED"))
                .body("by", equalTo("alice"))
                .body("forced", equalTo(null));
        act(ring, 1, "cancel-destruction", "")
                .statusCode(409)
                .body("code", equalTo("key-destroyed"));
    }

    @Test
    void aKeyWaitsForItsDestructionClosedAndCanBeSaved() {
        String ring = ring();
        String secret = ciphertext(ring, "host/h", "p", "hunter2");
        rotate(ring);
        count(ring, "inventory", "").statusCode(200);

        act(ring, 1, "schedule-destruction", "{}").statusCode(200);

        open(ring, secret).body("records[0].code", equalTo("key-disabled"));
        act(ring, 1, "cancel-destruction", "").statusCode(200).body("state", equalTo("DISABLED"));
        act(ring, 1, "enable", "").statusCode(200);
        open(ring, secret).body("records[0].status", equalTo("opened"));
    }

    @Test
    void aCountThatFindsRecordsAfterAllHoldsTheDestruction() {
        String ring = ring();
        rotate(ring);
        count(ring, "inventory", "").statusCode(200);
        act(ring, 1, "schedule-destruction", "{\"waitFor\": \"PT3S\"}").statusCode(200);
        count(ring, "inventory", records(1, 4)).statusCode(200);

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(administrator().get("/q/metrics").then().extract().asString())
                                .containsPattern("berth_keyvault_destructions_held [1-9]"));
        administrator()
                .get(path(ring, 1))
                .then()
                .body("state", equalTo("DESTRUCTION_SCHEDULED"))
                .body("census.records", equalTo(4));
        count(ring, "inventory", "").statusCode(200);
        await().atMost(SOON)
                .untilAsserted(() ->
                        administrator()
                                .get(path(ring, 1))
                                .then()
                                .body("state", equalTo("DESTROYED")));
    }

    @Test
    void forceSaysHowManyRecordsDie() {
        String ring = ring();
        rotate(ring);
        count(ring, "inventory", records(1, 17)).statusCode(200);

        act(ring, 1, "schedule-destruction", "{\"waitFor\": \"PT1S\", \"force\": true}")
                .statusCode(200)
                .body("forced", equalTo(true))
                .body("census.records", equalTo(17))
                .body("census.cleared", equalTo(false));

        await().atMost(SOON)
                .untilAsserted(() ->
                        administrator()
                                .get(path(ring, 1))
                                .then()
                                .body("state", equalTo("DESTROYED"))
                                .body("forced", equalTo(true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable", "enable", "schedule-destruction", "cancel-destruction"})
    void onlyAnAdministratorDoesAnythingToKeys(String act) {
        String ring = ring();
        for (String role : List.of(Roles.VIEWER, Roles.OPERATOR, Roles.SERVICE, Roles.AGENT)) {
            as(role, "inventory").post(path(ring, 1) + "/" + act).then().statusCode(403);
        }
        administrator()
                .post(path(ring, 9) + "/" + act)
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown-key"));
        administrator().post("/api/v1/rings/" + ring + "/keys/x/" + act).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"waitFor\": \"soon\"}   | 400 | invalid-request",
                "{\"waitFor\": \"PT0.5S\"} | 422 | wait-out-of-range",
                "{\"waitFor\": \"P31D\"}   | 422 | wait-out-of-range",
                "{\"force\": 1, \"x\": 2}  | 400 | malformed-json"
            })
    void tellsWhatIsWrongWithADestruction(String body, int status, String code) {
        String ring = ring();
        rotate(ring);

        act(ring, 1, "schedule-destruction", body).statusCode(status).body("code", equalTo(code));
    }

    @Test
    void theAuditTellsTheWholeLife() {
        String ring = ring();
        Principal alice = new Principal("alice");
        Principal inventory = new Principal("inventory");
        String old = ciphertext(ring, "host/h", "p", "hunter2");
        rotate(ring);
        try (TopicReader<KeyAuditEvent> audit = TopicReader.fromNow(Topics.KEYVAULT_AUDIT)) {
            act(ring, 1, "disable", "").statusCode(200);
            act(ring, 1, "enable", "").statusCode(200);
            inventory()
                    .body(body(ring, closed("host/h", "p", old)))
                    .post("/api/v1/rewrap")
                    .then()
                    .statusCode(200);
            count(ring, "inventory", records(2, 1)).statusCode(200);
            act(ring, 1, "schedule-destruction", "{}").statusCode(200);
            act(ring, 1, "cancel-destruction", "").statusCode(200);
            act(ring, 1, "schedule-destruction", "{\"waitFor\": \"PT1S\"}").statusCode(200);
            administrator()
                    .body("{\"principals\": [\"replica\"]}")
                    .put("/api/v1/rings/" + ring)
                    .then()
                    .statusCode(200);
            administrator()
                    .delete("/api/v1/rings/" + ring + "/census/inventory")
                    .then()
                    .statusCode(200);

            List<Class<?>> types = new ArrayList<>();
            for (var entry : audit.awaitMany(9, SOON, entry -> isOfItsLife(ring, entry))) {
                KeyAuditEvent event = entry.require();
                assertThat(event.principal())
                        .isEqualTo(
                                event instanceof RecordsRewrapped || event instanceof CensusReported
                                        ? inventory
                                        : alice);
                types.add(event.getClass());
            }
            assertThat(types)
                    .containsExactly(
                            KeyDisabled.class,
                            KeyEnabled.class,
                            RecordsRewrapped.class,
                            CensusReported.class,
                            KeyDestructionScheduled.class,
                            KeyDestructionCancelled.class,
                            KeyDestructionScheduled.class,
                            RingChanged.class,
                            CensusHolderRemoved.class);
        }
    }

    /** What was done before the reader began may be told after. */
    private static boolean isOfItsLife(String ring, TopicReader.Entry<KeyAuditEvent> entry) {
        return ring.equals(entry.key())
                && !(entry.require() instanceof RecordsProtected)
                && !(entry.require() instanceof KeyRotated);
    }

    @Test
    void theAuditTellsWhoDestroyedWhat() {
        String ring = ring();
        rotate(ring);
        count(ring, "inventory", records(1, 17)).statusCode(200);
        try (TopicReader<KeyAuditEvent> audit = TopicReader.fromNow(Topics.KEYVAULT_AUDIT)) {
            act(ring, 1, "schedule-destruction", "{\"waitFor\": \"PT1S\", \"force\": true}")
                    .statusCode(200);

            assertThat(
                            audit.await(
                                            SOON,
                                            entry ->
                                                    ring.equals(entry.key())
                                                            && entry.require()
                                                                    instanceof KeyDestroyed)
                                    .require())
                    .isEqualTo(
                            new KeyDestroyed(
                                    new RingId(ring),
                                    new KeyVersion(1),
                                    true,
                                    17,
                                    new Principal("alice")));
        }
    }
}
