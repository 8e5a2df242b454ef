package io.berth.monitoring.app.collectd;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.berth.contracts.wire.RejectionCode;
import io.berth.monitoring.domain.collectd.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a message of collectd's plugin {@code write_kafka} with {@code Format JSON} to samples: an
 * array of objects with {@code host, plugin, plugin_instance, type, type_instance, values}. What
 * else is in them is passed by. As strict as the codec of events, and as bounded.
 */
final class SampleReader {
    /** Most samples in one message; collectd sends one. */
    static final int MAX_SAMPLES = 1000;

    /** Most values of one sample; the widest type of collectd has a handful. */
    static final int MAX_VALUES = 64;

    /** collectd's own longest name. */
    static final int MAX_NAME = 128;

    private static final int MAX_BYTES = 512 * 1024;
    private static final int MAX_DEPTH = 8;
    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxStringLength(64 * 1024)
                                                    .maxNumberLength(40)
                                                    .maxDocumentLength(MAX_BYTES)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private SampleReader() {}

    /** What a message holds. */
    sealed interface Message {
        /** These samples. */
        record Samples(List<Sample> samples) implements Message {}

        /** Nothing that could be read. */
        record Rejected(RejectionCode code, String detail) implements Message {}
    }

    static Message read(byte @Nullable [] value) {
        if (value == null) {
            return new Message.Rejected(RejectionCode.NULL_VALUE, "the record has no value");
        }
        if (value.length > MAX_BYTES) {
            return new Message.Rejected(
                    RejectionCode.TOO_LARGE,
                    value.length + " bytes; at most " + MAX_BYTES + " are read");
        }
        JsonNode root;
        try {
            root = JSON.readTree(value);
        } catch (IOException e) {
            return new Message.Rejected(
                    RejectionCode.MALFORMED_JSON,
                    "it is not JSON, or nested deeper than %d, or more than one value"
                            .formatted(MAX_DEPTH));
        }
        if (!root.isArray() || root.isEmpty() || root.size() > MAX_SAMPLES) {
            return invalid("an array of 1 to " + MAX_SAMPLES + " samples is expected");
        }
        List<Sample> samples = new ArrayList<>(root.size());
        for (JsonNode node : root) {
            Sample sample = sample(node);
            if (sample == null) {
                return invalid(
                        "sample %d has no host, plugin, type or values, or longer ones than %d characters"
                                .formatted(samples.size(), MAX_NAME));
            }
            samples.add(sample);
        }
        return new Message.Samples(samples);
    }

    private static Message.Rejected invalid(String detail) {
        return new Message.Rejected(RejectionCode.INVALID_EVENT, detail);
    }

    private static @Nullable Sample sample(JsonNode node) {
        String host = name(node, "host");
        String plugin = name(node, "plugin");
        String type = name(node, "type");
        JsonNode values = node.path("values");
        if (host == null
                || host.isEmpty()
                || plugin == null
                || type == null
                || !values.isArray()
                || values.size() > MAX_VALUES) {
            return null;
        }
        List<Double> numbers = new ArrayList<>(values.size());
        for (JsonNode value : values) {
            if (value.isNumber()) {
                numbers.add(value.doubleValue());
            }
        }
        return new Sample(
                host,
                plugin,
                orEmpty(name(node, "plugin_instance")),
                type,
                orEmpty(name(node, "type_instance")),
                numbers);
    }

    private static @Nullable String name(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && value.textValue().length() <= MAX_NAME
                ? value.textValue()
                : null;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
