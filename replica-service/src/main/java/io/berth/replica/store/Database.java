package io.berth.replica.store;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Statements on the connection of the caller's transaction. */
@ApplicationScoped
class Database {
    private static final int FETCH = 1000;

    private final AgroalDataSource dataSource;

    Database(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Sets the parameters of a statement. */
    @FunctionalInterface
    interface Binder {
        void bind(Parameters parameters) throws SQLException;
    }

    /** Sets the parameters of a statement for one element of a batch. */
    @FunctionalInterface
    interface ElementBinder<T> {
        void bind(Parameters parameters, T element) throws SQLException;
    }

    /** Reads a row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Columns row) throws SQLException;
    }

    /** All rows of a query. */
    <T> List<T> query(String sql, Binder binder, Reader<T> reader) {
        List<T> found = new ArrayList<>();
        each(sql, binder, reader, found::add);
        return found;
    }

    /** Hands over the rows of a query one by one. */
    <T> void each(String sql, Binder binder, Reader<T> reader, Consumer<T> consumer) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            binder.bind(new Parameters(connection, statement));
            try (ResultSet rows = statement.executeQuery()) {
                Columns columns = new Columns(rows);
                while (rows.next()) {
                    consumer.accept(reader.read(columns.fromTheFirst()));
                }
            }
        } catch (SQLException e) {
            throw new StoreException("reading", e);
        }
    }

    /** Changes rows; returns how many. */
    int update(String sql, Binder binder) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(new Parameters(connection, statement));
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new StoreException("writing", e);
        }
    }

    /** Changes rows with one round trip for all elements. */
    <T> void batch(String sql, Collection<T> elements, ElementBinder<T> binder) {
        if (elements.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (T element : elements) {
                binder.bind(new Parameters(connection, statement), element);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new StoreException("writing", e);
        }
    }
}
