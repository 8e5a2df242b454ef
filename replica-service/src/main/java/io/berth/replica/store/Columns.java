package io.berth.replica.store;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a row, read one after the other. */
final class Columns {
    private final ResultSet row;
    private int next;

    Columns(ResultSet row) {
        this.row = row;
    }

    Columns fromTheFirst() {
        next = 0;
        return this;
    }

    String text() throws SQLException {
        return present(row.getString(++next));
    }

    @Nullable String optionalText() throws SQLException {
        return row.getString(++next);
    }

    long number() throws SQLException {
        return row.getLong(++next);
    }

    @Nullable Long optionalNumber() throws SQLException {
        long value = row.getLong(++next);
        return row.wasNull() ? null : value;
    }

    Instant time() throws SQLException {
        return present(optionalTime());
    }

    @Nullable Instant optionalTime() throws SQLException {
        OffsetDateTime value = row.getObject(++next, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    boolean flag() throws SQLException {
        return row.getBoolean(++next);
    }

    List<String> texts() throws SQLException {
        Array array = present(row.getArray(++next));
        return List.of((String[]) array.getArray());
    }

    List<Integer> integers() throws SQLException {
        Array array = present(row.getArray(++next));
        return List.of((Integer[]) array.getArray());
    }

    private <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("column " + next + " is null and must not be");
        }
        return value;
    }
}
