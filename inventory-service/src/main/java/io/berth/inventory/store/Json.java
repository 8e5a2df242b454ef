package io.berth.inventory.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.contracts.wire.EventCodec;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Parts of rows that are kept as JSON, in the dialect of the events. */
public final class Json {
    private Json() {}

    static @Nullable String writeOptional(@Nullable Object value) {
        return value == null ? null : write(value);
    }

    /** As JSON. */
    public static String write(Object value) {
        try {
            return EventCodec.JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> @Nullable T readOptional(@Nullable String json, Class<T> type) {
        return json == null ? null : read(json, type);
    }

    /** From JSON. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return EventCodec.JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
