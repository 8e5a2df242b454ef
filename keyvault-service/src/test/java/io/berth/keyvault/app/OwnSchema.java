package io.berth.keyvault.app;

import io.berth.kit.test.TestPlatform;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A schema of its own in the database of all tests: a vault that nobody has set up yet. */
public final class OwnSchema implements QuarkusTestResourceLifecycleManager {
    private static final String SCHEMA = "new_vault";

    @Override
    public Map<String, String> start() {
        TestPlatform.start();
        try (Connection database =
                        DriverManager.getConnection(
                                TestPlatform.jdbcUrl(),
                                TestPlatform.jdbcUser(),
                                TestPlatform.jdbcPassword());
                Statement statement = database.createStatement()) {
            statement.execute("drop schema if exists " + SCHEMA + " cascade");
            statement.execute("create schema " + SCHEMA);
        } catch (SQLException e) {
            throw new IllegalStateException("no schema of its own", e);
        }
        String url = TestPlatform.jdbcUrl();
        return Map.of(
                "quarkus.datasource.jdbc.url",
                url + (url.contains("?") ? "&" : "?") + "currentSchema=" + SCHEMA,
                "berth.keyvault.root-key-file",
                ""); // Whatever file the resources of other tests name.
    }

    /** After the resource that names the database. */
    @Override
    public int order() {
        return 1;
    }

    @Override
    public void stop() {
        // The schema goes with the database of the tests.
    }
}
