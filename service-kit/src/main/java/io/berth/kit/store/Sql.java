package io.berth.kit.store;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
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
import org.jspecify.annotations.Nullable;

/**
 * Statements in the caller's transaction, for tables whose rows are taken and given back by many at
 * once: what such a row means is decided by the statement that changes it.
 */
@ApplicationScoped
public class Sql {
    private final AgroalDataSource dataSource;

    Sql(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Reads a row. */
    @FunctionalInterface
    public interface RowReader<T> {
        /** What the row means. */
        T read(ResultSet row) throws SQLException;
    }

    /** Changes rows, and says how many. */
    public int update(String sql, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(connection, statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** What the rows mean, in their order. */
    public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(connection, statement, parameters);
            List<T> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(reader.read(row));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** What the first row means. */
    public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        return query(sql, reader, parameters).stream().findFirst();
    }

    /**
     * Lets no other transaction that names the same thing go on until this one ends: a rule that
     * compares all of a kind, or an id that must be free, is decided by one at a time.
     *
     * @param what within this service's database
     */
    public void alone(String what) {
        query("select pg_advisory_xact_lock(hashtextextended(?, 0))", row -> what, what);
    }

    /** A time as a column holds it. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static void set(
            Connection connection, PreparedStatement statement, @Nullable Object... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            statement.setObject(
                    i + 1,
                    switch (parameter) {
                        case Instant time -> time.atOffset(ZoneOffset.UTC);
                        case BigInteger number -> new java.math.BigDecimal(number);
                        case BigInteger[] numbers -> connection.createArrayOf("numeric", numbers);
                        case String[] texts -> connection.createArrayOf("varchar", texts);
                        case Long[] numbers -> connection.createArrayOf("bigint", numbers);
                        case Integer[] numbers -> connection.createArrayOf("integer", numbers);
                        case byte[][] values -> connection.createArrayOf("bytea", values);
                        case null -> null;
                        default -> parameter;
                    });
        }
    }

    /** The database did not do what was asked; the cause tells lost races apart. */
    static final class SqlFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SqlFailure(SQLException cause) {
            super("a statement failed", cause);
        }
    }
}
