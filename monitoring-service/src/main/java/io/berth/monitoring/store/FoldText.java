package io.berth.monitoring.store;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.berth.contracts.ids.HostId;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.guest.GuestSnapshot;
import io.berth.monitoring.domain.guest.MissedGuest;
import java.io.IOException;
import java.util.List;

/**
 * Folds as text. Each record is an array of its parts in their order, without their names: half the
 * length, and a quarter of the time, of what is written anew every second for every host of a
 * partition. Parts may only be added at the end of a record; what an older text lacks there is
 * absent.
 *
 * <p>Texts with names, which earlier versions wrote, are read as well.
 */
public final class FoldText {
    private static final JsonMapper NAMED = JsonMapper.builder().build();
    private static final JsonMapper PLAIN = plain();

    private FoldText() {}

    private static JsonMapper plain() {
        JsonMapper.Builder builder =
                JsonMapper.builder()
                        .addModule(
                                new SimpleModule("berth-fold")
                                        .addSerializer(FoldSnapshot.Host.class, new HostWriter()));
        List.of(
                        FoldSnapshot.class,
                        FoldSnapshot.Domain.class,
                        FoldSnapshot.Detection.class,
                        FoldSnapshot.Host.class,
                        FoldSnapshot.Condition.class,
                        FoldSnapshot.Appended.class,
                        FoldSnapshot.Refused.class,
                        GuestSnapshot.class,
                        GuestSnapshot.Host.class,
                        MissedGuest.class)
                .forEach(record ->
                        builder.withConfigOverride(
                                record,
                                how ->
                                        how.setFormat(
                                                JsonFormat.Value.forShape(
                                                        JsonFormat.Shape.ARRAY))));
        return builder.build();
    }

    /** A snapshot as text. */
    public static String write(FoldSnapshot snapshot) {
        return text(snapshot);
    }

    /** A snapshot as text. */
    public static String write(GuestSnapshot snapshot) {
        return text(snapshot);
    }

    private static String text(Object snapshot) {
        try {
            return PLAIN.writeValueAsString(snapshot);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a fold that is no text", e);
        }
    }

    /**
     * A snapshot from text of this or an earlier version.
     *
     * @throws JsonProcessingException when it is none
     */
    static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        return (text.startsWith("{") ? NAMED : PLAIN).readValue(text, type);
    }

    /**
     * What there are thousands of, written without reflection. The parts stand in the order of the
     * records, since they are read by it.
     */
    private static final class HostWriter extends StdSerializer<FoldSnapshot.Host> {
        private static final long serialVersionUID = 1L;

        HostWriter() {
            super(FoldSnapshot.Host.class);
        }

        @Override
        public void serialize(
                FoldSnapshot.Host host, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartArray();
            json.writeString(host.host().value());
            json.writeString(host.liveness().name());
            if (host.boot() == null) {
                json.writeNull();
            } else {
                json.writeNumber(host.boot().value());
            }
            json.writeNumber(host.sequence());
            json.writeNumber(host.tenure().value());
            json.writeNumber(host.highestTenure().value());
            json.writeBoolean(host.watchdog());
            json.writeNumber(host.acceptedAtMillis());
            json.writeNumber(host.confirmedAtMillis());
            json.writeStartArray();
            for (FoldSnapshot.Appended beat : host.unconfirmed()) {
                json.writeStartArray();
                json.writeNumber(beat.sequence());
                json.writeNumber(beat.atMillis());
                json.writeEndArray();
            }
            json.writeEndArray();
            if (host.condition() == null) {
                json.writeNull();
            } else {
                condition(host.condition(), json);
            }
            json.writeNumber(host.leaseMillis());
            json.writeEndArray();
        }

        private static void condition(FoldSnapshot.Condition condition, JsonGenerator json)
                throws IOException {
            json.writeStartArray();
            json.writeBoolean(condition.maintenance());
            json.writeBoolean(condition.overdue());
            json.writeNumber(condition.excusedUntilMillis());
            json.writeStartArray();
            for (long failure : condition.failuresMillis()) {
                json.writeNumber(failure);
            }
            json.writeEndArray();
            json.writeNumber(condition.quarantinedUntilMillis());
            json.writeStartArray();
            for (HostId heard : condition.hears()) {
                json.writeString(heard.value());
            }
            json.writeEndArray();
            json.writeNumber(condition.offsetMillis());
            json.writeNumber(condition.offsetSamples());
            json.writeBoolean(condition.skewed());
            json.writeEndArray();
        }
    }
}
