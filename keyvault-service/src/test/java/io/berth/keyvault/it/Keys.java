package io.berth.keyvault.it;

import static io.berth.keyvault.it.Api.administrator;
import static io.berth.keyvault.it.Api.as;
import static io.berth.keyvault.it.Api.body;
import static io.berth.keyvault.it.Api.ciphertext;
import static io.berth.keyvault.it.Api.closed;
import static io.berth.keyvault.it.Api.ring;
import static io.berth.keyvault.it.Api.unprotect;

import io.berth.kit.security.Roles;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;

/** Calls about single keys and counts that several tests make. */
final class Keys {
    private Keys() {}

    static String path(String ring, int version) {
        return "/api/v1/rings/" + ring + "/keys/" + version;
    }

    static ValidatableResponse act(String ring, int version, String act, String body) {
        return administrator().body(body).post(path(ring, version) + "/" + act).then();
    }

    static void rotate(String ring) {
        administrator().post("/api/v1/rings/" + ring + "/rotate").then().statusCode(200);
    }

    static ValidatableResponse count(String ring, String holder, String counts) {
        return as(Roles.SERVICE, holder)
                .body("{\"countedAt\": \"%s\", \"counts\": [%s]}".formatted(Instant.now(), counts))
                .put("/api/v1/rings/" + ring + "/census/" + holder)
                .then();
    }

    static String records(int version, int records) {
        return "{\"version\": %d, \"records\": %d}".formatted(version, records);
    }

    static ValidatableResponse open(String ring, String ciphertext) {
        return unprotect(body(ring, closed("host/h", "p", ciphertext))).statusCode(200);
    }
}
