package io.berth.deploy;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A YAML file as maps, lists and scalars, with anchors and merges resolved. */
final class Yaml {
    /** The project's folder: tests run in their module's. */
    static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");

    private Yaml() {}

    static Map<String, Object> read(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setAllowDuplicateKeys(false);
        try (Reader reader = Files.newBufferedReader(file)) {
            return map(
                    new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).<Object>load(reader));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** A mapping; empty where there is none. */
    static Map<String, Object> map(@Nullable Object node) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> map.put(String.valueOf(key), value));
        }
        return map;
    }

    /** A sequence; empty where there is none. */
    static List<Object> list(@Nullable Object node) {
        return node instanceof List<?> items ? List.copyOf(items) : List.of();
    }

    /** The scalars of a sequence. */
    static List<String> texts(@Nullable Object node) {
        return list(node).stream().map(String::valueOf).toList();
    }
}
