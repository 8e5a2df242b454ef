package io.berth.keyvault.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.UnprotectRefusal;
import io.berth.keyvault.app.Protecting.Plain;
import io.berth.keyvault.app.Protecting.Protected;
import io.berth.keyvault.app.Rewrapping;
import io.berth.keyvault.app.Rewrapping.Rewrapped;
import io.berth.keyvault.app.Unprotecting.Result;
import io.berth.keyvault.crypto.Opening;
import io.berth.keyvault.domain.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
                    case Opening.Refused(var reason) -> refused(json, reason, result.why());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    static byte[] of(RingId ring, Rewrapping.Answer answer) {
        return write(json -> {
            json.writeStringField("ring", ring.value());
            json.writeNumberField("keyVersion", answer.version().value());
            json.writeArrayFieldStart("records");
            for (Rewrapped result : answer.records()) {
                json.writeStartObject();
                ref(json, result.record());
                switch (result) {
                    case Rewrapped.Exchanged(_, var ciphertext, var from) -> {
                        json.writeStringField("status", "rewrapped");
                        json.writeNumberField("fromVersion", from.value());
                        json.writeStringField("ciphertext", ciphertext);
                    }
                    case Rewrapped.Current(_, var ciphertext) -> {
                        json.writeStringField("status", "current");
                        json.writeStringField("ciphertext", ciphertext);
                    }
                    case Rewrapped.NotOpened(_, var reason, var why) -> refused(json, reason, why);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void refused(JsonGenerator json, UnprotectRefusal reason, @Nullable Refusal why)
            throws IOException {
        Refusal.Wording wording = (why == null ? new Refusal.NotOpened(reason) : why).wording();
        json.writeStringField("status", "refused");
        json.writeStringField("code", wording.code());
        json.writeStringField("detail", wording.detail());
        json.writeStringField("hint", wording.hint());
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
