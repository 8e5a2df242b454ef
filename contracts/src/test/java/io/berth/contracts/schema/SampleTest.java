package io.berth.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.wire.Decoded;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.EventCodec;
import io.berth.contracts.wire.EventEnvelope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The golden samples are kept for ever: whatever was once published stays readable. They also hold
 * schema and record against each other, by changing every value of every sample in many ways.
 */
class SampleTest {
    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Where a record checks one component against another, which a schema cannot say. */
    private static final Set<String> CROSS_CHECKED =
            Set.of(
                    "/sequence",
                    "/acknowledged",
                    "/silent",
                    "/failed",
                    "/configured",
                    "/from",
                    "/snapshot",
                    "/to");

    private static final List<JsonNode> REPLACEMENTS = replacements();

    record Sample(String type, Path file) {
        @Override
        public String toString() {
            return type + "/" + file.getFileName();
        }

        JsonNode json() {
            try {
                return EventCodec.JSON.readTree(file.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Class<? extends Event> record() {
            return Published.record(type);
        }

        Topic<?> topic() {
            return Topics.ALL.stream()
                    .filter(topic -> topic.types().containsKey(type))
                    .findFirst()
                    .orElseThrow();
        }

        JsonSchema schema() {
            try {
                return SCHEMAS.getSchema(Files.readString(Published.schemaOf(type)), STRICT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Stream<Sample> samples() {
        return Published.names(Published.SAMPLES).stream()
                .flatMap(type ->
                        Published.names(Published.SAMPLES.resolve(type)).stream()
                                .map(name ->
                                        new Sample(
                                                type,
                                                Published.SAMPLES.resolve(type).resolve(name))));
    }

    @Test
    void everyTypeHasSamplesAndNoSampleIsOrphaned() {
        assertThat(Published.names(Published.SAMPLES))
                .containsExactlyElementsOf(Published.types().keySet());
        assertThat(samples().map(Sample::type).distinct())
                .containsExactlyElementsOf(Published.types().keySet());
        assertThat(samples().map(sample -> sample.file().toString()))
                .allMatch(name -> name.endsWith(".json"));
    }

    /** Except for causes, of which each decision has only some. */
    @Test
    void everyConstantOfAnEnumStandsInASampleOfEachTypeThatHasIt() {
        Set<String> missing = new TreeSet<>();
        for (String type : Published.types().keySet()) {
            List<JsonNode> samples =
                    samples().filter(s -> s.type().equals(type)).map(Sample::json).toList();
            for (RecordComponent component : Published.record(type).getRecordComponents()) {
                if (component.getType().isEnum() && component.getType() != PlacementCause.class) {
                    for (Object constant : component.getType().getEnumConstants()) {
                        missing.add(type + "." + component.getName() + " " + constant);
                    }
                    for (JsonNode sample : samples) {
                        String value = sample.path(component.getName()).asText();
                        missing.remove(type + "." + component.getName() + " " + value);
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleReadsWritesAndValidates(Sample sample) throws IOException {
        roundTrip(sample, sample.topic());
        assertThat(sample.schema().validate(sample.json())).isEmpty();
    }

    private static <E extends Event> void roundTrip(Sample sample, Topic<E> topic)
            throws IOException {
        EventCodec<E> codec = new EventCodec<>(topic);
        byte[] value = Files.readAllBytes(sample.file());
        E event = EventCodec.JSON.readerFor(sample.record()).readValue(value);
        EventEnvelope<E> sent =
                new EventEnvelope<>(
                        "sample-1",
                        "/berth/test",
                        Instant.parse("2026-03-14T09:26:54Z"),
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                        event);
        EncodedEvent encoded = codec.encode(sent);
        ProducerRecord<byte[], byte[]> record = encoded.toRecord("prefix.", null);
        assertThat(record.topic()).isEqualTo("prefix." + topic.name());
        assertThat(EventCodec.JSON.readTree(record.value())).isEqualTo(sample.json());

        Decoded<E> received = codec.decode(record.key(), record.headers(), value);
        assertThat(received).isEqualTo(new Decoded.Known<>(sent));
        assertThat(codec.unknownFields()).isZero();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSchemaAcceptsExactlyWhatTheRecordAccepts(Sample sample) {
        JsonSchema schema = sample.schema();
        List<String> differences = new ArrayList<>();
        JsonNode json = sample.json();
        eachVariant(
                json,
                "",
                path -> {
                    boolean valid = schema.validate(json).isEmpty();
                    boolean read = reads(sample.record(), json);
                    if (valid != read && !(valid && CROSS_CHECKED.contains(path))) {
                        differences.add(
                                "schema %s, record %s at %s: %s"
                                        .formatted(valid, read, path, abridged(json.at(path))));
                    }
                });
        assertThat(differences).isEmpty();
    }

    /** Changes, removes and restores each value below a node; calls back while it is changed. */
    private static void eachVariant(JsonNode node, String path, Consumer<String> changed) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(fieldNames(object))) {
                JsonNode original = object.get(name);
                String at = path + "/" + name;
                eachVariant(original, at, changed);
                for (JsonNode replacement : REPLACEMENTS) {
                    object.set(name, replacement);
                    changed.accept(at);
                }
                object.remove(name);
                changed.accept(at);
                object.set(name, original);
            }
            object.put("aFieldOfTheFuture", true);
            changed.accept(path);
            object.remove("aFieldOfTheFuture");
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode original = array.get(i);
                eachVariant(original, path + "/" + i, changed);
                for (JsonNode replacement : REPLACEMENTS) {
                    array.set(i, replacement);
                    changed.accept(path + "/" + i);
                }
                array.set(i, original);
            }
        }
    }

    private static List<String> fieldNames(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean reads(Class<? extends Event> record, JsonNode json) {
        try {
            byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
            return EventCodec.JSON.readerFor(record).readValue(bytes) != null;
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String abridged(JsonNode node) {
        String text = node.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "… (" + text.length() + ")";
    }

    private static List<JsonNode> replacements() {
        List<JsonNode> nodes = new ArrayList<>();
        nodes.add(NODES.nullNode());
        nodes.add(NODES.booleanNode(true));
        nodes.add(NODES.objectNode());
        nodes.add(NODES.arrayNode());
        nodes.add(NODES.arrayNode().add("x").add("x"));
        for (long number :
                new long[] {
                    -1,
                    0,
                    1,
                    4,
                    5,
                    6,
                    63,
                    64,
                    100,
                    101,
                    1024,
                    1025,
                    4096,
                    4097,
                    100_000,
                    100_001,
                    1L << 31,
                    1L << 40,
                    (1L << 40) + 1
                }) {
            nodes.add(NODES.numberNode(number));
        }
        nodes.add(NODES.numberNode(BigInteger.TEN.pow(19)));
        nodes.add(NODES.numberNode(0.25));
        for (String text : List.of("", "0", "7", "true", "null", "a b", "-a", "a.b", "ä", "OK")) {
            nodes.add(NODES.textNode(text));
        }
        nodes.add(NODES.textNode("standalone.a"));
        nodes.add(NODES.textNode("2026-03-14"));
        nodes.add(NODES.textNode("2026-03-14T09:26:53+01:00"));
        nodes.add(NODES.textNode("+10000-03-14T09:26:53Z"));
        for (int length : new int[] {32, 33, 53, 54, 64, 65, 128, 129, 249, 250, 256, 257}) {
            nodes.add(NODES.textNode("x".repeat(length)));
        }
        for (int length : new int[] {512, 513, 16_384, 16_385}) {
            nodes.add(NODES.textNode("x".repeat(length)));
        }
        return nodes;
    }
}
