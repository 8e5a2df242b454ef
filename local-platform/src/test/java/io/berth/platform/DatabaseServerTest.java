package io.berth.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseServerTest {
    private static final String PASSWORD = "it's 100% \\secret";

    @Test
    void keepsCommitsOverStopsAndDeaths(@TempDir Path folder) throws Exception {
        int port = Ports.free();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, port)) {
            postgres.createDatabase("inventory", "inventory", PASSWORD);
            postgres.createDatabase("other", "other", "another");
            postgres.createDatabase("inventory", "inventory", PASSWORD);
            execute(postgres, "CREATE TABLE fact(name text)");
            execute(postgres, "INSERT INTO fact VALUES ('before the stop')");
            postgres.restart();
            execute(postgres, "INSERT INTO fact VALUES ('before the death')");
            postgres.kill();
            assertThat(postgres.answers()).isFalse();
            postgres.restart();
            assertThat(postgres.answers()).isTrue();
            assertThat(count(postgres)).isEqualTo(2);
            everybodyNeedsThePassword(postgres);
        }
        try (EmbeddedPostgres again = EmbeddedPostgres.start(folder, port)) {
            assertThat(count(again)).isEqualTo(2);
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("superuser.password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static void everybodyNeedsThePassword(EmbeddedPostgres postgres) {
        String url = postgres.jdbcUrl("inventory");
        assertThatThrownBy(() -> DriverManager.getConnection(url, "inventory", "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", ""))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> DriverManager.getConnection(url, "other", "another"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void namesTheTakenPort(@TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder, port))
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("PostgreSQL")
                    .hasMessageContaining("--port-base");
            assertThatThrownBy(() -> EmbeddedKafka.start(folder, Ports.free(), port))
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("Kafka's controller");
        }
    }

    @Test
    void anInterruptedUnpackingIsTakenAway(@TempDir Path folder) throws Exception {
        Path complete = Files.createDirectories(folder.resolve("PG-complete"));
        Files.createFile(complete.resolve(".exists"));
        Path cutShort = Files.createDirectories(folder.resolve("PG-cut-short").resolve("lib"));
        Files.createFile(cutShort.resolve("libpq.so"));

        PostgresPrograms.prepare(folder);

        assertThat(folder).isDirectoryContaining(path -> path.endsWith("PG-complete"));
        assertThat(cutShort.resolveSibling("")).doesNotExist();
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM fact")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("inventory"), "inventory", PASSWORD);
    }
}
