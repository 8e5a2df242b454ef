package io.berth.keyvault.it;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A place for the root key. The database is the same for all tests of a JVM, and so is the key,
 * which the first service under test makes; test classes are loaded by several class loaders, hence
 * the system property.
 */
public final class RootKeyFolder implements QuarkusTestResourceLifecycleManager {
    private static final String FILE = "io.berth.keyvault.it.root-key";

    @Override
    public Map<String, String> start() {
        return Map.of("berth.keyvault.root-key-file", file().toString());
    }

    /** The file of the root key. */
    public static Path file() {
        synchronized (System.getProperties()) {
            String known = System.getProperty(FILE);
            if (known != null) {
                return Path.of(known);
            }
            try {
                Path file =
                        Files.createTempDirectory("berth-keyvault")
                                .resolve("keyvault")
                                .resolve("root.key");
                System.setProperty(FILE, file.toString());
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void stop() {
        // The key serves the next test of this JVM too.
    }
}
