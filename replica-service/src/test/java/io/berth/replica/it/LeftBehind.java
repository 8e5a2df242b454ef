package io.berth.replica.it;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.replica.CycleKind;
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
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * What an instance leaves behind that was killed: a cycle that was ordered and committed and not
 * yet published, one that nobody answered while the service was away, and one whose slot passed.
 */
public final class LeftBehind implements QuarkusTestResourceLifecycleManager {
    static final String NAME = "it-left";
    static final String UNPUBLISHED = "unpublished";
    static final String UNANSWERED = "unanswered";
    static final String DUE = "due";
    static final long LAST = 7;
    private static final String INSERT =
            """
            insert into relationship (id, vm, target_host, frequency_seconds, recovery_points,
                created_at, grid_start, state, state_since, next_due_at, wake_at, last_cycle,
                running_command, running_kind, running_source, running_due_at, running_since,
                answer_by, last_point_at, exposed_since, failures, recent_newest,
                recent_completed, recent_missed)
            select ?, ?, ?, 30, 3, now() - interval '1 hour', now() - interval '1 hour',
                'REPLICATING', now() - interval '1 hour', due, coalesce(answer_by, due), 7,
                command, case when command is null then null else 'DELTA' end, source,
                case when command is null then null else due - interval '30 s' end,
                case when command is null then null else due - interval '30 s' end,
                answer_by, due - interval '60 s', due - interval '60 s', 0,
                floor(extract(epoch from now()) / 300)::bigint,
                array_fill(0, array[12]), array_fill(0, array[12])
              from (select now() + make_interval(secs => ?) as due, ?::text as command,
                           ?::text as source, now() + make_interval(secs => ?) as answer_by) x
            """;

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
        try (Stage stage = new Stage(NAME);
                Connection database =
                        DriverManager.getConnection(
                                TestPlatform.jdbcUrl(),
                                TestPlatform.jdbcUser(),
                                TestPlatform.jdbcPassword())) {
            for (String one : List.of(UNPUBLISHED, UNANSWERED, DUE)) {
                stage.ready(one);
            }
            database.setAutoCommit(false);
            insert(database, stage, UNPUBLISHED, 20, "left-command", 600L);
            insert(database, stage, UNANSWERED, -95, "left-lost", -5L);
            insert(database, stage, DUE, -65, null, null);
            publishNothing(database, stage);
            database.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Map.of();
    }

    private static void insert(
            Connection database,
            Stage stage,
            String one,
            long dueIn,
            @Nullable String command,
            @Nullable Long answerIn)
            throws SQLException {
        try (PreparedStatement insert = database.prepareStatement(INSERT)) {
            insert.setString(1, stage.relationship(one).value());
            insert.setString(2, stage.vm(one).value());
            insert.setString(3, stage.host("w1").value());
            insert.setLong(4, dueIn);
            insert.setString(5, command);
            insert.setString(6, command == null ? null : stage.host("e1").value());
            insert.setObject(7, answerIn == null ? null : (double) answerIn);
            insert.executeUpdate();
        }
    }

    /** The order lies in the outbox, as the transaction left it. */
    private static void publishNothing(Connection database, Stage stage) throws SQLException {
        EncodedEvent event =
                TopicWriter.encode(
                        Topics.HOST_COMMANDS,
                        new RunReplicaCycle(
                                stage.host("e1"),
                                new CommandId("left-command"),
                                stage.relationship(UNPUBLISHED),
                                stage.vm(UNPUBLISHED),
                                new CycleNumber(LAST),
                                CycleKind.DELTA,
                                stage.host("w1")),
                        "left-behind-order");
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
