package io.berth.inventory.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.contracts.Require;
import io.berth.inventory.domain.Credential;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A credential as it is sent. It does not print itself, and no message quotes its body. */
record CredentialRequest(@Nullable String user, @Nullable String password) {
    /** A credential whose form is right; the bytes are the password in UTF-8. */
    record Read(String user, byte[] password) {
        @Override
        public String toString() {
            return "Read[user=" + user + "]";
        }
    }

    /** Reads a body and overwrites it. A data binder's own messages would quote it. */
    static Read read(byte[] body, ObjectMapper json) {
        CredentialRequest request;
        try {
            request = body.length == 0 ? null : json.readValue(body, CredentialRequest.class);
        } catch (JsonProcessingException e) {
            throw Requests.bad(
                    "malformed-json",
                    "Malformed JSON",
                    "The body is not of the form {user, password} with two texts.",
                    "Send both as JSON strings, and nothing else.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Arrays.fill(body, (byte) 0);
        }
        Fields fields = new Fields();
        var read = Requests.body(request);
        Supplier<String> user =
                fields.read("user", read.user, text -> checked("user", text, Credential.MAX_USER));
        Supplier<String> password =
                fields.read(
                        "password",
                        read.password,
                        text -> checked("password", text, Credential.MAX_PASSWORD));
        fields.check();
        return new Read(user.get(), password.get().getBytes(StandardCharsets.UTF_8));
    }

    private static String checked(String field, String text, int max) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(field + " is empty");
        }
        return Require.text(field, text, max);
    }

    @Override
    public String toString() {
        return "CredentialRequest[user=" + user + "]";
    }
}
