package io.berth.kit.outbox;

import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
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

    /** Payload bytes after which rows that are written are not kept for the relay. */
    private static final long HANDED_BYTES = FreshRows.MAX_BYTES / 2;

    /** The database numbers the rows in the order of their places, and wakes the relay once. */
    private static final String INSERT =
            """
            with written as (
                insert into outbox (topic, partition, key, headers, payload)
                select topic, partition, key, headers::jsonb, payload
                  from unnest(?::text[], ?::integer[], ?::bytea[], ?::text[], ?::bytea[])
                       with ordinality as added (topic, partition, key, headers, payload, place)
                 order by place
                returning id)
            select id, (select pg_notify('%s', '')) from written order by id
            """
                    .formatted(CHANNEL);

    private final Sql sql;
    private final TransactionSynchronizationRegistry transaction;
    private final FreshRows fresh;

    @Inject
    public OutboxWriter(Sql sql, TransactionSynchronizationRegistry transaction, FreshRows fresh) {
        this.sql = sql;
        this.transaction = transaction;
        this.fresh = fresh;
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

    private List<Long> insert(List<OutboxRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return sql.query(
                INSERT,
                inserted -> inserted.getLong(1),
                rows.stream().map(OutboxRow::topic).toArray(String[]::new),
                rows.stream().map(OutboxRow::partition).toArray(Integer[]::new),
                rows.stream().map(OutboxRow::key).toArray(byte[][]::new),
                rows.stream().map(row -> HeaderJson.write(row.headers())).toArray(String[]::new),
                rows.stream().map(OutboxRow::payload).toArray(byte[][]::new));
    }

    /** The rows of one transaction. */
    private final class Pending implements Synchronization {
        private final List<OutboxRow> rows = new ArrayList<>();
        private final List<Long> writtenIds = new ArrayList<>();
        private final List<OutboxRow> written = new ArrayList<>();
        private long bytes;
        private long writtenBytes;
        private int total;
        private boolean completing;

        void add(OutboxRow row) {
            if (++total > MAX_ROWS) {
                throw new IllegalStateException(
                        "more than " + MAX_ROWS + " outbox rows in one transaction; split it");
            }
            rows.add(row);
            bytes += row.size();
            if (completing || rows.size() >= HELD_ROWS || bytes >= HELD_BYTES) {
                write();
            }
        }

        private void write() {
            List<Long> ids = insert(rows);
            if (writtenBytes < HANDED_BYTES) {
                writtenIds.addAll(ids);
                written.addAll(rows);
                writtenBytes += bytes;
            }
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
            if (status == Status.STATUS_COMMITTED) {
                fresh.add(writtenIds, written);
            }
        }
    }
}
