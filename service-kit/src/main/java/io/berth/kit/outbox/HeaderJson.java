package io.berth.kit.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.berth.contracts.wire.EventCodec;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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

    private HeaderJson() {}

    /** One header: name and text, or name and base64, or a name without value. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Stored(String n, @Nullable String v, @Nullable String b) {}

    static String write(List<Header> headers) {
        List<Stored> stored = new ArrayList<>(headers.size());
        for (Header header : headers) {
            stored.add(store(header));
        }
        try {
            return EventCodec.JSON.writeValueAsString(stored);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
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

    private static Stored store(Header header) {
        byte[] value = header.value();
        if (value == null) {
            return new Stored(header.key(), null, null);
        }
        String text = asText(value);
        return text != null
                ? new Stored(header.key(), text, null)
                : new Stored(header.key(), null, Base64.getEncoder().encodeToString(value));
    }

    private static byte @Nullable [] value(Stored stored) {
        if (stored.v() != null) {
            return stored.v().getBytes(StandardCharsets.UTF_8);
        }
        return stored.b() == null ? null : Base64.getDecoder().decode(stored.b());
    }

    private static @Nullable String asText(byte[] value) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
