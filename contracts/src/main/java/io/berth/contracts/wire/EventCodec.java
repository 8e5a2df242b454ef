package io.berth.contracts.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.telemetry.HostBeat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Events of one topic to bytes and back: CloudEvents 1.0 in Kafka binary mode with a JSON body.
 * Reading is strict about what it knows (no coercion, no trailing text, no duplicate names, bounded
 * depth and length) and silent about what it does not (unknown fields and types), so that producers
 * may be newer than consumers. Its only state is a count; safe for many threads.
 */
public final class EventCodec<E extends Event> {
    /**
     * Longest value that is written or read, in bytes; half of what a broker takes by default. A VM
     * table of {@code HostBeat.MAX_VMS} entries fits, with the longest names.
     */
    public static final int MAX_PAYLOAD = 512 * 1024;

    /** Longest detail of a rejection, in characters. */
    public static final int MAX_DETAIL = 200;

    /**
     * The one JSON dialect of all events. Optional parts that are absent are left out, times are
     * RFC 3339, durations ISO 8601.
     */
    public static final JsonMapper JSON = mapper();

    private static final String CE_SPEC_VERSION = "ce_specversion";
    private static final String CE_ID = "ce_id";
    private static final String CE_TYPE = "ce_type";
    private static final String CE_SOURCE = "ce_source";
    private static final String CE_TIME = "ce_time";
    private static final String CONTENT_TYPE = "content-type";
    private static final String TRACE_PARENT = "traceparent";

    /** Of version 00; later versions may be longer, never shorter. */
    private static final int TRACE_PARENT_LENGTH = 55;

    private static final byte[] VERSION = "1.0".getBytes(StandardCharsets.US_ASCII);
    private static final String BEAT = Topic.typeOf(HostBeat.class);
    private static final byte[] BEAT_BYTES = BEAT.getBytes(StandardCharsets.US_ASCII);
    private static final BeatReader BEATS = new BeatReader(JSON.getFactory());

    private final Topic<E> topic;
    private final Map<String, ObjectReader> readers = new HashMap<>();
    private final LongAdder unknownFields = new LongAdder();

    public EventCodec(Topic<E> topic) {
        this.topic = topic;
        UnknownFieldCounter counter = new UnknownFieldCounter();
        topic.types()
                .forEach((type, record) ->
                        readers.put(type, JSON.readerFor(record).withHandler(counter)));
    }

    /** The topic whose events it reads and writes. */
    public Topic<E> topic() {
        return topic;
    }

