package io.berth.keyvault.it;

import static io.berth.keyvault.it.Api.RING;
import static io.berth.keyvault.it.Api.administrator;
import static io.berth.keyvault.it.Api.as;
import static io.berth.keyvault.it.Api.base64;
import static io.berth.keyvault.it.Api.body;
import static io.berth.keyvault.it.Api.ciphertext;
import static io.berth.keyvault.it.Api.closed;
import static io.berth.keyvault.it.Api.fresh;
import static io.berth.keyvault.it.Api.inventory;
import static io.berth.keyvault.it.Api.plain;
import static io.berth.keyvault.it.Api.protect;
import static io.berth.keyvault.it.Api.ring;
import static io.berth.keyvault.it.Api.unprotect;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.RecordsProtected;
import io.berth.contracts.keyvault.RecordsUnprotected;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.contracts.keyvault.UnprotectRefused;
import io.berth.kit.security.Roles;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects and opens records over HTTP. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class RecordsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void opensWhatItProtected() {
        String object = "host/" + fresh("node");
        String ciphertext = ciphertext(RING, object, "bmc.password", "correct horse ü");

        unprotect(body(RING, closed(object, "bmc.password", ciphertext)))
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("ring", equalTo(RING))
                .body("records", hasSize(1))
                .body("records[0].object", equalTo(object))
                .body("records[0].field", equalTo("bmc.password"))
                .body("records[0].status", equalTo("opened"))
                .body("records[0].keyVersion", equalTo(1))
                .body("records[0].plaintext", equalTo(base64("correct horse ü")));
    }

    @Test
    void answersInTheOrderOfTheRequest() {
        List<String> ciphertexts =
                protect(body(RING, plain("a", "p", "1"), plain("b", "p", "2"), plain("a", "q", "")))
                        .statusCode(200)
                        .body("keyVersion", equalTo(1))
                        .body("records.object", contains("a", "b", "a"))
                        .body("records.field", contains("p", "p", "q"))
                        .extract()
                        .path("records.ciphertext");

        unprotect(
                        body(
                                RING,
                                closed("b", "p", ciphertexts.get(1)),
                                closed("a", "q", ciphertexts.get(2)),
                                closed("a", "p", ciphertexts.get(0))))
                .statusCode(200)
                .body("records.plaintext", contains(base64("2"), "", base64("1")));
    }

    @Test
    void oneBadRecordDoesNotHideTheGoodOnes() {
        String other = ring();
        String good = ciphertext(RING, "a", "p", "1");
        String otherRing = ciphertext(other, "a", "p", "1");
        byte[] flipped = Base64.getDecoder().decode(good);
        flipped[flipped.length - 1] ^= 1;
        byte[] laterVersion = Base64.getDecoder().decode(good);
        laterVersion[1] = 1;

        unprotect(
                        body(
                                RING,
                                closed("a", "p", good),
                                closed("b", "p", good),
                                closed("a", "q", good),
                                closed("a", "p", otherRing),
                                closed("a", "p", Base64.getEncoder().encodeToString(flipped)),
                                closed("a", "p", Base64.getEncoder().encodeToString(laterVersion)),
                                closed("a", "p", good.substring(0, 40)),
                                closed("a", "p", "nothing at all")))
                .statusCode(200)
                .body(
                        "records.code",
                        contains(
                                null,
                                "ciphertext-not-authentic",
                                "ciphertext-not-authentic",
                                "ciphertext-not-authentic",
                                "ciphertext-not-authentic",
                                "unknown-key-version",
                                "malformed-ciphertext",
                                "malformed-ciphertext"))
                .body("records[0].plaintext", equalTo(base64("1")))
                .body("records[1].plaintext", nullValue())
                .body("records[1].detail", containsString("another record or under another ring"));
    }

    @Test
    void everyCallIsAudited() {
        String object = "host/" + fresh("audited");
        RecordRef ref = new RecordRef(object, "p");
        RingId ring = new RingId(RING);
        Principal inventory = new Principal("inventory");
        try (TopicReader<KeyAuditEvent> audit = TopicReader.fromNow(Topics.KEYVAULT_AUDIT)) {
            String good = ciphertext(RING, object, "p", "secret");
            unprotect(body(RING, closed(object, "p", good), closed(object, "p", "AAAA")))
                    .statusCode(200);
            as(Roles.SERVICE, "placement")
                    .body(body(RING, closed(object, "p", good)))
                    .post("/api/v1/unprotect")
                    .then()
                    .statusCode(403);
            administrator()
                    .body(body(RING, closed(object, "p", good)))
                    .post("/api/v1/unprotect")
                    .then()
                    .statusCode(403);

            List<TopicReader.Entry<KeyAuditEvent>> found =
                    audit.awaitMany(5, SOON, entry -> names(entry.require(), ref));

            assertThat(found).allSatisfy(entry -> assertThat(entry.key()).isEqualTo(RING));
            assertThat(found)
                    .extracting(TopicReader.Entry::require)
                    .containsExactly(
                            new RecordsProtected(ring, KeyVersion.FIRST, List.of(ref), inventory),
                            new RecordsUnprotected(ring, List.of(ref), inventory),
                            new UnprotectRefused(
                                    ring, List.of(ref), UnprotectRefusal.MALFORMED, inventory),
                            new UnprotectRefused(
                                    ring,
                                    List.of(ref),
                                    UnprotectRefusal.NOT_PERMITTED,
                                    new Principal("placement")),
                            new UnprotectRefused(
                                    ring,
                                    List.of(ref),
                                    UnprotectRefusal.NOT_PERMITTED,
                                    new Principal("alice")));
        }
    }

    private static boolean names(KeyAuditEvent event, RecordRef ref) {
        return (event instanceof RecordsProtected p && p.records().contains(ref))
                || (event instanceof RecordsUnprotected u && u.records().contains(ref))
                || (event instanceof UnprotectRefused r && r.records().contains(ref));
    }

    @ParameterizedTest
    @CsvSource({
        "administrator, inventory, 403",
        "operator,      inventory, 403",
        "viewer,        inventory, 403",
        "agent,         inventory, 403",
        "service,       placement, 403",
        "service,       inventory, 200"
    })
    void onlyAServiceThatTheRingNamesMayUseIt(String role, String principal, int status) {
        as(role, principal)
                .body(body(RING, plain("a", "p", "1")))
                .post("/api/v1/protect")
                .then()
                .statusCode(status)
                .body("code", status == 200 ? nullValue() : equalTo("ring-not-permitted"));
    }

    @Test
    void whoIsNoServiceDoesNotHearWhichRingsThereAre() {
        String body = body("no-such-ring", plain("a", "p", "1"));

        protect(body).statusCode(404).body("code", equalTo("unknown-ring"));
        administrator()
                .body(body)
                .post("/api/v1/protect")
                .then()
                .statusCode(403)
                .body("code", equalTo("ring-not-permitted"));
        given().body(body)
                .contentType("application/json")
                .post("/api/v1/protect")
                .then()
                .statusCode(401);
    }

    @Test
    void takesAThousandRecordsAndNoMore() {
        String[] records =
                IntStream.range(0, 1001)
                        .mapToObj(i -> plain("object-" + i + "x".repeat(117), "p".repeat(64), "1"))
                        .toArray(String[]::new);

        protect(body(RING, java.util.Arrays.copyOf(records, 1000)))
                .statusCode(200)
                .body("records", hasSize(1000));
        protect(body(RING, records))
                .statusCode(422)
                .body("code", equalTo("too-many-records"))
                .body("values.count", equalTo(1001))
                .body("values.max", equalTo(1000));
        protect(body(RING)).statusCode(422).body("code", equalTo("no-records"));
        unprotect(body(RING)).statusCode(422).body("code", equalTo("no-records"));
    }

    @Test
    void takesAPlaintextOf64KiBAndNoMore() {
        String longest = "x".repeat(65_536);

        assertThat(ciphertext(RING, "a", "p", longest)).hasSizeGreaterThan(65_536);
        protect(body(RING, plain("a", "p", "1"), plain("a", "p", longest + "x")))
                .statusCode(422)
                .body("code", equalTo("plaintext-too-long"))
                .body("values.index", equalTo(1))
                .body("values.bytes", equalTo(65_537))
                .body("values.max", equalTo(65_536));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "                                          | malformed-json  | ",
                "[]                                        | malformed-json  | ",
                "null                                      | malformed-json  | ",
                "{\"ring\": hunter2}                       | malformed-json  | ",
                "{\"ring\": \"r\", \"ring\": \"r\"}        | malformed-json  | ",
                "{\"ring\": \"r\", \"records\": []} {}     | malformed-json  | ",
                "{\"ring\": \"r\", \"records\": {}}        | malformed-json  | ",
                "{\"ring\": \"r\", \"records\": [null]}    | malformed-json  | ",
                "{}                                        | invalid-request | /ring",
                "{\"ring\": 5, \"records\": []}            | invalid-request | /ring",
                "{\"ring\": \"r/\", \"records\": []}       | invalid-request | /ring",
                "{\"ring\": \"r\"}                         | invalid-request | /records",
                "{\"ring\": \"r\", \"records\": [{}]}      | invalid-request |"
                        + " /records/0/plaintext",
                "{\"ring\": \"r\", \"records\": [{\"plaintext\": \"AA==\"}]} | invalid-request |"
                        + " /records/0",
                "{\"ring\": \"r\", \"records\": [{\"object\": \"a b\", \"field\": \"f\","
                        + " \"plaintext\": \"AA==\"}]} | invalid-request | /records/0",
                "{\"ring\": \"r\", \"records\": [{\"object\": \"a\", \"field\": \"f\","
                        + " \"plaintext\": 5}]} | invalid-request | /records/0/plaintext",
                "{\"ring\": \"r\", \"records\": [{\"object\": \"a\", \"field\": \"f\","
                    + " \"plaintext\": \"hunter2!\"}]} | invalid-request | /records/0/plaintext",
                "{\"ring\": \"r\", \"records\": [{\"object\": \"a\", \"field\": \"f\", \"hunter2\":"
                        + " \"AA==\"}]} | invalid-request | /records/0"
            })
    void tellsWhatIsWrongWithABodyWithoutQuotingIt(String body, String code, String pointer) {
        var answer =
                inventory()
                        .body(body == null ? "" : body)
                        .post("/api/v1/protect")
                        .then()
                        .statusCode(400)
                        .contentType("application/problem+json")
                        .body("code", equalTo(code))
                        .body(not(containsString("hunter2")));
        if (pointer != null) {
            answer.body("values.errors[0].pointer", equalTo(pointer));
        }
    }

    @Test
    void countsRecordsByResult() {
        ciphertext(RING, "a", "p", "1");
        unprotect(body(RING, closed("a", "p", "AAAA"))).statusCode(200);

        String metrics = given().get("/q/metrics").asString();

        assertThat(metrics)
                .containsPattern(
                        "berth_keyvault_records_total\\{operation=\"protect\",result=\"ok\"[^}]*}"
                                + " [1-9]")
                .containsPattern(
                        "berth_keyvault_records_total\\{operation=\"unprotect\",result=\"malformed\"[^}]*}"
                            + " [1-9]")
                .containsPattern("berth_keyvault_call_seconds_count\\{operation=\"protect\"")
                .contains("berth_keyvault_rings")
                .contains("berth_keyvault_key_age_seconds");
    }
}
