package io.berth.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/**
 * Makes databases on a PostgreSQL server, whoever runs it: one for each service, with one role that
 * owns it and nobody else who may connect to it.
 */
public final class Databases {
    private static final String SUPERUSER = "postgres";

    /** Of one attempt to connect, and of one statement; a server that is up needs milliseconds. */
    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    private final String url;
    private final Properties login = new Properties();
    private final Duration attempt;

    /**
     * A server.
     *
     * @param address host and port
     * @param superuserPassword of the role {@code postgres}
     */
    public Databases(String address, String superuserPassword) {
        this(address, superuserPassword, ATTEMPT);
    }

    /**
     * A server.
     *
     * @param attempt how long a connection, and a statement, may take; whole seconds
     */
    Databases(String address, String superuserPassword, Duration attempt) {
        this.attempt = attempt;
        url = "jdbc:postgresql://%s/%s".formatted(address, SUPERUSER);
        login.setProperty("user", SUPERUSER);
        login.setProperty("password", superuserPassword);
        login.setProperty("loginTimeout", Long.toString(attempt.toSeconds()));
        login.setProperty("socketTimeout", Long.toString(attempt.toSeconds()));
    }

    /**
     * Logs in and asks something.
     *
     * @throws SQLException when that does not work, with the server's state
     */
    public void ping() throws SQLException {
        try (Connection connection = connect()) {
            if (!connection.isValid((int) attempt.toSeconds())) {
                throw new SQLException("it does not answer a query");
            }
        }
    }

    /**
     * Makes a role that may log in with this password, and a database that it owns and nobody else
     * may connect to. What exists already is kept; the password is set in any case.
     *
     * @throws PlatformException naming the SQL state; neither the message nor the cause, since the
     *     text of a failed statement may hold the password
     */
    public void create(String name, String role, String password) {
        try (Connection connection = connect()) {
            execute(
                    connection,
                    exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)
                            ? "ALTER ROLE %I WITH LOGIN PASSWORD %L"
                            : "CREATE ROLE %I WITH LOGIN PASSWORD %L",
                    role,
                    password);
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
                execute(connection, "CREATE DATABASE %I OWNER %I", name, role);
            }
            execute(connection, "REVOKE CONNECT ON DATABASE %I FROM PUBLIC", name);
        } catch (SQLException e) {
            throw new PlatformException(
                    "Cannot make database %s for role %s: PostgreSQL answered with SQL state %s; its log says more."
                            .formatted(name, role, e.getSQLState()));
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, login);
    }

    private static boolean exists(Connection connection, String query, String name)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** DDL takes no parameters, so the server itself quotes identifiers (%I) and literals (%L). */
    private static void execute(Connection connection, String template, String... arguments)
            throws SQLException {
        String slots = ", ?".repeat(arguments.length);
        String sql;
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT format(?" + slots + ")")) {
            statement.setString(1, template);
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 2, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                sql = rows.getString(1);
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
