package io.berth.inventory.it;

import io.berth.kit.test.TestPlatform;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The database of the service under test, seen from outside. */
final class Tables {
    private Tables() {}

    /** Those in which a text stands, in any column. */
    static List<String> holding(String text) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(
                                TestPlatform.jdbcUrl(),
                                TestPlatform.jdbcUser(),
                                TestPlatform.jdbcPassword());
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery(
                            "select table_name from information_schema.tables"
                                    + " where table_schema = 'public'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows =
                        statement.executeQuery(
                                "select 1 from %s t where t::text like '%%%s%%' limit 1"
                                        .formatted(table, text))) {
                    if (rows.next()) {
                        found.add(table);
                    }
                }
            }
        }
        return found;
    }
}
