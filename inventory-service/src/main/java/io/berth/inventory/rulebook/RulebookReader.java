package io.berth.inventory.rulebook;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.berth.contracts.wire.EventCodec;
import io.berth.inventory.domain.FaultyRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads one file: YAML, then its schema, then what its types demand. Every fault is told with line
 * and column. Strict where YAML is not: a key that stands twice, a second document and references
 * are faults.
 */
final class RulebookReader {
    /** Largest file: the longest of ours has a hundredth of it. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final YAMLMapper YAML =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build();
    private static final JsonMapper TYPES =
            EventCodec.JSON
                    .rebuild()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();
    private static final JsonSchemaFactory SCHEMAS =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig ENGLISH_WITH_POINTERS =
            SchemaValidatorsConfig.builder()
                    .pathType(PathType.JSON_POINTER)
                    .locale(Locale.ENGLISH)
                    .build();

    private RulebookReader() {}

    /**
     * The content of a file.
     *
     * @param name of the file, for faults
     * @throws BrokenRulebookException with every fault of the first stage that has any
     */
    static <T> T read(String name, byte[] bytes, String schema, Class<T> type) {
        if (bytes.length > MAX_BYTES) {
            throw broken(
                    RulebookFault.of(
                            name,
                            "the file has more than " + MAX_BYTES + " bytes, which is the most"));
        }
        String text = text(name, bytes);
        Map<String, JsonLocation> places = places(name, text);
        JsonNode tree = tree(name, text);
        check(name, tree, schema, places);
        return bind(name, tree, type, places);
    }

    private static String text(String name, byte[] bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer read = CharBuffer.allocate(bytes.length);
        if (decoder.decode(ByteBuffer.wrap(bytes), read, true).isError()) {
            String before = read.flip().toString();
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            int column = before.length() - before.lastIndexOf('\n');
            throw broken(new RulebookFault(name, line, column, "this is not UTF-8"));
        }
        return read.flip().toString();
    }

    /** Where each part stands, by its pointer: a field at its name, an element at its start. */
    private static Map<String, JsonLocation> places(String name, String text) {
        Map<String, JsonLocation> places = new HashMap<>();
        try (YAMLParser parser = YAML.getFactory().createParser(text)) {
            int depth = 0;
            boolean ended = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (ended) {
                    throw broken(at(name, parser, "a second document; a file holds one"));
                }
                if (parser.isCurrentAlias()) {
                    throw broken(at(name, parser, "a reference; write the value out"));
                }
                places.putIfAbsent(
                        parser.getParsingContext().pathAsPointer().toString(),
                        parser.currentTokenLocation());
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                ended = depth == 0;
            }
            if (!ended) {
                throw broken(new RulebookFault(name, 1, 1, "the file is empty"));
            }
            return places;
        } catch (JsonProcessingException e) {
            throw broken(unreadable(name, e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(String name, String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw broken(unreadable(name, e));
        }
    }

    private static RulebookFault unreadable(String name, JsonProcessingException e) {
        return e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                ? new RulebookFault(
                        name,
                        marked.getProblemMark().getLine() + 1,
                        marked.getProblemMark().getColumn() + 1,
                        problem(e))
                : at(name, e.getLocation(), problem(e));
    }

    private static void check(
            String name, JsonNode tree, String schema, Map<String, JsonLocation> places) {
        JsonSchema compiled = SCHEMAS.getSchema(schema, ENGLISH_WITH_POINTERS);
        List<RulebookFault> faults = new ArrayList<>();
        for (ValidationMessage message : compiled.validate(tree)) {
            String pointer = message.getInstanceLocation().toString();
            String property = message.getProperty();
            String exact = property == null ? pointer : pointer + "/" + escaped(property);
            JsonLocation place = places.get(exact);
            faults.add(
                    at(
                            name,
                            place == null ? nearest(places, pointer) : place,
                            told(pointer) + message.getError()));
        }
        if (!faults.isEmpty()) {
            faults.sort(
                    Comparator.comparingInt(RulebookFault::line)
                            .thenComparingInt(RulebookFault::column)
                            .thenComparing(RulebookFault::detail));
            throw new BrokenRulebookException(faults);
        }
    }

    private static <T> T bind(
            String name, JsonNode tree, Class<T> type, Map<String, JsonLocation> places) {
        try {
            return TYPES.treeToValue(tree, type);
        } catch (JsonMappingException e) {
            StringBuilder pointer = new StringBuilder();
            for (JsonMappingException.Reference step : e.getPath()) {
                String field = step.getFieldName();
                pointer.append('/')
                        .append(field == null ? String.valueOf(step.getIndex()) : escaped(field));
            }
            String detail = problem(e);
            if (e.getCause() instanceof FaultyRule fault) {
                pointer.append(fault.pointer());
                detail = fault.getMessage();
            } else if (e.getCause() instanceof IllegalArgumentException fault) {
                detail = fault.getMessage();
            }
            throw broken(
                    at(
                            name,
                            nearest(places, pointer.toString()),
                            told(pointer.toString()) + detail));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The place of the part, or of the closest part around it that has one. */
    private static @Nullable JsonLocation nearest(
            Map<String, JsonLocation> places, String pointer) {
        String around = pointer;
        while (!places.containsKey(around) && !around.isEmpty()) {
            around = around.substring(0, around.lastIndexOf('/'));
        }
        return places.get(around);
    }

    private static RulebookFault at(String name, JsonParser parser, String detail) {
        return at(name, parser.currentTokenLocation(), detail);
    }

    private static RulebookFault at(String name, @Nullable JsonLocation place, String detail) {
        return place == null
                ? RulebookFault.of(name, detail)
                : new RulebookFault(name, place.getLineNr(), place.getColumnNr(), detail);
    }

    private static BrokenRulebookException broken(RulebookFault fault) {
        return new BrokenRulebookException(List.of(fault));
    }

    private static String told(String pointer) {
        return pointer.isEmpty() ? "" : pointer + ": ";
    }

    private static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }

    /** The parser's words without its copy of the text, which may be long. */
    private static String problem(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith(" "))
                        .collect(Collectors.joining(", "));
    }
}
