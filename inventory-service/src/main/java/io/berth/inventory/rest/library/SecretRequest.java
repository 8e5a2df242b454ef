package io.berth.inventory.rest.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.contracts.Require;
import io.berth.inventory.domain.library.SecretField;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A secret as it is sent. It does not print itself, and no message quotes its body. */
record SecretRequest(@Nullable String value) {
    /** Reads a body and overwrites it. A data binder's own messages would quote it. */
    static byte[] read(byte[] body, ObjectMapper json) {
        SecretRequest request;
        try {
            request = body.length == 0 ? null : json.readValue(body, SecretRequest.class);
        } catch (JsonProcessingException e) {
            throw Requests.bad(
                    "malformed-json",
                    "Malformed JSON",
                    "The body is not of the form {value} with one text.",
                    "Send it as a JSON string, and nothing else.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Arrays.fill(body, (byte) 0);
        }
        Fields fields = new Fields();
        var value = fields.read("value", Requests.body(request).value, SecretRequest::checked);
        fields.check();
        return value.get().getBytes(StandardCharsets.UTF_8);
    }

    private static String checked(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("value is empty");
        }
        return Require.text("value", text, SecretField.MAX_LENGTH);
    }

    @Override
    public String toString() {
        return "SecretRequest[]";
    }
}
