package io.berth.inventory.rulebook;

import io.berth.inventory.app.InventoryConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All rules that are data, as domain values. Each file is the packaged one, or the one of the same
 * name in the administrator's directory. Read and checked once, at start: a fault stops it.
 */
@Singleton
@Startup
public class Rulebook {
    /** Most entries of the administrator's directory that are looked at. */
    private static final int MAX_ENTRIES = 1000;

    private final Map<RulebookFile, Entry> entries = new EnumMap<>(RulebookFile.class);

    /**
     * A file in use.
     *
     * @param origin the administrator's file; empty for the packaged one
     * @param text as it was read
     * @param content an instance of the file's type
     */
    public record Entry(RulebookFile file, Optional<Path> origin, String text, Object content) {}

    /**
     * Reads and checks all files.
     *
     * @throws BrokenRulebookException with the faults of all files
     */
    @Inject
    public Rulebook(InventoryConfig config) {
        this(config.rulebook().directory());
    }

    private Rulebook(Optional<Path> directory) {
        List<RulebookFault> faults = new ArrayList<>();
        Map<RulebookFile, Path> own = directory.map(path -> own(path, faults)).orElse(Map.of());
        for (RulebookFile file : RulebookFile.values()) {
            try {
                entries.put(file, read(file, Optional.ofNullable(own.get(file))));
            } catch (BrokenRulebookException e) {
                faults.addAll(e.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new BrokenRulebookException(faults);
        }
    }

    /**
     * Reads and checks all files, with those of a directory in place of the packaged ones.
     *
     * @throws BrokenRulebookException with the faults of all files
     */
    public static Rulebook load(Optional<Path> directory) {
        return new Rulebook(directory);
    }

    /** What the file with content of this type says. */
    public <T> T read(Class<T> type) {
        return entries.values().stream()
                .filter(entry -> entry.file().type() == type)
                .findAny()
                .map(entry -> type.cast(entry.content()))
                .orElseThrow(
                        () -> new IllegalArgumentException(type + " is the content of no file"));
    }

    /** All files in use, in the order of {@link RulebookFile}. */
    public Collection<Entry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /** The file of this name, with or without its ending. */
    public Optional<Entry> entry(String name) {
        return RulebookFile.named(name).map(entries::get);
    }

    /** The schema (JSON Schema 2020-12) of a file. */
    public static String schema(RulebookFile file) {
        return new String(packaged(file.schemaResource()), StandardCharsets.UTF_8);
    }

    private static Entry read(RulebookFile file, Optional<Path> own) {
        String name = own.map(Path::toString).orElse(file.resource());
        byte[] bytes = own.map(Rulebook::bytes).orElseGet(() -> packaged(file.resource()));
        Object content = RulebookReader.read(name, bytes, schema(file), file.type());
        return new Entry(file, own, new String(bytes, StandardCharsets.UTF_8), content);
    }

    /** The administrator's files. What has no name of ours would be taken for a rule in force. */
    private static Map<RulebookFile, Path> own(Path directory, List<RulebookFault> faults) {
        Map<String, Path> byName = new TreeMap<>();
        try (Stream<Path> paths = Files.list(directory)) {
            paths.limit(MAX_ENTRIES).forEach(path -> byName.put(nameOf(path), path));
        } catch (IOException e) {
            faults.add(
                    RulebookFault.of(
                            directory.toString(),
                            "berth.inventory.rulebook.directory cannot be listed: " + e));
        }
        Map<RulebookFile, Path> own = new EnumMap<>(RulebookFile.class);
        byName.forEach((name, path) -> {
            if (name.startsWith("..")) {
                // Kubernetes keeps the data of a mounted ConfigMap in entries of such names.
                return;
            }
            Optional<RulebookFile> file =
                    name.endsWith(".yaml") ? RulebookFile.named(name) : Optional.empty();
            if (file.isPresent() && Files.isRegularFile(path)) {
                own.put(file.get(), path);
            } else {
                faults.add(
                        RulebookFault.of(
                                path.toString(),
                                "this is no file of the rulebook; allowed are " + names()));
            }
        });
        return own;
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static List<String> names() {
        return Stream.of(RulebookFile.values()).map(RulebookFile::fileName).toList();
    }

    private static byte[] bytes(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(RulebookReader.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new BrokenRulebookException(
                    List.of(RulebookFault.of(path.toString(), "cannot be read: " + e)));
        }
    }

    private static byte[] packaged(String resource) {
        try (InputStream in = Rulebook.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not packaged");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