    /** The body of an event, for callers that need it for more than sending. */
    public static byte[] body(Event event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An event to bytes.
     *
     * @throws IllegalArgumentException when the JSON is longer than {@link #MAX_PAYLOAD}: no
     *     consumer would read it
     */
    public EncodedEvent encode(EventEnvelope<? extends E> envelope) {
        return encode(envelope, body(envelope.event()));
    }

    /**
     * An event whose body has been made before.
     *
     * @param payload the event's {@link #body}
     * @throws IllegalArgumentException when it is longer than {@link #MAX_PAYLOAD}: no consumer
     *     would read it
     */
    public EncodedEvent encode(EventEnvelope<? extends E> envelope, byte[] payload) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CE_SPEC_VERSION, "1.0");
        headers.put(CE_ID, envelope.id());
        headers.put(CE_TYPE, Topic.typeOf(envelope.event().getClass()));
        headers.put(CE_SOURCE, envelope.source());
        headers.put(CE_TIME, envelope.time().toString());
        headers.put(CONTENT_TYPE, "application/json");
        String traceParent = envelope.traceParent();
        if (traceParent != null) {
            headers.put(TRACE_PARENT, traceParent);
        }
        if (payload.length > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "%s of key %s is %d bytes long; at most %d are read"
                            .formatted(
                                    headers.get(CE_TYPE),
                                    envelope.event().partitionKey(),
                                    payload.length,
                                    MAX_PAYLOAD));
        }
        return new EncodedEvent(topic.name(), envelope.event().partitionKey(), headers, payload);
    }

    /** A record to an event, or to the reason why it is none. */
    public Decoded<E> decode(byte @Nullable [] key, Headers headers, byte @Nullable [] value) {
        try {
            return read(key, headers, value);
        } catch (Rejection rejection) {
            return new Decoded.Rejected<>(rejection.code, rejection.detail);
        }
    }

    /**
     * How many fields this codec has skipped because this version does not know them. It rises when
     * producers are newer than this consumer.
     */
    public long unknownFields() {
        return unknownFields.sum();
    }

    private Decoded<E> read(byte @Nullable [] key, Headers headers, byte @Nullable [] value)
            throws Rejection {
        if (key == null) {
            throw new Rejection(RejectionCode.NULL_KEY, "the record has no key");
        }
        if (value == null) {
            throw new Rejection(RejectionCode.NULL_VALUE, "the record has no value");
        }
        if (value.length > MAX_PAYLOAD) {
            throw new Rejection(
                    RejectionCode.TOO_LARGE,
                    value.length + " bytes; at most " + MAX_PAYLOAD + " are read");
        }
        Attributes attributes = new Attributes(headers);
        if (!isVersion(attributes.version)) {
            String version = required(attributes.version, CE_SPEC_VERSION);
            throw new Rejection(
                    RejectionCode.BAD_HEADER,
                    CE_SPEC_VERSION + " is \"" + Excerpt.of(version, 100) + "\", not 1.0");
        }
        String id = required(attributes.id, CE_ID);
        String source = required(attributes.source, CE_SOURCE);
        boolean beat = isBeat(attributes.type);
        String type = beat ? BEAT : required(attributes.type, CE_TYPE);
        Instant time = time(required(attributes.time, CE_TIME));
        ObjectReader reader = readers.get(type);
        if (reader == null) {
            return new Decoded.Unknown<>(id, type);
        }
        E event = beat ? beat(reader, value) : body(reader, value);
        String keyText = new String(key, StandardCharsets.UTF_8);
        if (!event.partitionKey().equals(keyText)) {
            throw new Rejection(
                    RejectionCode.KEY_MISMATCH,
                    "the key is \""
                            + Excerpt.of(keyText, 100)
                            + "\", the event belongs to \""
                            + event.partitionKey()
                            + "\"");
        }
        return new Decoded.Known<>(
                new EventEnvelope<>(id, source, time, traceParent(attributes.trace), event));
    }

    /** A beat in its usual form is read by a reader that knows only that. */
    private E beat(ObjectReader reader, byte[] value) throws Rejection {
        HostBeat usual = BEATS.read(value);
        return usual == null ? body(reader, value) : topic.family().cast(usual);
    }

    private E body(ObjectReader reader, byte[] value) throws Rejection {
        try {
            E event = reader.readValue(value);
            if (event == null) {
                throw new Rejection(RejectionCode.INVALID_EVENT, "the value is JSON null");
            }
            return event;
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof JsonParseException syntax) {
                throw new Rejection(RejectionCode.MALFORMED_JSON, syntax.getOriginalMessage());
            }
            throw new Rejection(RejectionCode.INVALID_EVENT, describe(e));
        } catch (JsonParseException e) {
            throw new Rejection(RejectionCode.MALFORMED_JSON, e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new Rejection(RejectionCode.INVALID_EVENT, e.getOriginalMessage());
        } catch (IOException e) {
            throw new Rejection(RejectionCode.MALFORMED_JSON, e.getMessage());
        }
    }

    /** Where in the value, and what is wrong there: a record's own words where it refused. */
    private static @Nullable String describe(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getIndex() >= 0) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        String reason =
                e.getCause() instanceof IllegalArgumentException refused
                        ? refused.getMessage()
                        : e.getOriginalMessage();
        return path.isEmpty() ? reason : path + ": " + reason;
    }

    private static Instant time(String text) throws Rejection {
        try {
            return StrictTimes.instant(text);
        } catch (DateTimeException e) {
            throw new Rejection(
                    RejectionCode.BAD_HEADER,
                    CE_TIME + " is \"" + Excerpt.of(text, 100) + "\", not an RFC 3339 time");
        }
    }

    private static boolean isVersion(@Nullable Header header) {
        return header != null && Arrays.equals(header.value(), VERSION);
    }

    private static boolean isBeat(@Nullable Header header) {
        return header != null && Arrays.equals(header.value(), BEAT_BYTES);
    }

    private static String required(@Nullable Header header, String name) throws Rejection {
        byte[] bytes = header == null ? null : header.value();
        if (bytes == null || bytes.length == 0) {
            throw new Rejection(RejectionCode.MISSING_HEADER, name + " is missing");
        }
        if (EventEnvelope.isPlain(bytes)) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        String value = new String(bytes, StandardCharsets.UTF_8);
        try {
            EventEnvelope.attribute(name, value);
        } catch (IllegalArgumentException e) {
            throw new Rejection(RejectionCode.BAD_HEADER, e.getMessage());
        }
        return value;
    }

    /** A trace context that is not well-formed is as good as none, as W3C Trace Context asks. */
    private static @Nullable String traceParent(@Nullable Header header) {
        String value = text(header);
        if (value == null
                || value.length() < TRACE_PARENT_LENGTH
                || value.length() > EventEnvelope.MAX_ATTRIBUTE) {
            return null;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) != '-' && Character.digit(value.charAt(i), 16) < 0) {
                return null;
            }
        }
        return value;
    }

    private static @Nullable String text(@Nullable Header header) {
        return header == null || header.value() == null
                ? null
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The headers that matter, found in one pass; of several with one name the last counts. */
    private static final class Attributes {
        @Nullable Header version;
        @Nullable Header id;
        @Nullable Header source;
        @Nullable Header type;
        @Nullable Header time;
        @Nullable Header trace;

        Attributes(Headers headers) {
            for (Header header : headers) {
                take(header, header.key());
            }
        }

        /** By length first: most headers are compared with one name, and none is hashed. */
        private void take(Header header, String key) {
            switch (key.length()) {
                case 5 -> id = key.equals(CE_ID) ? header : id;
                case 7 -> {
                    type = key.equals(CE_TYPE) ? header : type;
                    time = key.equals(CE_TIME) ? header : time;
                }
                case 9 -> source = key.equals(CE_SOURCE) ? header : source;
                case 11 -> trace = key.equals(TRACE_PARENT) ? header : trace;
                case 14 -> version = key.equals(CE_SPEC_VERSION) ? header : version;
                default -> {}
            }
        }
    }

    private static JsonMapper mapper() {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(32)
                                        .maxStringLength(64 * 1024)
                                        .maxNumberLength(40)
                                        .maxDocumentLength(MAX_PAYLOAD)
                                        .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                        .build();
        return JsonMapper.builder(factory)
                .addModule(new JavaTimeModule())
                .addModule(StrictTimes.module())
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text ->
                                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                        .setCoercion(
                                                CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    /** Skips a field that this version does not know, and counts it. */
    private final class UnknownFieldCounter extends DeserializationProblemHandler {
        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String propertyName)
                throws IOException {
            unknownFields.increment();
            parser.skipChildren();
            return true;
        }
    }

    /** Carries a refusal from where it is found to {@link #decode}; never leaves this class. */
    private static final class Rejection extends Exception {
        private static final long serialVersionUID = 1L;
        private final RejectionCode code;
        private final String detail;

        Rejection(RejectionCode code, @Nullable String detail) {
            super(detail, null, false, false);
            this.code = code;
            this.detail = Excerpt.of(detail == null ? code.label() : detail, MAX_DETAIL);
        }
    }
}
