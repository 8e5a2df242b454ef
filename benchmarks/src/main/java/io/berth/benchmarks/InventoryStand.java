package io.berth.benchmarks;

import io.berth.platform.ComponentName;
import io.berth.platform.EmbeddedKafka;
import io.berth.platform.EmbeddedPostgres;
import io.berth.platform.Installation;
import io.berth.platform.InstallationKeys;
import io.berth.platform.Ports;
import io.berth.platform.Role;
import io.berth.platform.Secrets;
import io.berth.platform.TopicSetup;
import io.berth.platform.supervisor.ServiceComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A broker, a database, the inventory and, when asked for, a placement, in a folder and on ports of
 * their own.
 */
final class InventoryStand implements AutoCloseable {
    /** The heap that the promised estate has to fit. */
    static final String INVENTORY_HEAP = "-Xmx1g";

    private static final int PARTITIONS = 6;
    private static final Duration VALIDITY = Duration.ofHours(2);
    private static final List<String> SERVICE_JVM =
            List.of("-Xss512k", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private final InstallationKeys keys = InstallationKeys.generate();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Installation installation;
    private final Path home;
    private final String bootstrap;
    private final EmbeddedPostgres postgres;
    private final String password = Secrets.password();
    private final String inventory;

    /** Starts all but placement; what has started is stopped again when something does not. */
    InventoryStand(Installation installation) {
        this.installation = installation;
        try {
            home = Files.createTempDirectory("berth-bench-inventory");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            EmbeddedKafka kafka =
                    EmbeddedKafka.start(home.resolve("kafka"), Ports.free(), Ports.free());
            undo.push(kafka::close);
            bootstrap = kafka.bootstrap();
            TopicSetup.create(bootstrap, "", PARTITIONS);
            postgres =
                    EmbeddedPostgres.start(
                            new EmbeddedPostgres.Settings(
                                    home.resolve("postgres"),
                                    Ports.free(),
                                    home.resolve("postgres.log"),
                                    installation.postgresPrograms(),
                                    true));
            undo.push(postgres::close);
            inventory = service("inventory", INVENTORY_HEAP);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts a cold placement and waits until it is ready; returns its address. */
    String startPlacement() {
        return service("placement", "-Xmx1g");
    }

    private String service(String name, String heap) {
        Path program =
                installation.root().resolve(name + "-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(program)) {
            throw new IllegalStateException(program + " is not there; build it: ./berth build");
        }
        postgres.createDatabase(name, name, password);
        int port = Ports.free();
        String url = "http://127.0.0.1:" + port;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(heap);
        command.addAll(SERVICE_JVM);
        command.addAll(List.of("-jar", program.toString()));
        Map<String, String> settings = new HashMap<>();
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("KAFKA_BOOTSTRAP_SERVERS", bootstrap);
        settings.put("QUARKUS_OIDC_PUBLIC_KEY", keys.publicKeyBase64());
        settings.put("BERTH_INSTANCE", name + "-1");
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(name));
        settings.put("QUARKUS_DATASOURCE_USERNAME", name);
        settings.put("QUARKUS_DATASOURCE_PASSWORD", password);
        ServiceComponent service =
                new ServiceComponent(
                        new ServiceComponent.Launch(
                                new ComponentName(name + "-1"),
                                port,
                                command,
                                settings,
                                URI.create(url + "/q/health/ready"),
                                home.resolve(name + ".log")));
        undo.push(service::stop);
        service.start();
        return url;
    }

    /** A new file in the folder of the stand. */
    Path file(String name) {
        return home.resolve(name);
    }

    /** For a Kafka client. */
    String bootstrap() {
        return bootstrap;
    }

    /** The address of the inventory. */
    String inventory() {
        return inventory;
    }

    /** For an administrator. */
    String token() {
        return keys.token(Role.ADMINISTRATOR, "bench", VALIDITY);
    }

    /** A session with the database of the inventory. */
    Connection database() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("inventory"), "inventory", password);
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
