package io.berth.kit.outbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.berth.contracts.wire.EventCodec;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Record headers as the JSON of an outbox row. Text stays readable; a value that is no UTF-8 text,
 * or holds a character that the database's JSON refuses, goes in base64.
 */
final class HeaderJson {
    private static final TypeReference<List<Stored>> STORED = new TypeReference<>() {};

    /** What Java reads where bytes are no UTF-8; text that really holds it goes in base64 too. */
    private static final char NOT_UTF_8 = '\ufffd';

    private HeaderJson() {}

    /** One header: name and text, or name and base64, or a name without value. */
    record Stored(String n, @Nullable String v, @Nullable String b) {}

    static String write(List<Header> headers) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = EventCodec.JSON.createGenerator(text)) {
            json.writeStartArray();
            for (Header header : headers) {
                json.writeStartObject();
                json.writeStringField("n", header.key());
                writeValue(json, header.value());
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeValue(JsonGenerator json, byte @Nullable [] value) throws IOException {
        if (value == null) {
            return;
        }
        String text = new String(value, StandardCharsets.UTF_8);
        if (text.indexOf(NOT_UTF_8) < 0 && text.indexOf('\0') < 0) {
            json.writeStringField("v", text);
        } else {
            json.writeStringField("b", Base64.getEncoder().encodeToString(value));
        }
    }

    static List<Header> read(String json) {
        try {
            List<Header> headers = new ArrayList<>();
            for (Stored stored : EventCodec.JSON.readValue(json, STORED)) {
                headers.add(new RecordHeader(stored.n(), value(stored)));
            }
            return headers;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte @Nullable [] value(Stored stored) {
        if (stored.v() != null) {
            return stored.v().getBytes(StandardCharsets.UTF_8);
        }
        return stored.b() == null ? null : Base64.getDecoder().decode(stored.b());
    }
}
