package io.berth.inventory.store.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.berth.contracts.ids.Principal;
import io.berth.inventory.domain.estate.EstateImport;
import io.berth.inventory.domain.estate.ImportPhase;
import io.berth.inventory.domain.estate.ImportReport;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Imports as operations. Hard state, so that every instance shows the same. Each method is a
 * transaction of its own: how far an import is must be seen while its own transaction is open.
 */
@ApplicationScoped
public class ImportStore {
    /** Imports that are remembered. */
    static final int REMEMBERED = 100;

    private static final String ABANDON =
            "update estate_import set phase = 'ABANDONED', finished_at = ? where finished_at is"
                    + " null and progress_at < ?";
    private static final String FORGET =
            "delete from estate_import where id <= (select max(id) from estate_import) - "
                    + REMEMBERED;
    private static final String BEGIN =
            "insert into estate_import (dry_run, phase, started_by, started_at, progress_at, done,"
                    + " total, report) values (?, 'READING', ?, ?, ?, 0, 0, ?::jsonb)"
                    + " on conflict do nothing returning id";
    private static final String PROGRESS =
            "update estate_import set phase = ?, done = ?, total = ?, progress_at = ?"
                    + " where id = ? and finished_at is null";
    private static final String FINISH =
            "update estate_import set phase = ?, report = ?::jsonb, progress_at = ?, finished_at ="
                    + " ? where id = ? and finished_at is null";
    private static final String SELECT =
            "select id, dry_run, phase, started_by, started_at, progress_at, finished_at, done,"
                    + " total, report from estate_import";

    private final AgroalDataSource dataSource;
    private final ObjectMapper json;

    ImportStore(AgroalDataSource dataSource, ObjectMapper json) {
        this.dataSource = dataSource;
        this.json = json;
    }

    /** A new import, unless another one is running. */
    public Optional<Long> begin(boolean dryRun, Principal by, Instant at) {
        return inOwnTransaction(
                "begin an import",
                connection -> {
                    try (PreparedStatement abandon = connection.prepareStatement(ABANDON);
                            PreparedStatement forget = connection.prepareStatement(FORGET);
                            PreparedStatement begin = connection.prepareStatement(BEGIN)) {
                        abandon.setObject(1, utc(at));
                        abandon.setObject(2, utc(at.minus(EstateImport.SILENCE)));
                        abandon.executeUpdate();
                        forget.executeUpdate();
                        begin.setBoolean(1, dryRun);
                        begin.setString(2, by.value());
                        begin.setObject(3, utc(at));
                        begin.setObject(4, utc(at));
                        begin.setString(5, write(ImportReport.EMPTY));
                        try (ResultSet row = begin.executeQuery()) {
                            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
                        }
                    }
                });
    }

    /** The import that is running. */
    public Optional<Long> running() {
        return inOwnTransaction(
                "look for a running import",
                connection -> {
                    try (PreparedStatement select =
                                    connection.prepareStatement(
                                            "select id from estate_import where finished_at is"
                                                    + " null");
                            ResultSet row = select.executeQuery()) {
                        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
                    }
                });
    }

    /** Says how far an import is. */
    public void progress(long id, ImportPhase phase, long done, long total, Instant at) {
        inOwnTransaction(
                "note how far an import is",
                connection -> {
                    try (PreparedStatement update = connection.prepareStatement(PROGRESS)) {
                        update.setString(1, phase.name());
                        update.setLong(2, done);
                        update.setLong(3, total);
                        update.setObject(4, utc(at));
                        update.setLong(5, id);
                        return update.executeUpdate();
                    }
                });
    }

    /** Says what became of an import. */
    public void finish(long id, ImportPhase phase, ImportReport report, Instant at) {
        inOwnTransaction(
                "finish an import",
                connection -> {
                    try (PreparedStatement update = connection.prepareStatement(FINISH)) {
                        update.setString(1, phase.name());
                        update.setString(2, write(report));
                        update.setObject(3, utc(at));
                        update.setObject(4, utc(at));
                        update.setLong(5, id);
                        return update.executeUpdate();
                    }
                });
    }

    /** The import of this id. */
    public Optional<EstateImport> find(long id) {
        return select(" where id = ?", id).stream().findFirst();
    }

    /** The remembered imports, the newest first. */
    public List<EstateImport> all() {
        return select(" where id > ? order by id desc", 0);
    }

    /** Has the database look at what has changed, so that its plans fit a much larger estate. */
    public void analyze() {
        inOwnTransaction(
                "analyze",
                connection -> {
                    try (PreparedStatement analyze =
                            connection.prepareStatement(
                                    "analyze management_group, host_group, cluster, host, vm,"
                                            + " register, change")) {
                        return analyze.execute();
                    }
                });
    }

    private List<EstateImport> select(String condition, long parameter) {
        return inOwnTransaction(
                "read imports",
                connection -> {
                    try (PreparedStatement select =
                            connection.prepareStatement(SELECT + condition)) {
                        select.setLong(1, parameter);
                        List<EstateImport> found = new ArrayList<>();
                        try (ResultSet row = select.executeQuery()) {
                            while (row.next()) {
                                found.add(read(row));
                            }
                        }
                        return found;
                    }
                });
    }

    private EstateImport read(ResultSet row) throws SQLException {
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        try {
            return new EstateImport(
                    row.getLong("id"),
                    row.getBoolean("dry_run"),
                    ImportPhase.valueOf(row.getString("phase")),
                    new Principal(row.getString("started_by")),
                    row.getObject("started_at", OffsetDateTime.class).toInstant(),
                    row.getObject("progress_at", OffsetDateTime.class).toInstant(),
                    finished == null ? null : finished.toInstant(),
                    row.getLong("done"),
                    row.getLong("total"),
                    json.readValue(row.getString("report"), ImportReport.class));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(ImportReport report) {
        try {
            return json.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T inOwnTransaction(String what, Work<T> work) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    try (Connection connection = dataSource.getConnection()) {
                        return work.with(connection);
                    } catch (SQLException e) {
                        throw new EstateStoreException(what, e);
                    }
                });
    }
}
