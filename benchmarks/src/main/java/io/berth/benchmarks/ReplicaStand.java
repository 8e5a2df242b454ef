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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A broker, a database and two instances of the replica service, in a folder and on ports of their
 * own: ten thousand made-up VMs have no place in anybody's installation.
 */
final class ReplicaStand implements AutoCloseable {
    static final int INSTANCES = 2;
    private static final int PARTITIONS = 6;
    private static final String DATABASE = "replica";
    private static final Duration VALIDITY = Duration.ofHours(2);

    /** As a local platform runs its services. */
    private static final List<String> SERVICE_JVM =
            List.of("-Xmx256m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final InstallationKeys keys = InstallationKeys.generate();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final List<String> urls = new ArrayList<>();
    private final String bootstrap;

    /** Starts all of it; what has started is stopped again when something does not. */
    ReplicaStand(Installation installation) {
        Path program =
                installation.root().resolve("replica-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(program)) {
            throw new IllegalStateException(program + " is not there; build it: ./berth build");
        }
        Path home = folder();
        try {
            EmbeddedKafka kafka =
                    EmbeddedKafka.start(home.resolve("kafka"), Ports.free(), Ports.free());
            undo.push(kafka::close);
            bootstrap = kafka.bootstrap();
            TopicSetup.create(bootstrap, "", PARTITIONS);
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(
                            new EmbeddedPostgres.Settings(
                                    home.resolve("postgres"),
                                    Ports.free(),
                                    home.resolve("postgres.log"),
                                    installation.postgresPrograms(),
                                    true));
            undo.push(postgres::close);
            String password = Secrets.password();
            postgres.createDatabase(DATABASE, DATABASE, password);
            for (int i = 1; i <= INSTANCES; i++) {
                service(i, program, home, postgres.jdbcUrl(DATABASE), password);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("berth-bench-replica");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void service(int instance, Path program, Path home, String jdbcUrl, String password) {
        int port = Ports.free();
        String url = "http://127.0.0.1:" + port;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SERVICE_JVM);
        command.addAll(List.of("-jar", program.toString()));
        ServiceComponent service =
                new ServiceComponent(
                        new ServiceComponent.Launch(
                                new ComponentName("replica-" + instance),
                                port,
                                command,
                                Map.of(
                                        "QUARKUS_HTTP_PORT",
                                        Integer.toString(port),
                                        "QUARKUS_HTTP_HOST",
                                        "127.0.0.1",
                                        "KAFKA_BOOTSTRAP_SERVERS",
                                        bootstrap,
                                        "QUARKUS_OIDC_PUBLIC_KEY",
                                        keys.publicKeyBase64(),
                                        "BERTH_INSTANCE",
                                        "replica-" + instance,
                                        "QUARKUS_DATASOURCE_JDBC_URL",
                                        jdbcUrl,
                                        "QUARKUS_DATASOURCE_USERNAME",
                                        DATABASE,
                                        "QUARKUS_DATASOURCE_PASSWORD",
                                        password),
                                URI.create(url + "/q/health/ready"),
                                home.resolve("replica-" + instance + ".log")));
        undo.push(service::stop);
        service.start();
        urls.add(url);
    }

    /** For a Kafka client. */
    String bootstrap() {
        return bootstrap;
    }

    /** The REST interface of an instance, for an administrator. */
    Rest rest(int instance) {
        return new Rest(urls.get(instance), keys.token(Role.ADMINISTRATOR, "bench", VALIDITY));
    }

    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
