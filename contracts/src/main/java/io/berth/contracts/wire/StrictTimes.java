package io.berth.contracts.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * Times as the schemas promise them: text, never numbers. Years have four digits, so that no sent
 * time can overflow the arithmetic of who reads it or the column where it is kept.
 */
final class StrictTimes {
    private StrictTimes() {}

    /** Reads {@link Instant} and {@link Duration} strictly. */
    static SimpleModule module() {
        return new SimpleModule("berth-strict-times")
                .addDeserializer(Instant.class, new InstantReader())
                .addDeserializer(Duration.class, new DurationReader());
    }

    /**
     * An RFC 3339 time, in UTC or with an offset.
     *
     * @throws DateTimeException when it is none
     */
    static Instant instant(String text) {
        if (text.isEmpty() || text.charAt(0) < '0' || text.charAt(0) > '9') {
            throw new DateTimeException("a time starts with a year of four digits");
        }
        return Instant.parse(text);
    }

    private static final class InstantReader extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            String text = string(parser, Instant.class);
            try {
                return instant(text);
            } catch (DateTimeException e) {
                throw InvalidFormatException.from(
                        parser,
                        "\"" + Excerpt.of(text, 64) + "\" is not an RFC 3339 time",
                        text,
                        Instant.class);
            }
        }
    }

    private static final class DurationReader extends StdScalarDeserializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context)
                throws IOException {
            String text = string(parser, Duration.class);
            try {
                return Duration.parse(text);
            } catch (DateTimeException e) {
                throw InvalidFormatException.from(
                        parser,
                        "\"" + Excerpt.of(text, 64) + "\" is not an ISO 8601 duration like PT5S",
                        text,
                        Duration.class);
            }
        }
    }

    private static String string(JsonParser parser, Class<?> type) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw MismatchedInputException.from(
                    parser, type, "a JSON string is expected, not " + parser.currentToken());
        }
        return parser.getText();
    }
}
