package io.berth.keyvault.it;

import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestPlatform;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * A vault of its own, in a schema of its own, that takes backups: for tests that lose its database.
 * Nothing happens to its backups by itself.
 */
public final class OwnVault implements QuarkusTestResourceLifecycleManager {
    private static final String SCHEMA = "own_vault";
    private static final String FOLDER = "io.berth.keyvault.it.backups";

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(new KafkaAndPostgres().start());
        try (Connection database =
                        DriverManager.getConnection(
                                TestPlatform.jdbcUrl(),
                                TestPlatform.jdbcUser(),
                                TestPlatform.jdbcPassword());
                Statement statement = database.createStatement()) {
            statement.execute("create schema if not exists " + SCHEMA);
            Path folder = Files.createTempDirectory("berth-own-vault");
            System.setProperty(FOLDER, folder.resolve("backups").toString());
            String url = TestPlatform.jdbcUrl();
            settings.put(
                    "quarkus.datasource.jdbc.url",
                    url + (url.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA);
            settings.put(
                    "berth.keyvault.root-key-file",
                    folder.resolve("keyvault").resolve("root.key").toString());
            settings.put("berth.keyvault.backup.folder", folder.resolve("backups").toString());
            settings.put("berth.keyvault.upkeep-every", "PT1H");
            return settings;
        } catch (SQLException e) {
            throw new IllegalStateException("no schema for a vault of its own", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the backups are. */
    static Path backups() {
        return Path.of(System.getProperty(FOLDER));
    }

    /** After the resources of other tests, which name another database and root key. */
    @Override
    public int order() {
        return 1;
    }

    @Override
    public void stop() {
        // The schema stays; the database ends with the JVM.
    }
}
