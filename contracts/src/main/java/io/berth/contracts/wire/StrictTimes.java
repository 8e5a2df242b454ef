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
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Times as the schemas promise them: text, never numbers. Years have four digits, so that no sent
 * time can overflow the arithmetic of who reads it or the column where it is kept.
 */
final class StrictTimes {
    /** Where the fraction or the Z stands. */
    private static final int SECONDS_END = 19;

    private static final int MAX_FRACTION = 9;
    private static final long SECONDS_PER_DAY = 86_400;

    private static volatile Day lastDay = new Day((1970 * 16 + 1) * 32 + 1, 0);

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
        Instant usual = usual(text);
        return usual == null ? Instant.parse(text) : usual;
    }

    /**
     * A time in the form that {@link Instant#toString} writes, {@code 2026-01-02T03:04:05[.6]Z};
     * null for any other text. Each beat has two of them, and the general parser takes longer for
     * them than all else that is read of it.
     */
    private static @Nullable Instant usual(String text) {
        int last = text.length() - 1;
        if (last < SECONDS_END
                || last > SECONDS_END + 1 + MAX_FRACTION
                || last == SECONDS_END + 1
                || text.charAt(last) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || (last > SECONDS_END && text.charAt(SECONDS_END) != '.')) {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, SECONDS_END);
        int nano = last == SECONDS_END ? 0 : digits(text, SECONDS_END + 1, last);
        if (year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > 31
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59
                || nano < 0) {
            return null;
        }
        for (int i = last; i <= SECONDS_END + MAX_FRACTION; i++) {
            nano *= 10;
        }
        long seconds =
                epochDay(year, month, day) * SECONDS_PER_DAY + hour * 3600L + minute * 60L + second;
        return Instant.ofEpochSecond(seconds, nano);
    }

    /** Nearly every time that is read is of the same day as the one before. */
    private static long epochDay(int year, int month, int day) {
        int date = (year * 16 + month) * 32 + day;
        Day known = lastDay;
        if (known.date() != date) {
            known = new Day(date, LocalDate.of(year, month, day).toEpochDay());
            lastDay = known;
        }
        return known.epochDay();
    }

    /** A day of the calendar as one number, and how many days after 1970-01-01 it is. */
    private record Day(int date, long epochDay) {}

    /** A number without a sign; −1 where something else than a digit stands. */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
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
