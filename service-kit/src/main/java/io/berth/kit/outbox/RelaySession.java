package io.berth.kit.outbox;

import io.berth.kit.outbox.RelayStatus.Backlog;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * The relay's own session with the database: the advisory lock and the subscription to wake-ups
 * live and die with it, so it is a plain connection and none of the pool's.
 */
final class RelaySession implements AutoCloseable {
    /** Rows of one round, and so the most that a crash publishes twice. */
    static final int MAX_ROWS = 2_000;

    /** Payload bytes of one round, so that large events do not fill the heap. */
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    /** Counting stops here: a longer backlog is as alarming. */
    private static final int COUNT_LIMIT = 100_000;

    /** Published rows deleted at a time, so that the deletion never holds publishing up. */
    private static final int DELETE_LIMIT = 5_000;

    /** "berth" and 1 in ASCII and binary: one lock per database, and so per service. */
    private static final long LOCK = 0x62657274_68000001L;

    /** No statement of the relay takes long; a dead link is noticed by then. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

    private static final String UNPUBLISHED =
            """
            select id, coalesce(octet_length(payload), 0) from outbox
             where published_at is null and id <> all(?)
             order by id limit %d
            """
                    .formatted(MAX_ROWS);
    private static final String ROWS =
            "select id, topic, partition, key, headers, payload from outbox where id = any(?)";
    private static final String MARK =
            "update outbox set published_at = clock_timestamp() where id = any(?)";
    private static final String BACKLOG =
            """
            select (select count(*) from (select 1 from outbox where published_at is null limit %d) counted),
                   (select extract(epoch from clock_timestamp() - created_at)
                      from outbox where published_at is null order by id limit 1)
            """
                    .formatted(COUNT_LIMIT);
    private static final String DELETE =
            """
            delete from outbox where id in (
                select id from outbox
                 where published_at < clock_timestamp() - make_interval(secs => ?)
                 order by id limit %d)
            """
                    .formatted(DELETE_LIMIT);

    private final Connection connection;

    /** A row to publish. */
    record Waiting(long id, ProducerRecord<byte[], byte[]> outgoing) {}

    private RelaySession(Connection connection) {
        this.connection = connection;
    }

    static RelaySession open(
            String url, @Nullable String user, @Nullable String password, String name)
            throws SQLException {
        Properties settings = new Properties();
        if (user != null) {
            PGProperty.USER.set(settings, user);
        }
        if (password != null) {
            PGProperty.PASSWORD.set(settings, password);
        }
        PGProperty.APPLICATION_NAME.set(settings, name + "-relay");
        PGProperty.TCP_KEEP_ALIVE.set(settings, true);
        PGProperty.SOCKET_TIMEOUT.set(settings, (int) SOCKET_TIMEOUT.toSeconds());
        PGProperty.CONNECT_TIMEOUT.set(settings, 5);
        // The server, too, must notice soon when this machine is gone, or nobody gets the lock.
        PGProperty.OPTIONS.set(
                settings,
                "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3");
        Connection connection = new org.postgresql.Driver().connect(url, settings);
        if (connection == null) {
            throw new SQLException(
                    "the outbox relay needs a PostgreSQL URL (jdbc:postgresql:…)", "08001");
        }
        return new RelaySession(connection);
    }

    /**
     * Tries to become the one publisher. Waiting in the database instead would hold a snapshot
     * open, and with it every dead row of the outbox.
     */
    boolean tryLock() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
            return result.next() && result.getBoolean(1);
        }
    }

    void listen() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + OutboxWriter.CHANNEL);
        }
    }

    /** Returns at the first wake-up, or after the wait. */
    void awaitWakeUp(Duration wait) throws SQLException {
        connection.unwrap(PGConnection.class).getNotifications((int) wait.toMillis());
    }

    /**
     * The next rows to publish, in order.
     *
     * @param besides rows that are being published and not marked yet
     * @param fresh where rows are that need not be read
     */
    List<Waiting> unpublished(String topicPrefix, List<Waiting> besides, FreshRows fresh)
            throws SQLException {
        List<Long> next = next(besides);
        Map<Long, OutboxRow> rows = new HashMap<>();
        List<Long> stale = new ArrayList<>();
        for (long id : next) {
            OutboxRow row = fresh.take(id);
            if (row == null) {
                stale.add(id);
            } else {
                rows.put(id, row);
            }
        }
        if (!stale.isEmpty()) {
            read(stale, rows);
        }
        List<Waiting> waiting = new ArrayList<>(next.size());
        for (long id : next) {
            OutboxRow row = rows.get(id);
            if (row != null) {
                waiting.add(new Waiting(id, row.toRecord(topicPrefix)));
            }
        }
        return waiting;
    }

    /** Their ids, as many as fit into a round. */
    private List<Long> next(List<Waiting> besides) throws SQLException {
        List<Long> next = new ArrayList<>();
        Array sent = array(besides.stream().map(Waiting::id).toList());
        try (PreparedStatement select = connection.prepareStatement(UNPUBLISHED)) {
            select.setArray(1, sent);
            try (ResultSet result = select.executeQuery()) {
                for (long bytes = 0; bytes < MAX_BYTES && result.next(); ) {
                    next.add(result.getLong(1));
                    bytes += result.getLong(2);
                }
            }
        } finally {
            sent.free();
        }
        return next;
    }

    private void read(List<Long> ids, Map<Long, OutboxRow> into) throws SQLException {
        Array wanted = array(ids);
        try (PreparedStatement select = connection.prepareStatement(ROWS)) {
            select.setArray(1, wanted);
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    into.put(
                            result.getLong(1),
                            new OutboxRow(
                                    result.getString(2),
                                    result.getObject(3, Integer.class),
                                    result.getBytes(4),
                                    HeaderJson.read(result.getString(5)),
                                    result.getBytes(6)));
                }
            }
        } finally {
            wanted.free();
        }
    }

    private Array array(List<Long> ids) throws SQLException {
        return connection.createArrayOf("bigint", ids.toArray(Long[]::new));
    }

    void mark(List<Waiting> published) throws SQLException {
        Array ids = array(published.stream().map(Waiting::id).toList());
        try (PreparedStatement update = connection.prepareStatement(MARK)) {
            update.setArray(1, ids);
            update.executeUpdate();
        } finally {
            ids.free();
        }
    }

    Backlog backlog() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BACKLOG);
                ResultSet result = select.executeQuery()) {
            if (!result.next()) {
                return Backlog.NONE;
            }
            long millis = Math.max(0, Math.round(result.getDouble(2) * 1000));
            return new Backlog(result.getLong(1), Duration.ofMillis(millis));
        }
    }

    void deletePublishedBefore(Duration age) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setDouble(1, age.toSeconds());
            delete.executeUpdate();
        }
    }

    /** Ends the session from any thread, also while it waits. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is closed already, which is what was asked for.
            return;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
