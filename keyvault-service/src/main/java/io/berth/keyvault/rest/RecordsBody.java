package io.berth.keyvault.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.keyvault.domain.Refusal;
import io.berth.kit.rest.Fields.Fault;
import io.berth.kit.rest.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"ring": …, "records": [{"object": …, "field": …, <content>: …}]}} token by token: a
 * plaintext becomes bytes without ever being a String, and no message quotes the body, as those of
 * a data binder do.
 *
 * @param <C> what a record carries: bytes or a text
 */
final class RecordsBody<C> {
    /** Most faults that are told. */
    private static final int MAX_FAULTS = 100;

    /** Keeps no names: those of a body are the caller's. */
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final String contentField;
    private final Content<C> content;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Item<C>> items = new ArrayList<>();
    private @Nullable String ring;
    private boolean hasRecords;
    private long count;

    /** A record of the request. */
    record Item<C>(RecordRef ref, C content) {}

    /** A request whose form is right. */
    record Request<C>(RingId ring, List<Item<C>> items) {
        /** The items as something else. */
        <T> List<T> records(BiFunction<RecordRef, C, T> make) {
            return items.stream().map(item -> make.apply(item.ref(), item.content())).toList();
        }
    }

    /** Reads the content of a record from the token that the parser is at. */
    private interface Content<C> {
        C read(JsonParser parser) throws IOException;
    }

    private RecordsBody(String contentField, Content<C> content) {
        this.contentField = contentField;
        this.content = content;
    }

    /** A request to protect: {@code plaintext} holds base64. The body is overwritten. */
    static Request<byte[]> ofPlaintexts(byte[] body) {
        try {
            return new RecordsBody<>("plaintext", JsonParser::getBinaryValue).read(body);
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    /** A request to unprotect: {@code ciphertext} holds what protect answered. */
    static Request<String> ofCiphertexts(byte[] body) {
        return new RecordsBody<>("ciphertext", JsonParser::getText).read(body);
    }

    private Request<C> read(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT, "an object");
            String name;
            while ((name = parser.nextFieldName()) != null) {
                switch (name) {
                    case "ring" -> ring = text(parser, "/ring");
                    case "records" -> records(parser);
                    default -> unknown(parser, "");
                }
            }
            if (parser.nextToken() != null) {
                throw malformed("There is something after the end of the body", parser);
            }
        } catch (JsonProcessingException e) {
            throw malformed("The body is not JSON", e.getLocation());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return checked();
    }

    private Request<C> checked() {
        RingId id = null;
        try {
            id = new RingId(ring == null ? "" : ring);
        } catch (IllegalArgumentException e) {
            fault("/ring", ring == null ? "ring is missing" : String.valueOf(e.getMessage()));
        }
        if (!hasRecords) {
            fault("/records", "records is missing");
        }
        if (id == null || !faults.isEmpty()) {
            throw Requests.invalid(faults);
        }
        if (count > KeyAuditEvent.MAX_RECORDS) {
            throw Problems.of(new Refusal.TooManyRecords(count, KeyAuditEvent.MAX_RECORDS));
        }
        return new Request<>(id, items);
    }

    private void records(JsonParser parser) throws IOException {
        expect(parser, parser.nextToken(), JsonToken.START_ARRAY, "an array");
        hasRecords = true;
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            expect(parser, token, JsonToken.START_OBJECT, "an object");
            record(parser, "/records/" + count);
            count++;
        }
    }

    private void record(JsonParser parser, String pointer) throws IOException {
        String object = null;
        String field = null;
        C carried = null;
        String name;
        while ((name = parser.nextFieldName()) != null) {
            if (name.equals("object")) {
                object = text(parser, pointer + "/object");
            } else if (name.equals("field")) {
                field = text(parser, pointer + "/field");
            } else if (name.equals(contentField)) {
                carried = content(parser, pointer);
            } else {
                unknown(parser, pointer);
            }
        }
        if (carried == null) {
            fault(pointer + "/" + contentField, contentField + " is missing or not as it must be");
            return;
        }
        try {
            RecordRef ref = new RecordRef(missing(object), missing(field));
            if (count < KeyAuditEvent.MAX_RECORDS) {
                items.add(new Item<>(ref, carried));
            }
        } catch (IllegalArgumentException e) {
            fault(pointer, String.valueOf(e.getMessage()));
        }
    }

    /** The contract's own message says of an empty text that it is missing. */
    private static String missing(@Nullable String text) {
        return text == null ? "" : text;
    }

    private @Nullable C content(JsonParser parser, String pointer) throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            skip(parser);
            return null;
        }
        try {
            return content.read(parser);
        } catch (JsonProcessingException notBase64) {
            fault(pointer + "/" + contentField, contentField + " is not base64");
            throw Requests.invalid(faults); // The parser is lost within the text.
        }
    }

    private @Nullable String text(JsonParser parser, String pointer) throws IOException {
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        fault(pointer, "a text is needed here");
        skip(parser);
        return null;
    }

    /** The name is not repeated: somebody may have put the secret there. */
    private void unknown(JsonParser parser, String pointer) throws IOException {
        fault(pointer, "there is a field here that has no meaning");
        parser.nextToken();
        skip(parser);
    }

    private static void skip(JsonParser parser) throws IOException {
        parser.skipChildren();
    }

    private void fault(String pointer, String detail) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(new Fault(pointer, detail));
        }
    }

    private static void expect(
            JsonParser parser, @Nullable JsonToken actual, JsonToken wanted, String what) {
        if (actual != wanted) {
            throw malformed("There must be " + what + " here", parser);
        }
    }

    private static RuntimeException malformed(String detail, JsonParser parser) {
        return malformed(detail, parser.currentTokenLocation());
    }

    private static RuntimeException malformed(String detail, @Nullable JsonLocation at) {
        return at == null
                ? Problems.malformed(detail, 1, 1)
                : Problems.malformed(detail, at.getLineNr(), at.getColumnNr());
    }
}
