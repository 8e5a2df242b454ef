package io.berth.inventory.rest.estate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.berth.inventory.app.estate.EstateSource;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.estate.EstateRefusal;
import io.berth.inventory.domain.estate.EstateSection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * An estate file on disk, in YAML or JSON. It is read as a stream each time, so that its size is a
 * matter of disk and not of heap. Soft state: it goes with the import.
 */
final class EstateDocument implements EstateSource {
    /** What the field {@code format} says, if it is there. */
    static final String FORMAT = "berth-estate-1";

    /** Most characters of a file, whatever its size in bytes may be. */
    private static final int MAX_CODE_POINTS = 512 * 1024 * 1024;

    /** An element is four levels deep; a document that nests deeper is an attack or a mistake. */
    private static final int MAX_DEPTH = 32;

    /** Longest text of a field, before its own rule says what is allowed. */
    private static final int MAX_TEXT = 64 * 1024;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(constraints())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();
    private static final JsonFactory YAML =
            YAMLFactory.builder()
                    .loaderOptions(loaderOptions())
                    .streamReadConstraints(constraints())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    private final Path file;
    private final boolean yaml;
    private final ElementReading elements;
    private @Nullable Place brokenAt;

    EstateDocument(Path file, boolean yaml, ElementReading elements) {
        this.file = file;
        this.yaml = yaml;
        this.elements = elements;
    }

    private static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(MAX_TEXT)
                .maxNumberLength(40)
                .maxDocumentLength(MAX_CODE_POINTS)
                .build();
    }

    private static LoaderOptions loaderOptions() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CODE_POINTS);
        options.setNestingDepthLimit(MAX_DEPTH);
        return options;
    }

    private JsonParser open() throws IOException {
        return yaml
                ? new NoAliases(YAML.createParser(new ShortLines(Files.newInputStream(file))))
                : JSON.createParser(file.toFile());
    }

    @Override
    public void read(Set<EstateSection> sections, Reader reader) {
        try (JsonParser parser = open()) {
            document(parser, sections, reader);
        } catch (JsonProcessingException | YAMLException | ShortLines.LongLine e) {
            broken(e, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void broken(Exception e, Reader reader) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof ShortLines.LongLine tooLong) {
                brokenAt = new Place(tooLong.line(), ShortLines.MAX_LINE + 1);
                reader.fault(
                        new Located(
                                "", new EstateRefusal.Malformed(String.valueOf(t.getMessage()))));
                return;
            }
        }
        if (e instanceof JsonProcessingException json) {
            broken(json.getOriginalMessage(), json.getLocation(), reader);
        } else {
            broken(String.valueOf(e.getMessage()), null, reader);
        }
    }

    private void broken(String reason, @Nullable JsonLocation at, Reader reader) {
        if (at != null) {
            brokenAt = new Place(at.getLineNr(), at.getColumnNr());
        }
        reader.fault(new Located("", new EstateRefusal.Malformed(reason)));
    }

    private void document(JsonParser parser, Set<EstateSection> sections, Reader reader)
            throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            broken(
                    "The file must be a mapping with the lists " + known() + ".",
                    parser.currentTokenLocation(),
                    reader);
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            EstateSection section = EstateSection.named(field).orElse(null);
            parser.nextToken();
            if (section != null) {
                section(parser, section, sections.contains(section), reader);
            } else if (!field.equals("format")) {
                reader.fault(
                        invalid(
                                "/" + field,
                                "There is no list " + field + "; known are " + known()));
                parser.skipChildren();
            } else if (!FORMAT.equals(parser.getValueAsString())) {
                reader.fault(invalid("/format", "format must be " + FORMAT + " or absent"));
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            broken("The file holds more than one document.", parser.currentTokenLocation(), reader);
        }
    }

    private void section(JsonParser parser, EstateSection section, boolean wanted, Reader reader)
            throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NULL)
                || (parser.hasToken(JsonToken.VALUE_STRING) && parser.getText().isEmpty())) {
            return; // In YAML a list without elements is nothing at all.
        }
        if (!wanted || !parser.hasToken(JsonToken.START_ARRAY)) {
            if (wanted) {
                reader.fault(invalid("/" + section.field(), section.field() + " must be a list"));
            }
            parser.skipChildren();
            return;
        }
        int most = section.maxEntries().orElse(Integer.MAX_VALUE);
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == most) {
                reader.fault(
                        invalid(
                                "/" + section.field() + "/" + i,
                                "%s has more than %d entries; import the others with another file"
                                        .formatted(section.field(), most)));
            }
            if (i >= most) {
                parser.skipChildren();
                continue;
            }
            elements.read(parser, section, "/" + section.field() + "/" + i, reader);
        }
    }

    private static Located invalid(String pointer, String reason) {
        return new Located(pointer, new EstateRefusal.InvalidField(reason));
    }

    private static String known() {
        return Arrays.stream(EstateSection.values())
                .map(EstateSection::field)
                .collect(Collectors.joining(", "));
    }

    @Override
    public Map<String, Place> places(Collection<String> pointers) {
        Set<String> wanted = new HashSet<>();
        for (String pointer : pointers) {
            for (String around = pointer; !around.isEmpty(); around = parent(around)) {
                wanted.add(around);
            }
        }
        Map<String, Place> found = new HashMap<>();
        if (brokenAt != null) {
            found.put("", brokenAt);
        }
        try (JsonParser parser = open()) {
            while (!wanted.isEmpty() && parser.nextToken() != null) {
                // The name of a field is where a reader looks for it.
                String here = parser.getParsingContext().pathAsPointer().toString();
                if (wanted.remove(here)) {
                    JsonLocation at = parser.currentTokenLocation();
                    found.put(here, new Place(at.getLineNr(), at.getColumnNr()));
                }
            }
        } catch (JsonProcessingException | YAMLException | ShortLines.LongLine e) {
            // What stands after the break has no place; the break itself is told already.
            wanted.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Place> places = new HashMap<>();
        for (String pointer : pointers) {
            Place place = nearest(pointer, found);
            if (place != null) {
                places.put(pointer, place);
            }
        }
        return places;
    }

    private static @Nullable Place nearest(String pointer, Map<String, Place> found) {
        for (String around = pointer; ; around = parent(around)) {
            Place place = found.get(around);
            if (place != null || around.isEmpty()) {
                return place;
            }
        }
    }

    private static String parent(String pointer) {
        return pointer.substring(0, pointer.lastIndexOf('/'));
    }

    @Override
    public void discard() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
