package io.berth.placement.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.contracts.wire.EventCodec;
import java.io.UncheckedIOException;

/** Records in text columns, in the dialect of the events. */
final class StoredJson {
    private StoredJson() {}

    static String write(Object record) {
        try {
            return EventCodec.JSON.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws UncheckedIOException when the column does not hold such a record
     */
    static <T> T read(String text, Class<T> type) {
        try {
            return EventCodec.JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
