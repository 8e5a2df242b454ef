package io.berth.inventory.store.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.agroal.api.AgroalDataSource;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.ValidationRunId;
import io.berth.contracts.wire.EventCodec;
import io.berth.inventory.domain.validation.Fingerprint;
import io.berth.inventory.domain.validation.RunState;
import io.berth.inventory.domain.validation.ValidationReport;
import io.berth.inventory.domain.validation.ValidationRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validation runs, their reports and the facts that they came from. Hard state. Times are those of
 * the database, so that instances with different clocks agree on deadlines.
 *
 * <p>Every method works in the caller's transaction.
 */
@ApplicationScoped
public class ValidationStore {
    /** Runs of a cluster that are kept, beside the one that its support rests on. */
    static final int KEPT = 100;

    private static final String COLUMNS =
            "select id, cluster, state, asked_at, asked_by, deadline, within_millis, tests,"
                    + " ended_at, judgement, withdrawn_at, changes from validation_run ";
    private static final String DUE =
            COLUMNS
                    + "r where state = 'waiting' and (deadline <= now() or not exists (select from"
                    + " validation_facts f where f.run = r.id and f.facts is null)) order by"
                    + " deadline limit 1 for update skip locked";
    private static final String PRUNE =
            "delete from validation_run where cluster = ? and state <> 'waiting' and id <> ? and"
                    + " id < (select id from validation_run where cluster = ? order by id desc"
                    + " offset "
                    + (KEPT - 1)
                    + " limit 1)";

    private final AgroalDataSource dataSource;

