package io.berth.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Records as the key vault takes and gives them. */
final class VaultRecords {
    private static final String FIELD = "password";
    private static final String RECORDS = "records";

    private VaultRecords() {}

    /** A request about records of a ring, without any yet. */
    static ObjectNode request(String ring) {
        ObjectNode request = RestApi.object().put("ring", ring);
        request.putArray(RECORDS);
        return request;
    }

    /** Adds a ciphertext to a request. */
    static void add(ObjectNode request, String object, String ciphertext) {
        record(request, object).put("ciphertext", ciphertext);
    }

    private static ObjectNode record(ObjectNode request, String object) {
        return ((ArrayNode) request.path(RECORDS))
                .addObject()
                .put("object", object)
                .put("field", FIELD);
    }

    /**
     * Protects secrets.
     *
     * @param vault with the token of a service that the ring names
     * @return the request that opens them again
     */
    static ObjectNode protect(RestApi vault, String ring, List<String> secrets) {
        ObjectNode plain = request(ring);
        for (int i = 0; i < secrets.size(); i++) {
            record(plain, "drill/" + i).put("plaintext", base64(secrets.get(i)));
        }
        ObjectNode closed = request(ring);
        for (JsonNode record : vault.post("protect", plain).path(RECORDS)) {
            add(closed, record.path("object").asText(), record.path("ciphertext").asText());
        }
        return closed;
    }

    /** The plaintexts of an answer, in order; empty for what was refused. */
    static List<String> plaintexts(JsonNode answer) {
        List<String> texts = new ArrayList<>();
        for (JsonNode record : answer.path(RECORDS)) {
            texts.add(
                    new String(
                            Base64.getDecoder().decode(record.path("plaintext").asText()),
                            StandardCharsets.UTF_8));
        }
        return texts;
    }

    /** The codes with which records were refused; an empty one for each that was not. */
    static Set<String> codes(JsonNode answer) {
        Set<String> codes = new TreeSet<>();
        answer.path(RECORDS).forEach(record -> codes.add(record.path("code").asText()));
        return codes;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
