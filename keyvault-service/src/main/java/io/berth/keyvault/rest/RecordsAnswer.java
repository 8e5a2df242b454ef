package io.berth.keyvault.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.keyvault.app.Protecting.Plain;
import io.berth.keyvault.app.Protecting.Protected;
import io.berth.keyvault.app.Unprotecting.Result;
import io.berth.keyvault.crypto.Opening;
import io.berth.keyvault.domain.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes answers to bytes: a plaintext goes from its bytes to base64 without being a String. */
final class RecordsAnswer {
    private static final JsonFactory JSON = new JsonFactory();

    private RecordsAnswer() {}

    static byte[] of(RingId ring, List<Plain> records, Protected done) {
        return write(json -> {
            json.writeStringField("ring", ring.value());
            json.writeNumberField("keyVersion", done.version().value());
            json.writeArrayFieldStart("records");
            for (int i = 0; i < records.size(); i++) {
                json.writeStartObject();
                ref(json, records.get(i).record());
                json.writeStringField("ciphertext", done.ciphertexts().get(i).toText());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    static byte[] of(RingId ring, List<Result> results) {
        return write(json -> {
            json.writeStringField("ring", ring.value());
            json.writeArrayFieldStart("records");
            for (Result result : results) {
                json.writeStartObject();
                ref(json, result.record());
                switch (result.opening()) {
                    case Opening.Opened(var plaintext, var version) -> {
                        json.writeStringField("status", "opened");
                        json.writeNumberField("keyVersion", version.value());
                        json.writeBinaryField("plaintext", plaintext.reveal());
                    }
                    case Opening.Refused(var reason) -> {
                        Refusal.Wording wording = new Refusal.NotOpened(reason).wording();
                        json.writeStringField("status", "refused");
                        json.writeStringField("code", wording.code());
                        json.writeStringField("detail", wording.detail());
                        json.writeStringField("hint", wording.hint());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void ref(JsonGenerator json, RecordRef ref) throws IOException {
        json.writeStringField("object", ref.object());
        json.writeStringField("field", ref.field());
    }

    private interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static byte[] write(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            body.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
