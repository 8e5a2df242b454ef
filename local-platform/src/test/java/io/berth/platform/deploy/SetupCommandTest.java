package io.berth.platform.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.Topics;
import io.berth.platform.EmbeddedKafka;
import io.berth.platform.EmbeddedPostgres;
import io.berth.platform.OwnerOnly;
import io.berth.platform.Ports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as a container runs them, against real servers. */
class SetupCommandTest {
    @TempDir private Path folder = Path.of("");

    private final StringWriter output = new StringWriter();

    @Test
    void makesDatabasesAndTopicsOnceAndKeepsThem() throws Exception {
        try (EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(folder.resolve("postgres"), Ports.free());
                EmbeddedKafka kafka =
                        EmbeddedKafka.start(folder.resolve("kafka"), Ports.free(), Ports.free())) {
            Volumes volumes = new Volumes(folder.resolve("volumes"));
            String address = postgres.jdbcUrl("postgres").split("/")[2];
            OwnerOnly.write(
                    volumes.superuserPassword(),
                    Files.readString(folder.resolve("postgres").resolve("superuser.password")));
            assertThat(run("secrets")).isZero();

            assertThat(setup(address, kafka.bootstrap())).as(output::toString).isZero();
            assertThat(setup(address, kafka.bootstrap())).as(output::toString).isZero();

            assertThat(output.toString()).contains("databases ready", "topics ready");
            assertThat(topics(kafka))
                    .contains(
                            Topics.HOST_COMMANDS.name(""),
                            Topics.HOST_COMMANDS.name("") + ".dead-letter");
            ownDatabaseOnly(postgres, volumes);
            refusesAnotherSuperuser(volumes, address, kafka.bootstrap());
        }
    }

    private static void ownDatabaseOnly(EmbeddedPostgres postgres, Volumes volumes)
            throws Exception {
        String password = Files.readString(volumes.databasePassword("keyvault")).strip();
        try (Connection own =
                DriverManager.getConnection(postgres.jdbcUrl("keyvault"), "keyvault", password)) {
            assertThat(own.isValid(1)).isTrue();
        }
        String other = postgres.jdbcUrl("inventory");
        assertThatThrownBy(() -> DriverManager.getConnection(other, "keyvault", password))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
    }

    private void refusesAnotherSuperuser(Volumes volumes, String postgres, String kafka) {
        OwnerOnly.write(volumes.superuserPassword(), "another\n");

        assertThat(setup(postgres, kafka)).isEqualTo(1);

        assertThat(output.toString())
                .contains("refuses the superuser's password")
                .contains("postgres-data")
                .doesNotContain("another\n");
    }

    @Test
    void secretsComeFirst() {
        assertThat(setup("127.0.0.1:1", "127.0.0.1:1")).isEqualTo(1);
        assertThat(output.toString()).contains("database-superuser.password is missing");
    }

    @Test
    void saysWhatItWaitedFor() {
        assertThat(run("secrets")).isZero();

        assertThat(run("setup", "--postgres", "127.0.0.1:1", "--patience", "PT0S")).isEqualTo(1);

        assertThat(output.toString())
                .contains("PostgreSQL at 127.0.0.1:1 did not answer within 0 s")
                .contains("refused");
    }

    private int setup(String postgres, String kafka) {
        return run("setup", "--postgres", postgres, "--kafka", kafka, "--partitions", "2");
    }

    private int run(String... arguments) {
        CommandLine line = Deploy.commandLine();
        PrintWriter writer = new PrintWriter(output, true);
        line.setOut(writer);
        line.setErr(writer);
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--home";
        all[arguments.length + 1] = folder.resolve("volumes").toString();
        return line.execute(all);
    }

    private static Set<String> topics(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            return admin.listTopics().names().get();
        }
    }
}
