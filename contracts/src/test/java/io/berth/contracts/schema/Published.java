package io.berth.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Event;
import io.berth.contracts.Topic;
import io.berth.contracts.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The checked-in files that describe the events to others. They are generated; a build with {@code
 * -Dberth.contracts.write=true} rewrites them, any other compares.
 */
final class Published {
    private static final Path RESOURCES = Path.of("src/main/resources");

    /** Where the schemas lie, one file a type. */
    static final Path SCHEMAS = RESOURCES.resolve("schemas");

    /** Where the golden samples lie, one folder a type. */
    static final Path SAMPLES = RESOURCES.resolve("samples");

    /** The AsyncAPI document. */
    static final Path ASYNC_API = RESOURCES.resolve("asyncapi.yaml");

    private Published() {}

    /** Every event record of every topic, by CloudEvents type. */
    static SortedMap<String, Class<? extends Event>> types() {
        SortedMap<String, Class<? extends Event>> types = new TreeMap<>();
        for (Topic<?> topic : Topics.ALL) {
            types.putAll(topic.types());
        }
        return types;
    }

    /** The record of a type that is known to exist. */
    static Class<? extends Event> record(String type) {
        return Objects.requireNonNull(types().get(type), type);
    }

    /** The schema file of a type. */
    static Path schemaOf(String type) {
        return SCHEMAS.resolve(type + ".json");
    }

    /** The names of what lies in a folder, sorted. */
    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares a file with what it must hold, or writes it. */
    static void check(Path file, String generated) {
        try {
            if (Boolean.getBoolean("berth.contracts.write")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, generated);
            }
            assertThat(file).exists();
            assertThat(Files.readString(file))
                    .as("%s; -Dberth.contracts.write=true rewrites it", file)
                    .isEqualTo(generated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
