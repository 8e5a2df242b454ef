package io.berth.keyvault.it;

import static io.restassured.RestAssured.given;

import io.berth.kit.security.Roles;
import io.berth.kit.test.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls of the service under test, and ids that no other test uses. */
final class Api {
    /** The ring of the configuration, and the principal that may use it. */
    static final String RING = "inventory-credentials";

    static final String PRINCIPAL = "inventory";
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Api() {}

    static String fresh(String kind) {
        return kind + "-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet();
    }

    static RequestSpecification as(String role, String principal) {
        return given().header("Authorization", "Bearer " + TestTokens.token(role, principal))
                .contentType(ContentType.JSON);
    }

    static RequestSpecification administrator() {
        return as(Roles.ADMINISTRATOR, "alice");
    }

    static RequestSpecification inventory() {
        return as(Roles.SERVICE, PRINCIPAL);
    }

    /** A new ring that inventory may use. */
    static String ring() {
        String id = fresh("ring");
        administrator()
                .body("{\"id\": \"%s\", \"principals\": [\"inventory\"]}".formatted(id))
                .post("/api/v1/rings")
                .then()
                .statusCode(201);
        return id;
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** A record as it stands in a request. */
    static String plain(String object, String field, String plaintext) {
        return "{\"object\": \"%s\", \"field\": \"%s\", \"plaintext\": \"%s\"}"
                .formatted(object, field, base64(plaintext));
    }

    static String closed(String object, String field, String ciphertext) {
        return "{\"object\": \"%s\", \"field\": \"%s\", \"ciphertext\": \"%s\"}"
                .formatted(object, field, ciphertext);
    }

    static String body(String ring, String... records) {
        return "{\"ring\": \"%s\", \"records\": [%s]}".formatted(ring, String.join(",", records));
    }

    static ValidatableResponse protect(String body) {
        return inventory().body(body).post("/api/v1/protect").then();
    }

    static ValidatableResponse unprotect(String body) {
        return inventory().body(body).post("/api/v1/unprotect").then();
    }

    /** The ciphertext of one record. */
    static String ciphertext(String ring, String object, String field, String plaintext) {
        return protect(body(ring, plain(object, field, plaintext)))
                .statusCode(200)
                .extract()
                .path("records[0].ciphertext");
    }
}
