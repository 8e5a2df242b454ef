package io.berth.keyvault.store;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.KeyName;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * What a backup takes out of the tables and a restore puts back, row by row as they are; takes part
 * in the caller's transaction.
 *
 * <p>Rows are taken as the tables have them, so that a backup fits the very form of the database
 * that it was taken of; a later form is reached by restoring on that one and migrating.
 */
@ApplicationScoped
public class BackupStore {
    private final Sql sql;

    BackupStore(Sql sql) {
        this.sql = sql;
    }

    /** A table whose rows a backup holds; in the order in which they are put back. */
    public enum Table {
        /** Rings and their rules. */
        RING("ring"),
        /** The lives of keys. */
        RING_KEY("ring_key"),
        /** What holders counted. */
        CENSUS("census");

        private final String table;

        Table(String table) {
            this.table = table;
        }
    }

    /** The form of the database: the highest migration that was made. */
    public String schema() {
        return sql.first(
                        "select max(version::numeric)::text from flyway_schema_history where"
                                + " success and version is not null",
                        row -> row.getString(1))
                .orElseThrow();
    }

    /** The row of the vault, as JSON. */
    public String vaultRow() {
        return sql.first("select row_to_json(v)::text from vault v", row -> row.getString(1))
                .orElseThrow();
    }

    /** How many rows a table has. */
    public long count(Table table) {
        return sql.first("select count(*) from " + table.table, row -> row.getLong(1))
                .orElseThrow();
    }

    /** The ids of all rings, in their order. */
    public List<RingId> rings() {
        return sql.query("select id from ring order by id", row -> new RingId(row.getString(1)));
    }

    /** The rows of a table that are about a ring, as JSON. */
    public List<String> rows(Table table, RingId ring) {
        return sql.query(
                "select row_to_json(t)::text from "
                        + table.table
                        + " t where "
                        + (table == Table.RING ? "id" : "ring")
                        + " = ?",
                row -> row.getString(1),
                ring.value());
    }

    /** The row of a key, as JSON. */
    public record KeyRow(KeyName name, String row) {}

    /** The rows of the keys of a ring. */
    public List<KeyRow> keyRows(RingId ring) {
        return sql.query(
                "select version, row_to_json(k)::text from ring_key k where ring = ? order by"
                        + " version",
                row ->
                        new KeyRow(
                                new KeyName(ring, new KeyVersion(row.getLong(1))),
                                row.getString(2)),
                ring.value());
    }

    /** Keys that are not destroyed: any of them may be needed again. */
    public List<KeyName> needed(RingId ring) {
        return sql.query(
                "select version from ring_key where ring = ? and state <> 'DESTROYED' order by"
                        + " version",
                row -> new KeyName(ring, new KeyVersion(row.getLong(1))),
                ring.value());
    }

    /** Keys that have protected records, and counts of holders that found any. */
    public long keysInUse() {
        return sql.first(
                        "select (select count(*) from ring_key where uses_reserved > 0) + (select"
                                + " count(*) from census where 0 < any (records))",
                        row -> row.getLong(1))
                .orElseThrow();
    }

    /** Rings that were given another key. */
    public long rotatedRings() {
        return sql.first(
                        "select count(*) from ring where current_version > 1",
                        row -> row.getLong(1))
                .orElseThrow();
    }

    /** Empties what a restore fills; nobody takes a use of a key until the transaction ends. */
    public void clear() {
        sql.query("select 1 from ring_key for update", row -> 1);
        for (String table :
                List.of(
                        "vault_backup",
                        "restore_drill",
                        "ring_backup",
                        "census",
                        "key_to_erase",
                        "key_object",
                        "ring_key",
                        "ring",
                        "audit_entry",
                        "audit_head",
                        "vault")) {
            sql.update("delete from " + table);
        }
    }

    /**
     * Puts back the row of the vault; that it was sealed on request is over.
     *
     * @param seals how often this installation was sealed so far: its instances compare that number
     *     with the one at which they were unsealed, so it must never fall
     */
    public void putVault(String row, long seals) {
        put("vault", row);
        sql.update("update vault set seals = ?, sealed_at = null, sealed_by = null", seals);
    }

    /** Puts back a row. */
    public void put(Table table, String row) {
        put(table.table, row);
    }

    private void put(String table, String row) {
        sql.update(
                "insert into %1$s select * from jsonb_populate_record(null::%1$s, ?::jsonb)"
                        .formatted(table),
                row);
    }

    /** Says where the bytes of a key are that was put back. */
    public void keptIn(KeyName key, String place) {
        sql.update(
                "update ring_key set kept_in = ? where ring = ? and version = ?",
                place,
                key.ring().value(),
                key.version().value());
    }
}
