package io.berth.keyvault.it;

import static io.berth.keyvault.it.Api.RING;
import static io.berth.keyvault.it.Api.administrator;
import static io.berth.keyvault.it.Api.as;
import static io.berth.keyvault.it.Api.body;
import static io.berth.keyvault.it.Api.ciphertext;
import static io.berth.keyvault.it.Api.closed;
import static io.berth.keyvault.it.Api.plain;
import static io.berth.keyvault.it.Api.protect;
import static io.berth.keyvault.it.Api.text;
import static io.berth.keyvault.it.Api.unprotect;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.berth.kit.security.Roles;
import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealing and unsealing over HTTP; each test leaves the vault as it was: open, by its file. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class SealIT {
    private static final String PASSPHRASE = "planted correct horse battery";
    private static final String OTHER = "planted incorrect horse battery";
    private static final String TO_FILE = "\"to\": {\"method\": \"FILE\"}";

    /** Where a share's own bytes stand in its text, after version, set, number and threshold. */
    private static final int CONTENT_FROM = "berth-share-".length() + 2 * 11;

    private static final int CONTENT_TO = CONTENT_FROM + 2 * 32;

    @Inject Sql sql;

    private String proof = "{}";

    private static ValidatableResponse post(String path, String json) {
        return administrator().body(json).post("/api/v1/seal/" + path).then();
    }

    private static String passphrase(String text) {
        return "{\"passphrase\": \"" + text + "\"}";
    }

    private void toPassphrase() {
        post(
                        "rekey",
                        "{\"to\": {\"method\": \"PASSPHRASE\", \"passphrase\": \"%s\"}}"
                                .formatted(PASSPHRASE))
                .statusCode(200)
                .body("state", equalTo("UNSEALED"))
                .body("method", equalTo("PASSPHRASE"));
        proof = passphrase(PASSPHRASE);
    }

    private List<String> toShares() {
        List<String> shares =
                post(
                                "rekey",
                                "{\"to\": {\"method\": \"SHARES\", \"shares\": 5, \"threshold\":"
                                        + " 3}}")
                        .statusCode(200)
                        .body("shares", hasSize(5))
                        .extract()
                        .path("shares");
        proof = shares(shares.subList(0, 3));
        return shares;
    }

    private static String shares(List<String> shares) {
        return shares.stream().collect(Collectors.joining("\", \"", "{\"shares\": [\"", "\"]}"));
    }

    private static String share(String share) {
        return "{\"share\": \"" + share + "\"}";
    }

    private static void seal() {
        post("seal", "").statusCode(200).body("state", equalTo("SEALED"));
    }

    @AfterEach
    void openByItsFileAgain() {
        sql.update("delete from unseal_attempt");
        String state = administrator().get("/api/v1/seal").then().extract().path("state");
        if (state.equals("SEALED")) {
            post("unseal", proof).statusCode(200).body("state", equalTo("UNSEALED"));
        }
        post("rekey", "{\"current\": %s, %s}".formatted(proof, TO_FILE)).statusCode(200);
        sql.update("delete from unseal_attempt");
    }

    @Test
    void whileSealedItServesNothingAndSaysWhy() {
        String ciphertext = ciphertext(RING, "host/seal", "p", "secret");

        seal();

        protect(body(RING, plain("host/seal", "p", "x")))
                .statusCode(503)
                .body("code", equalTo("vault-sealed"))
                .body("values.waitingFor", equalTo("ADMINISTRATOR"))
                .body("hint", not(nullValue()));
        unprotect(body(RING, closed("host/seal", "p", ciphertext))).statusCode(503);
        protect(body("no-such-ring", plain("host/seal", "p", "x"))).statusCode(503);
        administrator()
                .body("{\"id\": \"r-sealed\", \"principals\": [\"inventory\"]}")
                .post("/api/v1/rings")
                .then()
                .statusCode(503);
        administrator().post("/api/v1/audit/verify").then().statusCode(503);
        administrator()
                .get("/api/v1/seal")
                .then()
                .body("state", equalTo("SEALED"))
                .body("method", equalTo("FILE"))
                .body("sealedBy", equalTo("alice"));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(503);
        assertThat(given().get("/q/metrics").asString())
                .containsPattern("(?m)^berth_keyvault_sealed.* 1\\.0$");

        post("unseal", "{}").statusCode(200).body("state", equalTo("UNSEALED"));

        unprotect(body(RING, closed("host/seal", "p", ciphertext)))
                .statusCode(200)
                .body("records[0].status", equalTo("opened"));
        post("unseal", "{}").statusCode(409).body("code", equalTo("not-sealed"));
    }

    @Test
    void aPassphraseOpensAndTheFileNoLonger() {
        String ciphertext = ciphertext(RING, "host/seal", "p", "secret");
        toPassphrase();
        seal();

        post("unseal", "{}").statusCode(422).body("code", equalTo("other-unseal-method"));
        post("unseal", passphrase(OTHER))
                .statusCode(403)
                .body("code", equalTo("wrong-passphrase"))
                .body("values.attemptsLeft", equalTo(4));
        post("unseal", passphrase(PASSPHRASE)).statusCode(200).body("state", equalTo("UNSEALED"));

        String opened =
                unprotect(body(RING, closed("host/seal", "p", ciphertext)))
                        .extract()
                        .path("records[0].plaintext");
        assertThat(text(opened)).isEqualTo("secret");
        post("rekey", "{\"current\": %s, %s}".formatted(passphrase(OTHER), TO_FILE))
                .statusCode(403)
                .body("code", equalTo("wrong-passphrase"));
        administrator()
                .get("/api/v1/audit?limit=2")
                .then()
                .body(
                        "items.type",
                        contains(
                                "io.berth.keyvault.unseal-refused.v1",
                                "io.berth.keyvault.records-unprotected.v1"));
        sql.query(
                        "select payload from audit_entry where type ="
                                + " 'io.berth.keyvault.vault-unsealed.v1' order by sequence desc"
                                + " limit 1",
                        row -> row.getString(1))
                .forEach(payload -> assertThat(payload).contains("\"refused\":1"));
    }

    @Test
    void whoGuessesIsSlowedDown() {
        toPassphrase();
        seal();
        for (int i = 0; i < 5; i++) {
            post("unseal", passphrase(OTHER)).statusCode(403);
        }

        String wait =
                post("unseal", passphrase(PASSPHRASE))
                        .statusCode(429)
                        .body("code", equalTo("too-many-attempts"))
                        .body("values.retryAfterSeconds", lessThanOrEqualTo(60))
                        .extract()
                        .header("Retry-After");

        assertThat(Integer.parseInt(wait)).isBetween(1, 60);
    }

    @Test
    void enoughSharesOpen() {
        List<String> shares = toShares();
        seal();

        post("unseal", share(shares.get(4))).statusCode(200).body("sharesGiven", equalTo(1));
        post("unseal", share(shares.get(4)))
                .statusCode(409)
                .body("code", equalTo("share-already-given"));
        post("unseal", share(shares.get(1).replaceFirst(".$", "x")))
                .statusCode(422)
                .body("code", equalTo("malformed-share"));
        post("unseal", share(shares.get(1))).statusCode(200).body("state", equalTo("SEALED"));
        protect(body(RING, plain("host/seal", "p", "x")))
                .statusCode(503)
                .body("values.sharesGiven", equalTo(2))
                .body("values.sharesNeeded", equalTo(3));
        post("unseal", share(shares.get(2))).statusCode(200).body("state", equalTo("UNSEALED"));
        protect(body(RING, plain("host/seal", "p", "x"))).statusCode(200);
    }

    @Test
    void sharesOfAnotherSetAreRefused() {
        List<String> old = toShares();
        post(
                        "rekey",
                        "{\"current\": %s, \"to\": {\"method\": \"SHARES\", \"shares\": 2, \"threshold\": 2}}"
                                .formatted(shares(old.subList(0, 2))))
                .statusCode(422)
                .body("code", equalTo("too-few-shares"));
        List<String> now =
                post(
                                "rekey",
                                "{\"current\": %s, \"to\": {\"method\": \"SHARES\", \"shares\": 2, \"threshold\": 2}}"
                                        .formatted(shares(old.subList(1, 4))))
                        .statusCode(200)
                        .extract()
                        .path("shares");
        proof = shares(now);
        seal();

        post("unseal", share(old.getFirst()))
                .statusCode(422)
                .body("code", equalTo("share-of-another-set"));
        administrator().get("/api/v1/seal").then().body("sharesGiven", equalTo(0));
    }

    @Test
    void aForgedShareIsFoundOutAndAllAreForgotten() throws Exception {
        List<String> shares = toShares();
        seal();
        post("unseal", share(shares.get(0))).statusCode(200);
        post("unseal", share(shares.get(1))).statusCode(200);

        post("unseal", share(forged(shares.get(2))))
                .statusCode(403)
                .body("code", equalTo("shares-do-not-open"));

        administrator().get("/api/v1/seal").then().body("sharesGiven", equalTo(0));
    }

    /** Another content, with a checksum that fits. */
    private static String forged(String share) throws Exception {
        String prefix = "berth-share-";
        byte[] bytes = HexFormat.of().parseHex(share.substring(prefix.length()));
        bytes[20] ^= 1;
        byte[] sum =
                MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, bytes.length - 4));
        System.arraycopy(sum, 0, bytes, bytes.length - 4, 4);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"passphrase\": planted-secret}",
                "{\"planted-secret\": 1}",
                "{\"passphrase\": {\"planted-secret\": 1}}",
                "{\"passphrase\": \"planted-secret",
                "{\"passphrase\": \"planted-secret\"} planted-secret",
                "{\"passphrase\": \"planted-secret\", \"passphrase\": \"planted-secret\"}",
                "{\"passphrase\": \"planted-secret\", \"share\": \"planted-secret\"}",
                "{\"shares\": [\"planted-secret\", null]}",
                "\"planted-secret\"",
                "null"
            })
    void noAnswerToABadBodyQuotesIt(String bad) {
        seal();

        String answer = post("unseal", bad).statusCode(400).extract().asString();

        assertThat(answer).contains("\"code\"").doesNotContain("planted");
        post("unseal", "{}").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"to\": {\"method\": \"PASSPHRASE\", \"passphrase\": \"short\"}} | 422 |"
                        + " unfit-passphrase",
                "{\"to\": {\"method\": \"PASSPHRASE\"}} | 400 | invalid-request",
                "{\"to\": {\"method\": \"SHARES\", \"shares\": 2, \"threshold\": 3}} | 422 |"
                        + " unfit-shares",
                "{\"to\": {\"method\": \"SHARES\", \"shares\": 3, \"threshold\": 1}} | 422 |"
                        + " unfit-shares",
                "{\"to\": {\"method\": \"SHARES\", \"shares\": 33, \"threshold\": 2}} | 400 |"
                        + " invalid-request",
                "{\"to\": {\"method\": \"PKCS11\"}} | 409 | unseal-source-not-configured",
                "{\"to\": {\"method\": \"GUESS\"}} | 400 | invalid-request",
                "{} | 400 | invalid-request",
                "{\"current\": {\"passphrase\": \"not the file at all\"}, \"to\": {\"method\":"
                        + " \"FILE\"}} | 422 | other-unseal-method"
            })
    void whatCannotOpenAVaultIsRefused(String row) {
        String[] parts = row.split("\\|");

        post("rekey", parts[0].strip())
                .statusCode(Integer.parseInt(parts[1].strip()))
                .body("code", equalTo(parts[2].strip()));
    }

    @Test
    void neitherPassphraseNorShareIsLeftAnywhere() throws Exception {
        List<String> secrets = new ArrayList<>(List.of(PASSPHRASE, OTHER));
        try (LeaksIT.Logged logged = new LeaksIT.Logged()) {
            toPassphrase();
            post("rekey", "{\"current\": %s, %s}".formatted(passphrase(OTHER), TO_FILE))
                    .statusCode(403);
            List<String> shares =
                    post(
                                    "rekey",
                                    ("{\"current\": %s, \"to\": {\"method\": \"SHARES\","
                                                    + " \"shares\": 2, \"threshold\": 2}}")
                                            .formatted(proof))
                            .statusCode(200)
                            .extract()
                            .path("shares");
            proof = shares(shares);
            seal();
            for (String share : shares) {
                secrets.add(share.substring(CONTENT_FROM, CONTENT_TO));
                post("unseal", share(share)).statusCode(200);
            }

            assertThat(logged.lines).anyMatch(line -> line.contains("unsealed with SHARES"));
            for (String secret : secrets) {
                assertThat(logged.lines).noneMatch(line -> line.contains(secret));
                assertThat(LeaksIT.tablesWith(secret)).isEmpty();
            }
        }
    }

    @Test
    void isInitialisedOnce() {
        post("initialise", "{\"method\": \"SHARES\", \"shares\": 5, \"threshold\": 3}")
                .statusCode(409)
                .body("code", equalTo("already-initialised"))
                .body("values.method", equalTo("FILE"));
    }

    @Test
    void onlyAdministratorsMay() {
        for (String role : List.of(Roles.VIEWER, Roles.OPERATOR, Roles.SERVICE)) {
            for (String path : List.of("initialise", "unseal", "seal", "rekey")) {
                as(role, "bob").body("{}").post("/api/v1/seal/" + path).then().statusCode(403);
            }
        }
        as(Roles.SERVICE, "inventory").get("/api/v1/seal").then().statusCode(403);
        as(Roles.VIEWER, "bob").get("/api/v1/seal").then().statusCode(200);
    }
}
