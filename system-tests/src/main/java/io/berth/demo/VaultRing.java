package io.berth.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.platform.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A ring of the demo's own, spoken to at each instance of the key vault directly: inventory never
 * shows a ciphertext, so its ring cannot tell which instance opened what.
 */
final class VaultRing implements AutoCloseable {
    private static final String PRINCIPAL = "demo";

    private final String ring;
    private final List<RestApi> instances = new ArrayList<>();
    private final List<RestApi> administration = new ArrayList<>();

    /** What came of opening one ciphertext. */
    record Opened(boolean opens, String plaintext, String code) {}

    /**
     * @param ring a name that no ring has yet
     */
    VaultRing(Platform platform, String ring) {
        this.ring = ring;
        for (String url : platform.keyvaults()) {
            instances.add(new RestApi(url, platform.token(Role.SERVICE, PRINCIPAL)));
            administration.add(new RestApi(url, platform.token(Role.ADMINISTRATOR)));
        }
    }

    /** How many instances there are. */
    int instances() {
        return instances.size();
    }

    /** Makes the ring, for this principal alone. */
    void create(int instance) {
        ObjectNode body = RestApi.object().put("id", ring);
        body.putArray("principals").add(PRINCIPAL);
        administration.get(instance).post("rings", body);
    }

    /** A new key protects from now on; the old one still opens. */
    void rotate(int instance) {
        administration.get(instance).post("rings/" + ring + "/rotate", RestApi.object());
    }

    /** The ciphertext of a secret that is bound to an object. */
    String protect(int instance, String object, String plaintext) {
        ObjectNode body = request(object);
        ((ObjectNode) body.path("records").path(0)).put("plaintext", base64(plaintext));
        return answer(instances.get(instance).post("protect", body)).path("ciphertext").asText();
    }

    /** Tries to open a ciphertext as that of an object. */
    Opened unprotect(int instance, String object, String ciphertext) {
        ObjectNode body = request(object);
        ((ObjectNode) body.path("records").path(0)).put("ciphertext", ciphertext);
        RestApi.Reply reply = instances.get(instance).tryPost("unprotect", body);
        JsonNode record = reply.good() ? answer(reply.body()) : reply.body();
        String plaintext = record.path("plaintext").asText();
        return new Opened(
                !plaintext.isEmpty(),
                plaintext.isEmpty()
                        ? ""
                        : new String(Base64.getDecoder().decode(plaintext), StandardCharsets.UTF_8),
                record.path("code").asText());
    }

    private ObjectNode request(String object) {
        ObjectNode body = RestApi.object().put("ring", ring);
        body.putArray("records").addObject().put("object", object).put("field", "password");
        return body;
    }

    private static JsonNode answer(JsonNode body) {
        return body.path("records").path(0);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        instances.forEach(RestApi::close);
        administration.forEach(RestApi::close);
    }
}