    ValidationStore(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The run of a cluster that has not ended. */
    public Optional<ValidationRunId> waiting(ClusterId cluster) {
        return query(
                        "select id from validation_run where cluster = ? and state = 'waiting'",
                        row -> new ValidationRunId(row.getLong(1)),
                        cluster.value())
                .stream()
                .findFirst();
    }

    /**
     * How many runs wait. Until the transaction ends nobody else counts them, so that a bound that
     * rests on the number holds.
     */
    public long countWaitingAlone() {
        query(
                "select pg_advisory_xact_lock(hashtextextended('inventory/validation-runs', 0))",
                row -> true);
        return countWaiting();
    }

    /** How many runs wait. */
    public long countWaiting() {
        return query(
                        "select count(*) from validation_run where state = 'waiting'",
                        row -> row.getLong(1))
                .getFirst();
    }

    /** A new run that waits; a second one of its cluster breaks a unique index. */
    public ValidationRunId insert(
            ClusterId cluster,
            Principal by,
            Duration within,
            Set<String> tests,
            Fingerprint fingerprint) {
        return query(
                        "insert into validation_run (cluster, state, asked_at, asked_by, deadline,"
                            + " within_millis, tests, fingerprint) values (?, 'waiting', now(), ?,"
                            + " now() + ? * interval '1 millisecond', ?, ?::jsonb, ?::jsonb)"
                            + " returning id",
                        row -> new ValidationRunId(row.getLong(1)),
                        cluster.value(),
                        by.value(),
                        within.toMillis(),
                        within.toMillis(),
                        write(tests),
                        write(fingerprint))
                .getFirst();
    }

    /** A node was asked. */
    public void asked(ValidationRunId run, HostId host, CommandId command) {
        update(
                "insert into validation_facts (run, host, command) values (?, ?, ?)",
                run.value(),
                host.value(),
                command.value());
    }

    /**
     * A node has answered; the first answer to a run that still waits counts.
     *
     * @return whether this one did
     */
    public boolean answered(HostId host, CommandId command, HostFacts facts) {
        return update(
                        "update validation_facts f set facts = ?::jsonb, received_at = now() from"
                            + " validation_run r where f.command = ? and f.host = ? and f.facts is"
                            + " null and r.id = f.run and r.state = 'waiting'",
                        write(facts),
                        command.value(),
                        host.value())
                == 1;
    }

    /**
     * A run that waits and need not any longer, held until the transaction ends; none that another
     * instance holds.
     */
    public Optional<ValidationRun> holdDue() {
        return query(DUE, this::run).stream().findFirst().map(this::withNodes);
    }

    /** The facts that nodes have reported to a run. */
    public Map<HostId, HostFacts> facts(ValidationRunId run) {
        Map<HostId, HostFacts> facts = new LinkedHashMap<>();
        query(
                        "select host, facts from validation_facts where run = ? and facts is not"
                                + " null order by host",
                        row ->
                                Map.entry(
                                        new HostId(row.getString(1)),
                                        read(row.getString(2), HostFacts.class)),
                        run.value())
                .forEach(entry -> facts.put(entry.getKey(), entry.getValue()));
        return facts;
    }

    /** The facts that one node has reported to a run, as JSON. */
    public Optional<String> factsAsJson(ValidationRunId run, String host) {
        return query(
                        "select facts from validation_facts where run = ? and host = ? and facts is"
                                + " not null",
                        row -> row.getString(1),
                        run.value(),
                        host)
                .stream()
                .findFirst();
    }

    /** What a run holds for. */
    public Optional<Fingerprint> fingerprint(ValidationRunId run) {
        return query(
                        "select fingerprint from validation_run where id = ?",
                        row -> read(row.getString(1), Fingerprint.class),
                        run.value())
                .stream()
                .findFirst();
    }

    /**
     * A run has ended with a report.
     *
     * @return when
     */
    public Instant end(ValidationRunId run, ValidationReport report) {
        return query(
                        "update validation_run set state = 'ended', ended_at = now(), judgement ="
                                + " ?, report = ?::jsonb where id = ? returning ended_at",
                        row -> instant(row, 1),
                        report.judgement().name(),
                        write(report),
                        run.value())
                .getFirst();
    }

    /** The cluster of a run is no more. */
    public void cancel(ValidationRunId run) {
        update(
                "update validation_run set state = 'cancelled', ended_at = now() where id = ?",
                run.value());
    }

    /** What a run had validated has changed. */
    public void withdraw(ValidationRunId run, List<Fingerprint.Change> changes) {
        update(
                "update validation_run set withdrawn_at = now(), changes = ?::jsonb where id = ?",
                write(changes),
                run.value());
    }

    /** Forgets the oldest runs of a cluster beyond {@link #KEPT}, but never {@code except}. */
    public void prune(ClusterId cluster, @Nullable ValidationRunId except) {
        update(PRUNE, cluster.value(), except == null ? 0L : except.value(), cluster.value());
    }

    /** The run of this id. */
    public Optional<ValidationRun> find(ValidationRunId id) {
        return query(COLUMNS + "where id = ?", this::run, id.value()).stream()
                .findFirst()
                .map(this::withNodes);
    }

    /** At most {@code limit} runs of a cluster before {@code before}, the newest first. */
    public List<ValidationRun> page(ClusterId cluster, long before, int limit) {
        return query(
                        COLUMNS + "where cluster = ? and id < ? order by id desc limit " + limit,
                        this::run,
                        cluster.value(),
                        before)
                .stream()
                .map(this::withNodes)
                .toList();
    }

    /** The report of a run that has ended. */
    public Optional<ValidationReport> report(ValidationRunId run) {
        return query(
                        "select report from validation_run where id = ? and report is not null",
                        row -> read(row.getString(1), ValidationReport.class),
                        run.value())
                .stream()
                .findFirst();
    }

    private ValidationRun withNodes(ValidationRun run) {
        return new ValidationRun(
                run.id(),
                run.cluster(),
                run.state(),
                run.askedAt(),
                run.askedBy(),
                run.deadline(),
                run.within(),
                run.tests(),
                query(
                        "select host, received_at from validation_facts where run = ? order by"
                                + " host",
                        row ->
                                new ValidationRun.Asked(
                                        new HostId(row.getString(1)), optionalInstant(row, 2)),
                        run.id().value()),
                run.endedAt(),
                run.judgement(),
                run.withdrawnAt(),
                run.changes());
    }

    private ValidationRun run(ResultSet row) throws SQLException {
        String judgement = row.getString(10);
        String changes = row.getString(12);
        return new ValidationRun(
                new ValidationRunId(row.getLong(1)),
                new ClusterId(row.getString(2)),
                RunState.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                instant(row, 4),
                new Principal(row.getString(5)),
                instant(row, 6),
                Duration.ofMillis(row.getLong(7)),
                read(row.getString(8), new TypeReference<Set<String>>() {}),
                List.of(),
                optionalInstant(row, 9),
                judgement == null ? null : ValidationReport.Judgement.valueOf(judgement),
                optionalInstant(row, 11),
                changes == null
                        ? List.of()
                        : read(changes, new TypeReference<List<Fingerprint.Change>>() {}));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optionalInstant(ResultSet row, int column)
            throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /** How a row is read. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Reader<T> reader, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (row.next()) {
                found.add(reader.read(row));
            }
            return found;
        } catch (SQLException e) {
            throw new ValidationStoreException(e);
        }
    }

    private int update(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new ValidationStoreException(e);
        }
    }

    private static PreparedStatement prepared(
            Connection connection, String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static String write(Object value) {
        try {
            return EventCodec.JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return EventCodec.JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return EventCodec.JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database did not do what was asked; the cause tells lost races apart. */
    static final class ValidationStoreException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ValidationStoreException(SQLException cause) {
            super("validation runs cannot be read or saved", cause);
        }
    }
}
