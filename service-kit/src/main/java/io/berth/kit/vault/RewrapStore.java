package io.berth.kit.vault;

import io.berth.contracts.ids.KeyVersion;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ciphertexts in a service's tables, and in {@code vault_rewrap} how far they are exchanged. A
 * service with a {@link GuardedColumn} makes that table in a migration of its own:
 *
 * <pre>
 * create table vault_rewrap (
 *     name         varchar(64) primary key, -- of the column
 *     target       bigint      not null default 0,
 *     cursor       text[]      not null default '{}',
 *     examined     bigint      not null default 0,
 *     exchanged    bigint      not null default 0,
 *     overtaken    bigint      not null default 0,
 *     refused      bigint      not null default 0,
 *     started_at   timestamptz,
 *     finished_at  timestamptz,
 *     last_error   text,
 *     next_at      timestamptz not null default now(),
 *     hurried      boolean     not null default false,
 *     leased_by    text,
 *     leased_until timestamptz not null default now()
 * );
 * </pre>
 */
@ApplicationScoped
class RewrapStore {
    /** Longest error that is kept. */
    private static final int MAX_ERROR = 300;

    private static final String COLUMNS =
            "name, target, cursor, examined, exchanged, overtaken, refused, started_at,"
                    + " finished_at, last_error";

    private final Sql sql;

    RewrapStore(Sql sql) {
        this.sql = sql;
    }

    /** A row with a ciphertext of an older key. */
    record Row(List<String> key, String ciphertext, long version) {}

    /** Makes the column known, so that it can be claimed. */
    void know(GuardedColumn column) {
        sql.update(
                "insert into vault_rewrap (name) values (?) on conflict do nothing", column.name());
    }

    /** How far a column is, if its next step is due and no other instance is at it. */
    Optional<RewrapProgress> claim(String name, String instance, Duration lease) {
        return sql.first(
                "update vault_rewrap set leased_by = ?, leased_until = now() + make_interval(secs"
                        + " => ?) where name = ? and next_at <= now() and (leased_until <= now()"
                        + " or leased_by = ?) returning "
                        + COLUMNS,
                RewrapStore::progress,
                instance,
                (double) lease.toSeconds(),
                name,
                instance);
    }

    /** How far all columns are, by name. */
    List<RewrapProgress> all() {
        return sql.query(
                "select " + COLUMNS + " from vault_rewrap order by name", RewrapStore::progress);
    }

    /** What a step is in its pass. */
    enum Step {
        /** The first: who was in a hurry gets what they want. */
        BEGINS,
        /** One of many. */
        GOES_ON,
        /** The last: who was in a hurry since the first gets another pass at once. */
        FINISHES
    }

    /**
     * Saves how far a column is, and gives it back.
     *
     * @param rest until its next step is due
     */
    void save(RewrapProgress progress, Step step, Duration rest) {
        String error = progress.lastError();
        sql.update(
                "update vault_rewrap set target = ?, cursor = ?::text[], examined = ?, exchanged ="
                    + " ?, overtaken = ?, refused = ?, started_at = ?::timestamptz, finished_at ="
                    + " ?::timestamptz, last_error = ?, leased_until = now(), next_at = now() +"
                    + " make_interval(secs => case when ? and hurried then 0 else ? end), hurried ="
                    + " hurried and not ? where name = ?",
                progress.target(),
                progress.cursor().toArray(String[]::new),
                progress.examined(),
                progress.exchanged(),
                progress.overtaken(),
                progress.refused(),
                text(progress.startedAt()),
                text(progress.finishedAt()),
                error == null ? null : error.substring(0, Math.min(error.length(), MAX_ERROR)),
                step == Step.FINISHES,
                rest.toMillis() / 1000.0,
                step == Step.BEGINS,
                progress.column());
    }

    /** Makes the next step of all columns due now. */
    void hurry() {
        sql.update("update vault_rewrap set next_at = now(), hurried = true");
    }

    /** The time by the database's clock. */
    Instant now() {
        return sql.first("select now() as now", row -> Sql.instant(row, "now")).orElseThrow();
    }

    /** At most {@code limit} rows under keys older than the target, behind the cursor, by key. */
    List<Row> rows(GuardedColumn column, List<String> cursor, long target, int limit) {
        String keys = String.join(", ", column.key());
        List<Object> parameters = new ArrayList<>();
        parameters.add(target);
        String behind = "";
        if (!cursor.isEmpty()) {
            behind =
                    " and (%s) > (%s)"
                            .formatted(
                                    keys,
                                    String.join(", ", Collections.nCopies(cursor.size(), "?")));
            parameters.addAll(cursor);
        }
        parameters.add(limit);
        return sql.query(
                "select %s, %s as guarded_text, %s as guarded_version from %s where %s < ?%s order by %s limit ?"
                        .formatted(
                                keys,
                                column.ciphertext(),
                                column.version(),
                                column.table(),
                                column.version(),
                                behind,
                                keys),
                row -> {
                    List<String> key = new ArrayList<>();
                    for (String part : column.key()) {
                        key.add(row.getString(part));
                    }
                    return new Row(
                            key, row.getString("guarded_text"), row.getLong("guarded_version"));
                },
                parameters.toArray());
    }

    /**
     * Puts a newer ciphertext into a row, unless the row is no longer as it was read.
     *
     * @return whether it did
     */
    boolean exchange(GuardedColumn column, Row row, String ciphertext, KeyVersion version) {
        String where =
                column.key().stream().map(key -> key + " = ?").collect(Collectors.joining(" and "));
        List<Object> parameters = new ArrayList<>(List.of(ciphertext, version.value()));
        parameters.addAll(row.key());
        parameters.add(row.ciphertext());
        return sql.update(
                        "update %s set %s = ?, %s = ? where %s and %s = ?"
                                .formatted(
                                        column.table(),
                                        column.ciphertext(),
                                        column.version(),
                                        where,
                                        column.ciphertext()),
                        parameters.toArray())
                == 1;
    }

    /** How many rows there are under each key. */
    Map<KeyVersion, Long> count(GuardedColumn column) {
        Map<KeyVersion, Long> counts = new TreeMap<>();
        sql.query(
                "select %s as guarded_version, count(*) as n from %s group by 1"
                        .formatted(column.version(), column.table()),
                row ->
                        counts.put(
                                new KeyVersion(row.getLong("guarded_version")), row.getLong("n")));
        return counts;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static RewrapProgress progress(ResultSet row) throws SQLException {
        return new RewrapProgress(
                row.getString("name"),
                row.getLong("target"),
                List.of((String[]) row.getArray("cursor").getArray()),
                row.getLong("examined"),
                row.getLong("exchanged"),
                row.getLong("overtaken"),
                row.getLong("refused"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                row.getString("last_error"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
