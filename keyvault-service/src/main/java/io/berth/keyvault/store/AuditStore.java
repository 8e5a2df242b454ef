package io.berth.keyvault.store;

import io.berth.keyvault.domain.audit.AuditEntry;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The audit trail in PostgreSQL: rows are added and never changed. Hard state. */
@ApplicationScoped
public class AuditStore {
    private static final String COLUMNS =
            "sequence, event_id, type, ring, principal, at, payload, hash";

    private final Sql sql;

    AuditStore(Sql sql) {
        this.sql = sql;
    }

    /** The audit key, wrapped; empty before the first start with a trail. */
    public Optional<byte[]> wrappedKey() {
        return sql.first("select audit_key from vault", row -> Optional.ofNullable(row.getBytes(1)))
                .flatMap(key -> key);
    }

    /** Whether the trail is still that of this vault: a restore makes it another one's. */
    public boolean isOf(UUID vault) {
        return sql.first("select 1 from vault where tenant = ?", row -> true, vault).isPresent();
    }

    /** Begins the trail. */
    public void begin(byte[] wrappedKey, ChainHead head) {
        sql.update("update vault set audit_key = ?", wrappedKey);
        sql.update(
                "insert into audit_head (first, before_first, sequence, hash, seal) values (?, ?,"
                        + " ?, ?, ?)",
                head.first(),
                head.beforeFirst(),
                head.sequence(),
                head.hash(),
                head.seal());
    }

    /** How far the trail reaches. */
    public ChainHead head() {
        return head("");
    }

    /** How far the trail reaches; nobody else appends until the transaction ends. */
    public ChainHead headForChange() {
        return head(" for update");
    }

    private ChainHead head(String lock) {
        return sql.first(
                        "select first, before_first, sequence, hash, seal, published from"
                                + " audit_head"
                                + lock,
                        row ->
                                new ChainHead(
                                        row.getLong(1),
                                        row.getString(2),
                                        row.getLong(3),
                                        row.getString(4),
                                        row.getString(5),
                                        row.getLong(6)))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "the row of audit_head is gone; restore it from a" + " backup"));
    }

    /** Lets the transaction, whose first statement this is, read one state of the database. */
    public void snapshot() {
        sql.update("set transaction isolation level repeatable read, read only");
    }

    /** Adds an entry. */
    public void add(AuditEntry entry) {
        sql.update(
                "insert into audit_entry (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?)",
                entry.sequence(),
                entry.eventId(),
                entry.type(),
                entry.ring(),
                entry.principal(),
                entry.at(),
                entry.payload(),
                entry.hash());
    }

    /** Saves how far the trail reaches. */
    public void save(ChainHead head) {
        sql.update(
                "update audit_head set first = ?, before_first = ?, sequence = ?, hash = ?, seal ="
                        + " ?, published = ?",
                head.first(),
                head.beforeFirst(),
                head.sequence(),
                head.hash(),
                head.seal(),
                head.published());
    }

    /** Removes entries up to this one. */
    public void removeUpTo(long sequence) {
        sql.update("delete from audit_entry where sequence <= ?", sequence);
    }

    /** At most {@code limit} entries above {@code after}, in their order. */
    public List<AuditEntry> after(long after, int limit) {
        return sql.query(
                "select "
                        + COLUMNS
                        + " from audit_entry where sequence > ? order by sequence limit ?",
                AuditStore::entry,
                after,
                limit);
    }

    /** An entry. */
    public Optional<AuditEntry> find(long sequence) {
        return sql.first(
                "select " + COLUMNS + " from audit_entry where sequence = ?",
                AuditStore::entry,
                sequence);
    }

    /**
     * At most {@code limit} entries below {@code before}, the newest first.
     *
     * @param ring only of this ring; null for all
     */
    public List<AuditEntry> newest(long before, @Nullable String ring, int limit) {
        return ring == null
                ? sql.query(
                        "select "
                                + COLUMNS
                                + " from audit_entry where sequence < ? order by sequence desc"
                                + " limit ?",
                        AuditStore::entry,
                        before,
                        limit)
                : sql.query(
                        "select "
                                + COLUMNS
                                + " from audit_entry where ring = ? and sequence < ? order by"
                                + " sequence desc limit ?",
                        AuditStore::entry,
                        ring,
                        before,
                        limit);
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("sequence"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("ring"),
                row.getString("principal"),
                Sql.instant(row, "at"),
                row.getString("payload"),
                row.getString("hash"));
    }
}
