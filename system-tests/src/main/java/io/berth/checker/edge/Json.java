package io.berth.checker.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads trees and says exactly which field is not what it must be. */
final class Json {
    /** A mapper without any module: the checker reads trees, never objects. */
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** A tree from bytes. */
    static JsonNode tree(byte[] bytes) throws Unreadable {
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            if (tree == null || !tree.isObject()) {
                throw new Unreadable("not a JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new Unreadable("not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(JsonNode node, String field) throws Unreadable {
        JsonNode value = node.get(field);
        if (value == null || !value.isTextual()) {
            throw new Unreadable(field + " is not a text");
        }
        return value.textValue();
    }

    static @Nullable String textOrNull(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || !value.isTextual() ? null : value.textValue();
    }

    static long number(JsonNode node, String field) throws Unreadable {
        JsonNode value = node.get(field);
        if (value == null || !value.isIntegralNumber()) {
            throw new Unreadable(field + " is not a whole number");
        }
        return value.longValue();
    }

    static boolean flag(JsonNode node, String field) throws Unreadable {
        JsonNode value = node.get(field);
        if (value == null || !value.isBoolean()) {
            throw new Unreadable(field + " is neither true nor false");
        }
        return value.booleanValue();
    }

    static Instant instant(JsonNode node, String field) throws Unreadable {
        String text = text(node, field);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Unreadable(field + " is \"" + text + "\", not a time in UTC");
        }
    }

    static JsonNode array(JsonNode node, String field) throws Unreadable {
        JsonNode value = node.get(field);
        if (value == null || !value.isArray()) {
            throw new Unreadable(field + " is not a list");
        }
        return value;
    }

    /** A record, file or answer is not what it must be. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
