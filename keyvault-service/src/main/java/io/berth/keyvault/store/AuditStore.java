package io.berth.keyvault.store;

import io.berth.keyvault.domain.AdmissionStamp;
import io.berth.keyvault.domain.audit.AuditEntry;
import io.berth.keyvault.domain.audit.ChainHead;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The audit trail in PostgreSQL: rows are added and never changed. Hard state. */
@ApplicationScoped
public class AuditStore {
    private static final String COLUMNS =
            "sequence, event_id, type, ring, principal, at, payload, hash";

    private static final String HEAD = "first, before_first, sequence, hash, seal, published";

    private static final String SAVE =
            " update audit_head set first = ?, before_first = ?, sequence = ?, hash = ?, seal = ?,"
                    + " published = ?";

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
        return sql.first("select " + HEAD + " from audit_head" + lock, AuditStore::head)
                .orElseThrow(AuditStore::gone);
    }

    private static ChainHead head(ResultSet row) throws SQLException {
        return new ChainHead(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6));
    }

    private static IllegalStateException gone() {
        return new IllegalStateException("the row of audit_head is gone; restore it from a backup");
    }

    /**
     * Where a group of calls is appended.
     *
     * @param stamp as of when the lock was asked for: after each of the calls had begun
     */
    public record End(ChainHead head, AdmissionStamp stamp) {}

    /** How far the trail reaches, locked as by {@link #headForChange}, and the stamp. */
    public End endForChange() {
        return sql.first(
                        "select "
                                + HEAD
                                + ", stamp from audit_head, admission_stamp for update of"
                                + " audit_head",
                        row -> new End(head(row), new AdmissionStamp(row.getObject(7, UUID.class))))
                .orElseThrow(AuditStore::gone);
    }

    /** Which rings and entries of the container count now. */
    public AdmissionStamp stamp() {
        return sql.first(
                        "select stamp from admission_stamp",
                        row -> new AdmissionStamp(row.getObject(1, UUID.class)))
                .orElseThrow();
    }

    /** Lets the transaction, whose first statement this is, read one state of the database. */
    public void snapshot() {
        sql.update("set transaction isolation level repeatable read, read only");
    }

    /** Adds entries and saves how far the trail then reaches, in one statement. */
    public void append(List<AuditEntry> entries, ChainHead head) {
        sql.update(
                "with added as (insert into audit_entry ("
                        + COLUMNS
                        + ") select * from unnest(?::bigint[], ?::text[], ?::text[], ?::text[],"
                        + " ?::text[], ?::timestamptz[], ?::text[], ?::text[]))"
                        + SAVE,
                entries.stream().map(AuditEntry::sequence).toArray(Long[]::new),
                texts(entries, AuditEntry::eventId),
                texts(entries, AuditEntry::type),
                texts(entries, AuditEntry::ring),
                texts(entries, AuditEntry::principal),
                texts(entries, entry -> entry.at().toString()),
                texts(entries, AuditEntry::payload),
                texts(entries, AuditEntry::hash),
                head.first(),
                head.beforeFirst(),
                head.sequence(),
                head.hash(),
                head.seal(),
                head.published());
    }

    private static String[] texts(List<AuditEntry> entries, Function<AuditEntry, String> part) {
        return entries.stream().map(part).toArray(String[]::new);
    }

    /** Saves how far the trail reaches. */
    public void save(ChainHead head) {
        sql.update(
                SAVE,
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
