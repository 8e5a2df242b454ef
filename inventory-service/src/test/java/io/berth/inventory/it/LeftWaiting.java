package io.berth.inventory.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.wire.EventCodec;
import io.berth.inventory.domain.validation.Estates;
import io.berth.kit.test.TestPlatform;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * What an instance leaves behind that was killed in the middle of a validation: a run that waits,
 * two of whose three nodes have answered, and whose deadline passes before the next instance
 * starts.
 */
public final class LeftWaiting implements QuarkusTestResourceLifecycleManager {
    /** Set when the rows are there. */
    static final String RUN = "left-waiting.run";

    @Override
    public int order() {
        return 1; // After KafkaAndPostgres.
    }

    @Override
    public Map<String, String> start() {
        Flyway.configure()
                .dataSource(
                        TestPlatform.jdbcUrl(),
                        TestPlatform.jdbcUser(),
                        TestPlatform.jdbcPassword())
                .locations("db/kit", "db/migration")
                .load()
                .migrate();
        try (Connection database =
                DriverManager.getConnection(
                        TestPlatform.jdbcUrl(),
                        TestPlatform.jdbcUser(),
                        TestPlatform.jdbcPassword())) {
            register(database, Estates.cluster());
            for (int node = 1; node <= Estates.NODES; node++) {
                register(database, Estates.host(node, SupportStanding.SUPPORTED));
            }
            long run = run(database);
            for (int node = 1; node <= Estates.NODES; node++) {
                asked(database, run, node);
            }
            return Map.of(RUN, String.valueOf(run));
        } catch (SQLException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void register(Connection database, InventoryState state)
            throws SQLException, JsonProcessingException {
        String[] key = state.partitionKey().split("/", 2);
        try (PreparedStatement insert =
                database.prepareStatement(
                        "insert into register (kind, id, revision, state) values (?, ?, 1,"
                                + " ?::jsonb)")) {
            insert.setString(1, key[0]);
            insert.setString(2, key[1]);
            insert.setString(3, EventCodec.JSON.writeValueAsString(state));
            insert.executeUpdate();
        }
    }

    private static long run(Connection database) throws SQLException {
        try (PreparedStatement insert =
                        database.prepareStatement(
                                """
                                insert into validation_run (cluster, state, asked_at, asked_by,
                                    deadline, within_millis, tests, fingerprint)
                                values ('cluster-a', 'waiting', now() - interval '1 minute',
                                    'killed-operator', now(), 60000, '[]', '{"parts": {}}')
                                returning id
                                """);
                ResultSet row = insert.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void asked(Connection database, long run, int node) throws SQLException {
        boolean answered = node < Estates.NODES;
        try (PreparedStatement insert =
                database.prepareStatement(
                        """
                        insert into validation_facts (run, host, command, received_at, facts)
                        values (?, ?, ?, case when ? then now() end, ?::jsonb)
                        """)) {
            insert.setLong(1, run);
            insert.setString(2, "node-" + node);
            insert.setString(3, "facts-" + run + "-" + node);
            insert.setBoolean(4, answered);
            insert.setString(5, answered ? Estates.facts().get(node - 1).toString() : null);
            insert.executeUpdate();
        }
    }

    @Override
    public void stop() {}
}
