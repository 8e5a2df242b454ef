package io.berth.replica.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The parameters of a statement, set one after the other. */
final class Parameters {
    private final Connection connection;
    private final PreparedStatement statement;
    private int next;

    Parameters(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** A text; of a typed value its text, of an enum its name. */
    Parameters text(@Nullable Object value) throws SQLException {
        statement.setString(++next, value == null ? null : value.toString());
        return this;
    }

    Parameters number(long value) throws SQLException {
        statement.setLong(++next, value);
        return this;
    }

    Parameters number(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++next, Types.BIGINT);
            return this;
        }
        return number(value.longValue());
    }

    Parameters time(@Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(++next, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(++next, value.atOffset(ZoneOffset.UTC));
        }
        return this;
    }

    Parameters texts(Collection<?> values) throws SQLException {
        Object[] texts = values.stream().map(Object::toString).toArray();
        statement.setArray(++next, connection.createArrayOf("text", texts));
        return this;
    }

    Parameters flag(boolean value) throws SQLException {
        statement.setBoolean(++next, value);
        return this;
    }

    Parameters integers(Collection<Integer> values) throws SQLException {
        statement.setArray(++next, connection.createArrayOf("integer", values.toArray()));
        return this;
    }
}
