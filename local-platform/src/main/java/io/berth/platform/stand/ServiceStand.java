package io.berth.platform.stand;

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
 * A broker, a database and services as processes, in a folder and on ports of their own: what a
 * benchmark or a drill makes up, or destroys, has no place in anybody's installation.
 */
public final class ServiceStand implements AutoCloseable {
    private static final int PARTITIONS = 6;
    private static final Duration VALIDITY = Duration.ofHours(2);

    private final InstallationKeys keys = InstallationKeys.generate();
    private final String password = Secrets.password();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Installation installation;
    private final Path home;
    private final String bootstrap;
    private final EmbeddedPostgres postgres;

    /**
     * Starts broker and database; what has started is stopped again when something does not.
     *
     * @param name of the folder
     */
    public ServiceStand(Installation installation, String name) {
        this.installation = installation;
        try {
            home = Files.createTempDirectory("berth-" + name);
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
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * A service that was started.
     *
     * @param url for example {@code http://127.0.0.1:8081}
     */
    public record Running(String url, ServiceComponent component) {}

    /** An empty database that belongs to the service of the same name. */
    public void database(String service) {
        postgres.createDatabase(service, service, password);
    }

    /** A session with the database of a service. */
    public Connection session(String service) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(service), service, password);
    }

    /**
     * Starts an instance and waits until it is ready; its database must be there.
     *
     * @param jvm options
     * @param own what only this service is told, as environment
     */
    public Running start(String service, int instance, List<String> jvm, Map<String, String> own) {
        return start(service, instance, jvm, own, "ready");
    }

    /**
     * As {@link #start(String, int, List, Map)}, for a service that waits for somebody before it is
     * ready.
     */
    public Running startAlive(
            String service, int instance, List<String> jvm, Map<String, String> own) {
        return start(service, instance, jvm, own, "live");
    }

    private Running start(
            String service,
            int instance,
            List<String> jvm,
            Map<String, String> own,
            String health) {
        Path program =
                installation
                        .root()
                        .resolve(service + "-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(program)) {
            throw new IllegalStateException(program + " is not there; build it: ./berth build");
        }
        String name = service + "-" + instance;
        int port = Ports.free();
        String url = "http://127.0.0.1:" + port;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-jar", program.toString()));
        Map<String, String> settings = new HashMap<>(own);
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("KAFKA_BOOTSTRAP_SERVERS", bootstrap);
        settings.put("QUARKUS_OIDC_PUBLIC_KEY", keys.publicKeyBase64());
        settings.put("BERTH_INSTANCE", name);
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(service));
        settings.put("QUARKUS_DATASOURCE_USERNAME", service);
        settings.put("QUARKUS_DATASOURCE_PASSWORD", password);
        ServiceComponent component =
                new ServiceComponent(
                        new ServiceComponent.Launch(
                                new ComponentName(name),
                                port,
                                command,
                                settings,
                                URI.create(url + "/q/health/" + health),
                                home.resolve(name + ".log")));
        undo.push(component::stop);
        component.start();
        return new Running(url, component);
    }

    /** A new file in the folder of the stand. */
    public Path file(String name) {
        return home.resolve(name);
    }

    /** For a Kafka client. */
    public String bootstrap() {
        return bootstrap;
    }

    /** For an administrator. */
    public String token() {
        return token(Role.ADMINISTRATOR, "bench");
    }

    /** For somebody else. */
    public String token(Role role, String principal) {
        return keys.token(role, principal, VALIDITY);
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
