package io.berth.kit.test;

import io.berth.platform.AgentCa;
import io.berth.platform.InstallationKeys;
import io.berth.platform.TopicSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, PostgreSQL and an installation's keys, started once per JVM and gone with it. Quarkus
 * loads test classes by several class loaders, so what must be one per JVM is found through system
 * properties.
 */
public final class TestPlatform {
    /** Partitions of every topic. */
    public static final int PARTITIONS = 6;

    private static final Logger LOG = Logger.getLogger(TestPlatform.class);

    private static final String FOLDER = "io.berth.kit.test.folder";
    private static final String BOOTSTRAP = "io.berth.kit.test.kafka";
    private static final String POSTGRES_URL = "io.berth.kit.test.postgres";
    private static final String DATABASE = "berth_test";
    private static final String PASSWORD = "only-for-tests";

    private static @Nullable Broker kafka;
    private static @Nullable Database postgres;

    private TestPlatform() {}

    /** Starts what is not running yet. */
    public static void start() {
        synchronized (System.getProperties()) {
            if (System.getProperty(BOOTSTRAP) != null) {
                return;
            }
            Path folder = folder();
            Servers servers = Servers.choose(folder);
            LOG.infof("Kafka and PostgreSQL of these tests: %s", servers);
            CompletableFuture<Database> database =
                    CompletableFuture.supplyAsync(() -> startPostgres(servers));
            Broker broker = servers.broker();
            createTopics(broker.bootstrap());
            Database server = database.join();
            kafka = broker;
            postgres = server;
            System.setProperty(POSTGRES_URL, server.jdbcUrl(DATABASE));
            System.setProperty(BOOTSTRAP, broker.bootstrap());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker, server, folder)));
        }
    }

    /** Kafka loads its plug-ins by the thread's class loader, which here need not be its own. */
    private static void createTopics(String bootstrap) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(TopicSetup.class.getClassLoader());
        try {
            TopicSetup.create(bootstrap, "", PARTITIONS);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Database startPostgres(Servers servers) {
        Database server = servers.database();
        server.createDatabase(DATABASE, DATABASE, PASSWORD);
        return server;
    }

    private static void stop(Broker broker, Database server, Path folder) {
        broker.close();
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The broker, to stop, pause and restart it. */
    public static Broker kafka() {
        return started(kafka);
    }

    /** The database server, to stop and restart it. */
    public static Database postgres() {
        return started(postgres);
    }

    private static <T> T started(@Nullable T server) {
        if (server == null) {
            throw new IllegalStateException(
                    "not started by this class loader; call TestPlatform.start() in the test"
                            + " resource that controls the servers");
        }
        return server;
    }

    /** Kafka's address. */
    public static String bootstrap() {
        start();
        return System.getProperty(BOOTSTRAP);
    }

    /** The database of the service under test. */
    public static String jdbcUrl() {
        start();
        return System.getProperty(POSTGRES_URL);
    }

    /** Its role. */
    public static String jdbcUser() {
        return DATABASE;
    }

    /** The role's password. */
    public static String jdbcPassword() {
        return PASSWORD;
    }

    /** The keys that tokens are signed and verified with. */
    public static InstallationKeys keys() {
        synchronized (System.getProperties()) {
            return InstallationKeys.loadOrCreate(folder().resolve("keys"));
        }
    }

    /** The authority that certifies agents. */
    public static AgentCa agentCa() {
        synchronized (System.getProperties()) {
            return AgentCa.loadOrCreate(folder().resolve("keys"));
        }
    }

    private static Path folder() {
        String known = System.getProperty(FOLDER);
        if (known != null) {
            return Path.of(known);
        }
        try {
            Path folder = Files.createTempDirectory("berth-test");
            System.setProperty(FOLDER, folder.toString());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings that point a service at this platform. */
    static Map<String, String> settings() {
        return Map.of(
                "kafka.bootstrap.servers", bootstrap(),
                "quarkus.datasource.jdbc.url", jdbcUrl(),
                "quarkus.datasource.username", jdbcUser(),
                "quarkus.datasource.password", jdbcPassword(),
                "quarkus.oidc.public-key", keys().publicKeyBase64(),
                "berth.agents.ca-file", agentCa().certificate().toString(),
                "quarkus.http.test-port", "0");
    }
}
