package io.berth.kit.outbox;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the rows of one transaction just before it completes, together with the notification that
 * wakes the relay on commit. The database gives the ids at that moment, in the order in which rows
 * were put.
 *
 * <p>A transaction that puts more than {@link #HELD_ROWS} writes them as they come, so that a bulk
 * import does not hold them all in memory. Their ids are then older than the commit, which no
 * reader minds: the relay has no cursor, and whoever else changes the same entity waits for its
 * row.
 */
@ApplicationScoped
public class OutboxWriter {
    /** Channel of the notification that wakes the relay. */
    static final String CHANNEL = "berth_outbox";

    /**
     * More rows than this in one transaction are a runaway use case, not a large one: four times
     * what importing an estate of 10,000 hosts and 250,000 VMs puts.
     */
    static final int MAX_ROWS = 1_000_000;

    /** Rows held before they are written; an ordinary use case puts fewer, a bulk one many more. */
    static final int HELD_ROWS = 2_000;

    /** Payload bytes held before they are written. */
    static final long HELD_BYTES = 4L * 1024 * 1024;

    private static final String INSERT =
            "insert into outbox (topic, partition, key, headers, payload)"
                    + " values (?, ?, ?, ?::jsonb, ?)";
    private static final int JDBC_BATCH = 500;

    private final AgroalDataSource dataSource;
    private final TransactionSynchronizationRegistry transaction;

    @Inject
    public OutboxWriter(
            AgroalDataSource dataSource, TransactionSynchronizationRegistry transaction) {
        this.dataSource = dataSource;
        this.transaction = transaction;
    }

    /**
     * Adds a row to the caller's transaction.
     *
     * @throws IllegalStateException without an active transaction, or with too many rows in it
     */
    public void add(OutboxRow row) {
        if (transaction.getTransactionKey() == null
                || transaction.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException(
                    "The outbox is written in the transaction of the change that the event tells"
                            + " of, and there is no active one; call it in a @Transactional use"
                            + " case");
        }
        Pending pending = (Pending) transaction.getResource(Pending.class);
        if (pending == null) {
            pending = new Pending();
            transaction.putResource(Pending.class, pending);
            transaction.registerInterposedSynchronization(pending);
        }
        pending.add(row);
    }

    private void insert(List<OutboxRow> rows) {
        try (Connection connection = dataSource.getConnection()) {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                int batched = 0;
                for (OutboxRow row : rows) {
                    bind(insert, row);
                    insert.addBatch();
                    if (++batched % JDBC_BATCH == 0) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
            try (Statement notify = connection.createStatement()) {
                notify.execute("select pg_notify('" + CHANNEL + "', '')");
            }
        } catch (SQLException e) {
            throw new OutboxWriteException(rows.size(), e);
        }
    }

    private static void bind(PreparedStatement insert, OutboxRow row) throws SQLException {
        insert.setString(1, row.topic());
        if (row.partition() == null) {
            insert.setNull(2, Types.INTEGER);
        } else {
            insert.setInt(2, row.partition());
        }
        insert.setBytes(3, row.key());
        insert.setString(4, HeaderJson.write(row.headers()));
        insert.setBytes(5, row.payload());
    }

    /** The rows of one transaction. */
    private final class Pending implements Synchronization {
        private final List<OutboxRow> rows = new ArrayList<>();
        private long bytes;
        private int total;
        private boolean completing;

        void add(OutboxRow row) {
            if (++total > MAX_ROWS) {
                throw new IllegalStateException(
                        "more than " + MAX_ROWS + " outbox rows in one transaction; split it");
            }
            if (completing) {
                insert(List.of(row));
                return;
            }
            rows.add(row);
            byte[] payload = row.payload();
            bytes += payload == null ? 0 : payload.length;
            if (rows.size() >= HELD_ROWS || bytes >= HELD_BYTES) {
                write();
            }
        }

        private void write() {
            insert(rows);
            rows.clear();
            bytes = 0;
        }

        @Override
        public void beforeCompletion() {
            completing = true;
            write();
        }

        @Override
        public void afterCompletion(int status) {
            rows.clear();
        }
    }
}
