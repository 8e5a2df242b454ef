package io.berth.inventory.it;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.wire.EncodedEvent;
import io.berth.contracts.wire.EventCodec;
import io.berth.kit.test.TestPlatform;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * What an instance leaves behind that was killed after its commit and before it could publish: rows
 * and an outbox row. Besides, an assignment that placement has announced meanwhile.
 */
public final class LeftBehind implements QuarkusTestResourceLifecycleManager {
    static final String GROUP = "left-behind-group";
    static final String HOST = "left-behind-host";
    static final String VM = "left-behind-vm";
    static final String EVENT_ID = "left-behind-event";

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
            database.setAutoCommit(false);
            insertRows(database);
            insertOutboxRow(database);
            database.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try (TopicWriter writer = new TopicWriter()) {
            writer.write(
                    Topics.PLACEMENT_ASSIGNMENTS,
                    new VmAssignment(
                            new VmId(VM),
                            DomainId.standalone(new HostGroupId(GROUP)),
                            new HostId(HOST),
                            new Epoch(3),
                            AssignmentState.RUNNING,
                            4));
        }
        return Map.of();
    }

    private static void insertRows(Connection database) throws SQLException {
        try (Statement insert = database.createStatement()) {
            for (String sql :
                    List.of(
                            """
                            insert into management_group (id, name, revision)
                            values (nextval('management_group_id'), 'left behind', 1)
                            """,
                            """
                            insert into host_group (id, management_group, revision)
                            select '%s', id, 1 from management_group where name = 'left behind'
                            """
                                    .formatted(GROUP),
                            """
                            insert into host (id, host_group, site, cores, memory_mib,
                                maintenance, revision)
                            values ('%s', '%s', 'north', 4, 8192, false, 1)
                            """
                                    .formatted(HOST, GROUP),
                            """
                            insert into vm (id, host_group, vcpus, cpu_utilisation_percent,
                                memory_mib, highly_available, restart_priority, wanted, revision)
                            values ('%s', '%s', 1, 100, 512, false, 'MEDIUM', 'RUNNING', 1)
                            """
                                    .formatted(VM, GROUP))) {
                insert.execute(sql);
            }
        }
    }

    private static void insertOutboxRow(Connection database) throws SQLException {
        HostGroupId group = new HostGroupId(GROUP);
        EncodedEvent event =
                TopicWriter.encode(
                        Topics.INVENTORY_STATE,
                        new HostState(
                                new HostId(HOST),
                                DomainId.standalone(group),
                                null,
                                group,
                                new SiteId("north"),
                                4,
                                new MiB(8192),
                                HostReserve.NONE,
                                false,
                                1),
                        EVENT_ID);
        List<Map<String, String>> headers =
                event.headers().entrySet().stream()
                        .map(header -> Map.of("n", header.getKey(), "v", header.getValue()))
                        .toList();
        try (PreparedStatement insert =
                database.prepareStatement(
                        "insert into outbox (topic, key, headers, payload)"
                                + " values (?, ?, ?::jsonb, ?)")) {
            insert.setString(1, event.topic());
            insert.setBytes(2, event.key().getBytes(StandardCharsets.UTF_8));
            insert.setString(3, EventCodec.JSON.valueToTree(headers).toString());
            insert.setBytes(4, event.payload());
            insert.executeUpdate();
        }
    }

    @Override
    public void stop() {
        // Its rows stay; ids are its own.
    }
}
